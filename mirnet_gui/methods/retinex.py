"""Multi-scale Retinex with colour restoration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, cast

import cv2
import numpy as np

from mirnet_gui.language import mark
from mirnet_gui.methods.classical import Classical
from mirnet_gui.methods.lightness import strips
from mirnet_gui.methods.parameters import Parameter, number
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.values import Floats, floats_of, from_floats, reduced, rows_enlarged
from mirnet_gui.progress import CancelToken, Progress, ProgressCallback

# Published for pictures of about 512 pixels a side, to which they are scaled here.
_SCALES, _SIDE = (15.0, 80.0, 250.0), 512
_ALPHA, _BETA = 125.0, 46.0
# Of a copy on which the smallest surround is this wide nothing is lost.
_SIGMA_OF_COPY = 4.0
_SAMPLED = 500_000
# What a difference of eight levels of 255 makes in white.
_LEAST_RANGE = 5.0
_NEARLY_WHITE = 0.95
# A surround of less than a tenth of one level of 255 is black.
_BLACK = (0.1, 0.3)

CLIPPED = Parameter(
    label=mark("Clipped"),
    minimum=0.0,
    maximum=5.0,
    step=0.1,
    unit="%",
    tooltip=mark("How many values become black, and how many white, when the result is stretched."),
)


@dataclass(frozen=True, slots=True)
class Msrcr(Classical):
    """Each channel against its surround on three scales, weighed by its share of the colour.

    Jobson, Rahman and Woodell, "A Multiscale Retinex for Bridging the Gap Between Color Images and
    the Human Observation of Scenes" (TIP 1997): surrounds of 15, 80 and 250 pixels with equal
    weights, alpha 125, beta 46. Their last step, gain and offset of a display, is a stretch of each
    channel here but for ``clipped`` per cent on both sides, as Petro, Sbert and Morel do it
    ("Multiscale Retinex", IPOL 2014).

    Three rules are ours: what is white stays white, though its surround is white as well; where all
    is black round a place it stays as it is; and what has no contrast, a wall or an empty page, is
    not stretched until its noise is black and white.
    """

    name: ClassVar[str] = "msrcr"
    label: ClassVar[str] = "MSRCR"
    purpose: ClassVar[str] = mark(
        "Evens out the light of a scene, as the eye does: strong, and often pale."
    )

    clipped: float = number(1.0, CLIPPED)

    def change(self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        """See :class:`mirnet_gui.methods.classical.Classical`."""
        surround = _log_surround(pixels)
        cancel.raise_if_cancelled()
        black, white = self._range(pixels, surround)
        result, height = np.empty_like(pixels), pixels.shape[0]
        for rows in strips(pixels):
            cancel.raise_if_cancelled()
            around = rows_enlarged(surround, rows, pixels.shape[:2])
            retinex = _retinex(_counted(pixels[rows]), around)
            stretched = ((retinex - black) / (white - black)).clip(0.0, 1.0)
            kept = _with_extremes(stretched, floats_of(pixels[rows]), around)
            result[rows] = from_floats(kept, pixels.dtype)
            progress(Progress(min(rows.stop, height), height, "row"))
        return result

    def _range(self, pixels: Pixels, surround: Floats) -> tuple[Floats, Floats]:
        """The values of each channel that become black and white, from a sample."""
        scale = min((_SAMPLED / (pixels.shape[0] * pixels.shape[1])) ** 0.5, 1.0)
        size = [max(round(side * scale), 1) for side in pixels.shape[1::-1]]
        sample = cv2.resize(pixels, size, interpolation=cv2.INTER_NEAREST)
        around = cv2.resize(surround, size, interpolation=cv2.INTER_LINEAR)
        retinex = _retinex(_counted(cast(Pixels, sample)), cast(Floats, around))
        shares = [self.clipped, 100.0 - self.clipped]
        black, white = np.percentile(retinex.reshape(-1, 3), shares, axis=0)
        # Where the range is too narrow, its middle becomes the channel's mean.
        mean = floats_of(cast(Pixels, sample)).reshape(-1, 3).mean(axis=0)
        middle, narrow = (black + white) / 2.0, white - black < _LEAST_RANGE
        black = np.where(narrow, middle - _LEAST_RANGE * mean, black)
        white = np.where(narrow, black + _LEAST_RANGE, white)
        return black.astype(np.float32), white.astype(np.float32)


def _with_extremes(stretched: Floats, before: Floats, around: Floats) -> Floats:
    """``stretched``, but white where it was white ``before``, and as before where all is black."""
    levels = np.expm1(around.max(axis=2, keepdims=True))
    lit = ((levels - _BLACK[0]) / (_BLACK[1] - _BLACK[0])).clip(0.0, 1.0)
    least = before.min(axis=2, keepdims=True)
    white = ((least - _NEARLY_WHITE) / (1.0 - _NEARLY_WHITE)).clip(0.0, 1.0)
    mixed = before + (stretched - before) * lit
    return cast(Floats, mixed + (1.0 - mixed) * white)


def _counted(pixels: Pixels) -> Floats:
    """From 1 to 256, as the paper's pictures of 8 bits, so that logarithms are finite."""
    return np.add(floats_of(pixels).clip(0.0) * 255.0, 1.0, dtype=np.float32)


def _log_surround(pixels: Pixels) -> Floats:
    """Mean over the scales of the logarithm of the blurred picture, of a copy of its size."""
    unit = min(pixels.shape[:2]) / _SIDE
    scale = min(_SIGMA_OF_COPY / (_SCALES[0] * unit), 1.0)
    copy = _counted(reduced(pixels, scale))
    blurred = [
        cv2.GaussianBlur(copy, (0, 0), sigma * unit * scale, borderType=cv2.BORDER_REFLECT)
        for sigma in _SCALES
    ]
    return cast(Floats, np.mean([cv2.log(each) for each in blurred], axis=0, dtype=np.float32))


def _retinex(counted: Floats, surround: Floats) -> Floats:
    logarithm = cv2.log(counted)
    total = cv2.log(cv2.transform(counted, np.ones((1, 3), np.float32)))
    restoration = np.float32(_BETA) * (logarithm + np.float32(np.log(_ALPHA)) - total[..., None])
    return cast(Floats, restoration * (logarithm - surround))
