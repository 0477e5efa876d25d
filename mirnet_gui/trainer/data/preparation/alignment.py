"""Whether the two pictures of a pair lie on one another, however different their exposures."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.values import Floats
from mirnet_gui.trainer.data.preparation.structure import local_structure, luminance

_LONGEST_SIDE = 1600
_SHORTEST_SIDE = 64
_SIGMA = 8.0

# Measured on LOL and SICE: in pairs that belong together the most certain part reaches 0.26 or
# more, in pictures of different places never more than 0.14.
_TRUSTED = 0.2
_UNRELATED = 0.15

# Pairs of LOL and SICE that look aligned stay below 1.3 pixels. In a reduced picture a pixel
# stands for several of the file's.
_LEAST_SHIFT = 1.3
_LEAST_SHIFT_SEEN = 0.75


@dataclass(frozen=True, slots=True)
class Alignment:
    """The reference's content lies ``right`` and ``down`` pixels of the dark picture's.

    ``certainty`` in about [0, 1] is the height of the correlation's peak; ``scale`` is how many
    pixels of the file are one of the picture that was looked at.
    """

    right: float
    down: float
    certainty: float
    scale: float = 1.0

    @property
    def distance(self) -> float:
        """The length of the shift, in pixels of the file."""
        return math.hypot(self.right, self.down)

    @property
    def is_shifted(self) -> bool:
        """Whether it is certain that the pictures are shifted by more than about a pixel."""
        least = max(_LEAST_SHIFT, _LEAST_SHIFT_SEEN * self.scale)
        return self.certainty >= _TRUSTED and self.distance > least

    @property
    def is_unrelated(self) -> bool:
        """Whether the pictures have nothing in common, wherever one looks."""
        return self.certainty < _UNRELATED


def align(low: Pixels, high: Pixels) -> Alignment | None:
    """How far ``high`` is shifted against ``low``, both (H, W, 3) of any depth.

    ``high`` may be a number of times as large; it is reduced to the size of ``low`` first.

    The whole and each quarter are correlated, and the median of their shifts stands, weighed by
    certainty: neither a curtain that moved nor a dark corner decides. None where a side has less
    than 64 pixels, the longer one reduced to 1600: there is too little to go by.
    """
    height, width = low.shape[:2]
    scale = max(1.0, max(height, width) / _LONGEST_SIDE)
    size = round(width / scale), round(height / scale)
    if min(size) < _SHORTEST_SIDE:
        return None
    parts = zip(*(_parts(_structure(pixels, size)) for pixels in (low, high)), strict=True)
    shifts = [_shift(one, other, scale) for one, other in parts]
    trusted = [shift for shift in shifts if shift.certainty >= _TRUSTED]
    return _median(trusted) if trusted else max(shifts, key=lambda shift: shift.certainty)


def _structure(pixels: Pixels, size: tuple[int, int]) -> Floats:
    smooth = cv2.GaussianBlur(luminance(pixels, size), (0, 0), 1.0)
    return local_structure(np.asarray(smooth, dtype=np.float32), _SIGMA)


def _parts(picture: Floats) -> Iterator[Floats]:
    height, width = (side // 2 for side in picture.shape)
    yield picture
    for rows in (slice(height), slice(-height, None)):
        for columns in (slice(width), slice(-width, None)):
            yield np.ascontiguousarray(picture[rows, columns])


def _shift(one: Floats, other: Floats, scale: float) -> Alignment:
    window = cv2.createHanningWindow(one.shape[::-1], cv2.CV_32F)
    (right, down), certainty = cv2.phaseCorrelate(one, other, window)
    return Alignment(right * scale, down * scale, certainty, scale)


def _median(shifts: list[Alignment]) -> Alignment:
    ordered = sorted(shifts, key=lambda shift: shift.distance)
    weights = np.cumsum([shift.certainty for shift in ordered])
    return ordered[int(np.searchsorted(weights, weights[-1] / 2))]
