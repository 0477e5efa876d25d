"""Pixels as floats in [0, 1] and back, and maps that are smaller than their photograph."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final, Literal, cast

import cv2
import numpy as np
import numpy.typing as npt

from mirnet_gui.photo.photo import Photo, Pixels, peak_of

Floats = npt.NDArray[np.float32]

LUMINANCE: Final = np.array([0.2126, 0.7152, 0.0722], dtype=np.float32)
"""Shares of the RGB channels in luminance (ITU-R BT.709)."""

# Of a photograph are made floats at a time.
_ROWS = 256


def floats_of(pixels: Pixels) -> Floats:
    """The same pixels in [0, 1]."""
    return np.ascontiguousarray(pixels, dtype=np.float32) / np.float32(peak_of(pixels.dtype))


def from_floats(floats: Floats, dtype: np.dtype[Any]) -> Pixels:
    """Pixels of ``dtype`` from values that are nominally in [0, 1]."""
    scaled = floats.clip(0.0, 1.0) * np.float32(peak_of(dtype))
    rounded = scaled if dtype == np.float32 else np.rint(scaled)
    return np.ascontiguousarray(rounded, dtype=dtype)


def at_depth(photo: Photo, bits: Literal[8, 16]) -> Photo:
    """``photo`` with ``bits`` for each channel, alpha too."""
    if photo.bit_depth == bits:
        return photo
    # With fewer bits than the file had, the tone curve of sRGB is the only one that is fine
    # enough in the dark.
    stored = replace(photo.stored, bits=bits) if photo.stored else None
    stored = stored if bits > photo.bit_depth else None
    if stored and photo.pixels.dtype == np.uint16:
        return replace(photo, stored=stored)
    alpha = None if photo.alpha is None else with_bits(photo.alpha, bits)
    return replace(photo, pixels=with_bits(photo.pixels, bits), alpha=alpha, stored=stored)


def divided_by_alpha(pixels: Pixels, alpha: Pixels) -> Pixels:
    """Colours of a picture in which they stand multiplied by its alpha."""
    shares = np.maximum(floats_of(alpha), np.float32(1 / peak_of(alpha.dtype)))
    whole = np.divide(floats_of(pixels), shares[..., None], dtype=np.float32)
    return from_floats(whole, pixels.dtype)


def with_bits(pixels: Pixels, bits: Literal[8, 16]) -> Pixels:
    """``pixels`` as whole numbers of so many bits."""
    if pixels.dtype == f"u{bits // 8}":
        return pixels
    if pixels.dtype == np.float32:
        return from_floats(floats_of(pixels), np.dtype(f"u{bits // 8}"))
    # 257 is 65535 / 255: white stays white, and there and back again changes nothing.
    if bits == 16:
        return np.multiply(pixels, 257, dtype=np.uint16)
    rounded = cv2.convertScaleAbs(np.ascontiguousarray(pixels), alpha=1 / 257)
    return cast(Pixels, rounded).reshape(pixels.shape)


def reduced(pixels: Pixels, reduction: float) -> Pixels:
    """A copy whose sides are ``reduction`` in (0, 1] of those of ``pixels``, averaged."""
    if reduction >= 1.0:
        return pixels
    size = [max(round(side * reduction), 1) for side in pixels.shape[1::-1]]
    return cast(Pixels, cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))


def reduced_floats(pixels: Pixels, reduction: float) -> Floats:
    """The same copy in [0, 1] and not rounded: of a dark photograph few of 256 values are left."""
    if reduction >= 1.0 or pixels.dtype == np.float32:
        return floats_of(reduced(pixels, reduction))
    height, width = pixels.shape[:2]
    size = max(round(width * reduction), 1), max(round(height * reduction), 1)
    narrow = np.empty((height, size[0], *pixels.shape[2:]), np.float32)
    for top in range(0, height, _ROWS):
        rows = pixels[top : top + _ROWS].astype(np.float32)
        # Averages along rows and then along columns are those over both.
        narrow[top : top + _ROWS] = cv2.resize(
            rows, (size[0], len(rows)), interpolation=cv2.INTER_AREA
        )
    copy = cast(Floats, cv2.resize(narrow, size, interpolation=cv2.INTER_AREA))
    return copy / np.float32(peak_of(pixels.dtype))


def rows_enlarged(reduced_map: Floats, rows: slice, size: tuple[int, int]) -> Floats:
    """``rows`` (start and stop given) of ``reduced_map`` brought to ``size`` (H, W), bilinearly.

    By one rule for all rows, so that strips of a photograph fit each other without a seam.
    """
    return part_enlarged(reduced_map, (rows, slice(0, size[1])), size)


def part_enlarged(
    reduced_map: Floats, part: tuple[slice, slice], size: tuple[int, int], *, cubic: bool = False
) -> Floats:
    """Rows and columns of ``reduced_map`` brought to ``size`` (H, W); see :func:`rows_enlarged`.

    Bicubically where ``cubic``, which may go a little beyond the map's own values.
    """
    rows, columns = part
    stops = min(rows.stop, size[0]), min(columns.stop, size[1])
    down, across = reduced_map.shape[0] / size[0], reduced_map.shape[1] / size[1]
    left, top = (columns.start + 0.5) * across - 0.5, (rows.start + 0.5) * down - 0.5
    enlarged = cv2.warpAffine(
        reduced_map,
        np.array([[across, 0.0, left], [0.0, down, top]]),
        (stops[1] - columns.start, stops[0] - rows.start),
        flags=(cv2.INTER_CUBIC if cubic else cv2.INTER_LINEAR) | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return cast(Floats, enlarged)
