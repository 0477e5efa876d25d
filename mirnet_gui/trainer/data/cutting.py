"""Which part of a picture is learnt from, at what scale, turned which way."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np

from mirnet_gui.errors import DataError
from mirnet_gui.language import tr
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.values import Floats
from mirnet_gui.trainer.config import Augmentation
from mirnet_gui.trainer.data.pairs import to_float


class Cutter(Protocol):
    """Cuts the same part from several pictures of one size."""

    def check(self, picture: Pixels, path: Path) -> None:
        """Raise :class:`DataError` when nothing can be cut from the picture of ``path``."""
        ...

    def cut(self, pictures: list[Pixels], rng: np.random.Generator) -> list[Floats]:
        """Parts of ``pictures``, all alike, in [0, 1]."""
        ...


def check_size(path: Path, width: int, height: int, patch: int) -> None:
    """Raise :class:`DataError` when no ``patch`` fits into the picture of ``path``."""
    if min(height, width) < patch:
        raise DataError(
            tr(
                "{path} is {width} x {height} pixels, smaller than the patch of {patch}.",
                path=path,
                width=width,
                height=height,
                patch=patch,
            ),
            tr("Leave it out, or train with a smaller patch."),
        )


class PatchCutter:
    """Cuts the same square from several pictures at a random scale, flipped and turned alike.

    ``patch`` is the side of what comes out, in pixels, ``margin`` how many more come on every side
    where the pictures have them. Of a pair of two sizes, ``patch`` is that of the larger one, and
    nothing is resized: how sharp and how noisy the small one is, pixel for pixel, is what such
    pairs teach.
    """

    def __init__(self, patch: int, augmentation: Augmentation, margin: int = 0) -> None:
        self._patch = patch
        self._augmentation = augmentation
        self._margin = margin

    def check(self, picture: Pixels, path: Path) -> None:
        """See :class:`Cutter`; of a pair of two sizes, ``picture`` is the larger one."""
        check_size(path, picture.shape[1], picture.shape[0], self._patch)

    def cut(self, pictures: list[Pixels], rng: np.random.Generator) -> list[Floats]:
        """Squares of ``pictures``, patch and margins, (S, S, 3) in [0, 1].

        All pictures are of one size, or the second one is N times as large as the first: then so
        is its square, of the same place.
        """
        height, width = pictures[0].shape[:2]
        times = [picture.shape[0] // height for picture in pictures]
        patch = self._patch // max(times)
        margin = min(self._margin // max(times), (min(height, width) - patch) // 2)
        wanted = patch + 2 * margin
        side = wanted if max(times) > 1 else self._draw_side(wanted, min(height, width), rng)
        top, left = (int(rng.integers(0, each - side + 1)) for each in (height, width))
        turns = int(rng.integers(4)) * self._augmentation.turns
        flipped = bool(rng.integers(2)) and self._augmentation.flips
        return [
            _placed(
                picture[n * top : n * (top + side), n * left : n * (left + side)],
                n * wanted,
                turns,
                flipped,
            )
            for picture, n in zip(pictures, times, strict=True)
        ]

    def _draw_side(self, wanted: int, shortest: int, rng: np.random.Generator) -> int:
        # The network judges brightness by pooling over all it sees, so many patches should see
        # most of a picture: scales are drawn evenly over their logarithm.
        least = max(self._augmentation.smallest_scale, wanted / shortest)
        most = max(self._augmentation.largest_scale, least)
        return round(wanted / math.exp(rng.uniform(math.log(least), math.log(most))))


class WholeCutter:
    """Cuts nearly all of several pictures, reduced to ``height`` x ``width``, flipped alike.

    At least the share ``least_seen`` is seen of one side, and as much of the other as the shape
    of what comes out allows. Nothing is turned upside down: skies are above.
    """

    def __init__(self, height: int, width: int, least_seen: float, flips: bool) -> None:
        self._height = height
        self._width = width
        self._least_seen = least_seen
        self._flips = flips

    def check(self, picture: Pixels, path: Path) -> None:
        """See :class:`Cutter`; every picture has a whole."""

    def cut(self, pictures: list[Pixels], rng: np.random.Generator) -> list[Floats]:
        """The parts of (height, width, 3) in [0, 1] of ``pictures``, all of one size."""
        height, width = pictures[0].shape[:2]
        unit = min(height / self._height, width / self._width) * rng.uniform(self._least_seen, 1.0)
        rows, columns = (max(round(side * unit), 1) for side in (self._height, self._width))
        top = int(rng.integers(0, max(height - rows, 0) + 1))
        left = int(rng.integers(0, max(width - columns, 0) + 1))
        flipped = bool(rng.integers(2)) and self._flips
        parts = [picture[top : top + rows, left : left + columns] for picture in pictures]
        small = [_resized(part, (self._width, self._height)) for part in parts]
        return [np.ascontiguousarray(part[:, ::-1] if flipped else part) for part in small]


def _placed(square: Pixels, side: int, turns: int, flipped: bool) -> Floats:
    turned = np.rot90(_resized(square, (side, side)), turns)
    return np.ascontiguousarray(turned[:, ::-1] if flipped else turned, dtype=np.float32)


def _resized(part: Pixels, size: tuple[int, int]) -> Floats:
    resized = cv2.resize(to_float(part), size, interpolation=cv2.INTER_AREA)
    return resized.astype(np.float32)
