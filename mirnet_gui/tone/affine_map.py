"""What a network did to a small copy, carried to the full size of a photograph.

What relighting does to a picture is, place by place, nearly an affine map of each channel. The map
is fitted on a small copy in the manner of He and Sun, "Fast Guided Filter" (2015), and applied to
the picture itself, so that edges stay where they are. Where the copy shows nothing but a flat
surface the map is flat too, which takes some of the noise away.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple, cast

import cv2
import numpy as np

from mirnet_gui.photo.photo import Pixels, peak_of
from mirnet_gui.photo.values import Floats, part_enlarged, with_bits
from mirnet_gui.progress import Look, look_away
from mirnet_gui.tone.curves import looked_up, looked_up_below
from mirnet_gui.tone.exposure import ceiling_curve, exposure_curve
from mirnet_gui.tone.strips import in_strips

COPY_PIXELS = 100_000
"""How many pixels of a photograph decide about its light: 387 x 258 of one of 3:2."""

# Windows of 9 x 9 pixels of the copy; variances well below _EPS count as noise.
RADIUS, _EPS = 4, 4e-4
# Where the guide is darker than _BRIGHT_ENOUGH, it is less by the square of that, as variances are.
_BRIGHT_ENOUGH, _LEAST_EPS = 0.25, 0.01
# OpenCV rounds and saturates when it stores these.
_DEPTHS: dict[np.dtype[Any], int] = {
    np.dtype(np.uint8): cv2.CV_8U,
    np.dtype(np.uint16): cv2.CV_16U,
}


class AffineMap(NamedTuple):
    """For each place (h, w) and channel of a copy: result = ``slope`` * value + ``offset``."""

    slope: Floats
    offset: Floats

    def part(self, part: tuple[slice, slice], size: tuple[int, int]) -> AffineMap:
        """The map of rows and columns of a picture of ``size`` (H, W)."""
        slope, offset = (part_enlarged(each, part, size) for each in self)
        return AffineMap(slope, offset)


def fit_map(guide: Floats, wanted: Floats) -> AffineMap:
    """The smooth map that makes about ``wanted`` of ``guide``, both (h, w, 3) in [0, 1]."""
    # In the dark, what differs differs by less: a wall must not be taken for noise.
    dark = np.square(_box(guide, RADIUS) / _BRIGHT_ENOUGH).clip(_LEAST_EPS, 1.0)
    return fitted_in_windows(guide, wanted, RADIUS, _EPS * dark)


def fitted_in_windows(guide: Floats, wanted: Floats, radius: int, eps: float | Floats) -> AffineMap:
    """The map fitted in windows of ``radius`` pixels; variances well below ``eps`` are noise."""
    mean_guide, mean_wanted = _box(guide, radius), _box(wanted, radius)
    variance = _box(guide * guide, radius) - mean_guide * mean_guide
    covariance = _box(guide * wanted, radius) - mean_guide * mean_wanted
    slope: Floats = np.divide(covariance, variance + eps, dtype=np.float32)
    return AffineMap(_box(slope, radius), _box(mean_wanted - slope * mean_guide, radius))


def relit(fitted: AffineMap, picture: Floats) -> Floats:
    """The whole ``picture`` (H, W, 3) by the map, in [0, 1]."""
    height, width = picture.shape[:2]
    slope, offset = fitted.part((slice(0, height), slice(0, width)), (height, width))
    result: Floats = (picture * slope + offset).clip(0.0, 1.0).astype(np.float32)
    return result


def relit_pixels(
    fitted: AffineMap, pixels: Pixels, gain: float, look: Look, *, finely: bool = False
) -> Pixels:
    """The whole photograph ``pixels`` (H, W, 3), exposed with ``gain``, by the map.

    Same shape and dtype, but ``finely`` with 16 bits where ``pixels`` have 8, which are the same
    once they are rounded to 8. ``look`` sums to 1. What was not clipped is not clipped afterwards.
    """
    height, width = pixels.shape[:2]
    curve, ceiling = exposure_curve(gain), ceiling_curve(gain)
    is_coarse = pixels.dtype == np.uint8
    peak = np.float32(peak_of(np.dtype(np.uint16) if is_coarse else pixels.dtype))
    scaled = AffineMap(fitted.slope * peak, fitted.offset * peak)
    result = np.empty(pixels.shape, np.uint16 if is_coarse and finely else pixels.dtype)

    def work(rows: slice) -> None:
        slope, offset = scaled.part((rows, slice(0, width)), (height, width))
        exposed = looked_up(pixels[rows], curve)
        sloped = cv2.multiply(exposed, slope, dst=slope)
        if pixels.dtype == np.float32:
            np.clip(sloped + offset, 0.0, looked_up(pixels[rows], ceiling), out=result[rows])
            return
        fine = cast(Pixels, cv2.add(sloped, offset, dtype=cv2.CV_16U))
        np.minimum(fine, with_bits(looked_up_below(pixels[rows], ceiling), 16), out=fine)
        result[rows] = fine if result.dtype == np.uint16 else with_bits(fine, 8)

    in_strips(height, work, look)
    return result


def changed_alike(pixels: Pixels, before: Pixels, after: Pixels) -> Pixels:
    """``pixels`` (H, W, 3) changed as a small copy (h, w, 3) was, from ``before`` to ``after``."""
    change = after.astype(np.float32) - before.astype(np.float32)
    height, width = pixels.shape[:2]
    result = np.empty_like(pixels)

    def work(rows: slice) -> None:
        enlarged = part_enlarged(change, (rows, slice(0, width)), (height, width), cubic=True)
        if pixels.dtype == np.float32:
            np.clip(pixels[rows] + enlarged, 0.0, 1.0, out=result[rows])
        else:
            depth = _DEPTHS[pixels.dtype]
            cv2.add(pixels[rows].astype(np.float32), enlarged, dst=result[rows], dtype=depth)

    in_strips(height, work, look_away)
    return result


def reduction_to(pixels: int, height: int, width: int) -> float:
    """The scale in (0, 1] at which a picture of ``height`` x ``width`` has ``pixels`` pixels."""
    return min(math.sqrt(pixels / (height * width)), 1.0)


def _box(picture: Floats, radius: int) -> Floats:
    side = 2 * radius + 1
    return cast(Floats, cv2.blur(picture, (side, side), borderType=cv2.BORDER_REFLECT))
