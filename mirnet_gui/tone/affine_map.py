"""What a network did to a small copy, carried to the full size of a photograph.

What relighting does to a picture is, place by place, nearly an affine map of each channel. The map
is fitted on a small copy in the manner of He and Sun, "Fast Guided Filter" (2015), and applied to
the picture itself, so that edges stay where they are. Where the copy shows nothing but a flat
surface the map is flat too, which takes some of the noise away.
"""

from __future__ import annotations

import math
from typing import NamedTuple, cast

import cv2
import numpy as np

from mirnet_gui.photo.values import Floats, rows_enlarged

COPY_PIXELS = 100_000
"""How many pixels of a photograph decide about its light: 387 x 258 of one of 3:2."""

# Windows of 9 x 9 pixels of the copy; variances well below _EPS count as noise.
RADIUS, _EPS = 4, 4e-4


class AffineMap(NamedTuple):
    """For each place (h, w) and channel of a copy: result = ``slope`` * value + ``offset``."""

    slope: Floats
    offset: Floats

    def rows(self, rows: slice, size: tuple[int, int]) -> AffineMap:
        """The map of ``rows`` (start and stop given) of a picture of ``size`` (H, W)."""
        slope, offset = (rows_enlarged(part, rows, size) for part in self)
        return AffineMap(slope, offset)


def fit_map(guide: Floats, wanted: Floats) -> AffineMap:
    """The smooth map that makes about ``wanted`` of ``guide``, both (h, w, 3) in [0, 1]."""
    mean_guide, mean_wanted = _box(guide), _box(wanted)
    variance = _box(guide * guide) - mean_guide * mean_guide
    covariance = _box(guide * wanted) - mean_guide * mean_wanted
    slope: Floats = np.divide(covariance, variance + _EPS, dtype=np.float32)
    return AffineMap(_box(slope), _box(mean_wanted - slope * mean_guide))


def relit(fitted: AffineMap, picture: Floats) -> Floats:
    """The whole ``picture`` (H, W, 3) by the map, in [0, 1]."""
    height, width = picture.shape[:2]
    slope, offset = fitted.rows(slice(0, height), (height, width))
    result: Floats = (picture * slope + offset).clip(0.0, 1.0).astype(np.float32)
    return result


def reduction_to(pixels: int, height: int, width: int) -> float:
    """The scale in (0, 1] at which a picture of ``height`` x ``width`` has ``pixels`` pixels."""
    return min(math.sqrt(pixels / (height * width)), 1.0)


def _box(picture: Floats) -> Floats:
    side = 2 * RADIUS + 1
    return cast(Floats, cv2.blur(picture, (side, side), borderType=cv2.BORDER_REFLECT))
