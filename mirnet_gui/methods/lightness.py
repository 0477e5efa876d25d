"""Taking the lightness of a photograph, changing it as one plane, and putting it back.

Planes are integers: uint8 for photographs of 8 bits, uint16 for all others, so that histograms of
a deep photograph have 65,536 bins. Values outside [0, 1] in photographs of floats are clipped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol, cast

import cv2
import numpy as np
import numpy.typing as npt

from mirnet_gui.photo.photo import Pixels, peak_of
from mirnet_gui.photo.values import floats_of, from_floats

Plane = npt.NDArray[np.uint8] | npt.NDArray[np.uint16]
Change = Callable[[Plane], Plane]
_Floats = npt.NDArray[np.float32]

_STRIP = 256


class Space(Protocol):
    """A colour space with a lightness in it."""

    def taken(self, strip: Pixels) -> Plane:
        """The lightness (H, W) of ``strip`` (H, W, 3)."""
        ...

    def put(self, strip: Pixels, lightness: Plane) -> Pixels:
        """``strip`` with ``lightness`` in place of its own, in the dtype of ``strip``."""
        ...


def change_lightness(pixels: Pixels, space: Space, change: Change) -> Pixels:
    """``pixels`` with the lightness that ``change`` makes of theirs; same shape and dtype."""
    plane = np.concatenate([space.taken(pixels[rows]) for rows in strips(pixels)])
    changed = change(cast(Plane, plane))
    result = np.empty_like(pixels)
    for rows in strips(pixels):
        result[rows] = space.put(pixels[rows], changed[rows])
    return result


def change_each(pixels: Pixels, change: Change) -> Pixels:
    """``pixels`` with every channel changed by itself; same shape and dtype."""
    result = np.empty_like(pixels)
    for channel in range(pixels.shape[2]):
        changed = change(quantized(pixels[..., channel]))
        result[..., channel] = restored(changed, pixels.dtype)
    return result


def strips(pixels: Pixels) -> Iterator[slice]:
    """Rows of ``pixels``, strip by strip, so that what is made of them stays small."""
    for top in range(0, pixels.shape[0], _STRIP):
        yield slice(top, top + _STRIP)


def quantized(values: npt.NDArray[Any]) -> Plane:
    """The same values as integers of 8 or 16 bits."""
    if values.dtype != np.float32:
        return np.ascontiguousarray(values)
    return cast(Plane, from_floats(values, np.dtype(np.uint16)))


def restored(plane: npt.NDArray[Any], dtype: np.dtype[Any]) -> Pixels:
    """The inverse of :func:`quantized`."""
    if plane.dtype == dtype:
        return cast(Pixels, plane)
    return floats_of(cast(Pixels, plane))


class Value:
    """V of HSV, the largest channel. Hue and saturation stay: all channels are scaled alike."""

    def taken(self, strip: Pixels) -> Plane:
        """See :class:`Space`."""
        red, green, blue = cv2.split(strip)
        return quantized(cv2.max(cv2.max(red, green), blue))

    def put(self, strip: Pixels, lightness: Plane) -> Pixels:
        """See :class:`Space`."""
        before = np.maximum(self.taken(strip), 1)
        factor = cv2.divide(lightness, before, dtype=cv2.CV_32F)
        scaled = cv2.multiply(strip, cv2.merge([factor] * 3), dtype=cv2.CV_32F)
        return _rounded(scaled, strip.dtype)


class Luma:
    """Y of YCrCb (BT.601). The colour differences stay, so all channels move alike."""

    def taken(self, strip: Pixels) -> Plane:
        """See :class:`Space`."""
        return quantized(cv2.cvtColor(strip, cv2.COLOR_RGB2GRAY))

    def put(self, strip: Pixels, lightness: Plane) -> Pixels:
        """See :class:`Space`."""
        before = cv2.cvtColor(strip, cv2.COLOR_RGB2GRAY)
        difference = cv2.subtract(restored(lightness, strip.dtype), before, dtype=cv2.CV_32F)
        moved = cv2.add(strip, cv2.merge([difference] * 3), dtype=cv2.CV_32F)
        return _rounded(moved, strip.dtype)


class Lab:
    """L of CIE Lab, taking the photograph for sRGB; a and b stay.

    8 bits are converted with OpenCV's tables for 8 bits, as is the custom of the field.
    """

    def taken(self, strip: Pixels) -> Plane:
        """See :class:`Space`."""
        lightness = self._converted(strip)[..., 0]
        return quantized(lightness if strip.dtype == np.uint8 else lightness / np.float32(100.0))

    def put(self, strip: Pixels, lightness: Plane) -> Pixels:
        """See :class:`Space`."""
        lab = self._converted(strip)
        if strip.dtype == np.uint8:
            lab[..., 0] = lightness
            return cast(Pixels, cv2.cvtColor(lab, cv2.COLOR_Lab2RGB))
        lab[..., 0] = restored(lightness, np.dtype(np.float32)) * 100.0
        rgb = cv2.cvtColor(cast(_Floats, lab), cv2.COLOR_Lab2RGB)
        return _rounded(rgb * peak_of(strip.dtype), strip.dtype)

    @staticmethod
    def _converted(strip: Pixels) -> npt.NDArray[Any]:
        if strip.dtype == np.uint8:
            return cv2.cvtColor(strip, cv2.COLOR_RGB2Lab)
        return cv2.cvtColor(floats_of(strip).clip(0.0, 1.0), cv2.COLOR_RGB2Lab)


def _rounded(values: npt.NDArray[Any], dtype: np.dtype[Any]) -> Pixels:
    if dtype == np.float32:
        return np.asarray(values.clip(0.0, 1.0), dtype=np.float32)
    clipped = np.rint(values.clip(0.0, peak_of(dtype)))
    return np.asarray(clipped, dtype=dtype)
