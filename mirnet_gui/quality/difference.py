"""Where two pictures differ: in luminance, in colour, and in structure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, cast

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[Any]
"""(H, W, 3) RGB: uint8, uint16 or float in [0, 1]."""
Map = npt.NDArray[np.float32]

_STRIP: Final = 256
# The window of SSIM reaches so far.
_REACH: Final = 5
_C1, _C2 = 0.01**2, 0.03**2


def luminance_difference(picture: Picture, other: Picture) -> Map:
    """(H, W), L* of ``picture`` minus that of ``other``, in -100..100: positive is brighter."""
    return _mapped(picture, other, 0, lambda a, b: _lab(a)[..., 0] - _lab(b)[..., 0])


def colour_difference(picture: Picture, other: Picture) -> Map:
    """(H, W), the distance of a* and b* (CIE 1976), which brightness has no part in; from 0."""

    def distance(a: Picture, b: Picture) -> Map:
        apart = _lab(a)[..., 1:] - _lab(b)[..., 1:]
        return cast(Map, cv2.magnitude(*cv2.split(apart)))

    return _mapped(picture, other, 0, distance)


def structure_error(picture: Picture, other: Picture) -> Map:
    """(H, W), 1 - SSIM of the luma at each place, in 0..2 (Wang et al. 2004, sigma 1.5)."""
    return _mapped(picture, other, _REACH, _one_minus_ssim)


def _mapped(
    picture: Picture, other: Picture, reach: int, compare: Callable[[Picture, Picture], Map]
) -> Map:
    if picture.shape != other.shape:
        raise ValueError(f"{picture.shape} cannot be compared with {other.shape}.")
    result = np.empty(picture.shape[:2], np.float32)
    for top in range(0, picture.shape[0], _STRIP):
        above = max(top - reach, 0)
        seen = slice(above, top + _STRIP + reach)
        result[top : top + _STRIP] = compare(picture[seen], other[seen])[top - above :][:_STRIP]
    return result


def _lab(picture: Picture) -> Map:
    return cast(Map, cv2.cvtColor(_floats(picture), cv2.COLOR_RGB2Lab))


def _floats(picture: Picture) -> Map:
    peak = np.iinfo(picture.dtype).max if np.issubdtype(picture.dtype, np.integer) else 1.0
    return np.clip(np.divide(picture, peak, dtype=np.float32), 0.0, 1.0)


def _one_minus_ssim(picture: Picture, other: Picture) -> Map:
    a, b = (cv2.cvtColor(_floats(each), cv2.COLOR_RGB2GRAY) for each in (picture, other))
    mean_a, mean_b = _blurred(a), _blurred(b)
    variance_a = _blurred(a * a) - mean_a * mean_a
    variance_b = _blurred(b * b) - mean_b * mean_b
    covariance = _blurred(a * b) - mean_a * mean_b
    similarity = (2 * mean_a * mean_b + _C1) * (2 * covariance + _C2)
    similarity /= (mean_a**2 + mean_b**2 + _C1) * (variance_a + variance_b + _C2)
    return np.asarray(1.0 - similarity, dtype=np.float32)


def _blurred(plane: npt.NDArray[Any]) -> npt.NDArray[Any]:
    side = 2 * _REACH + 1
    return cv2.GaussianBlur(plane, (side, side), 1.5, borderType=cv2.BORDER_REFLECT)
