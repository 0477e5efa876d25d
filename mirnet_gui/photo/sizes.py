"""Photographs and pixels of another size, and all that says how large they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import numpy as np
from PIL import Image

from mirnet_gui.photo.metadata import exif, photoshop, xmp
from mirnet_gui.photo.photo import Metadata, Photo, Pixels
from mirnet_gui.photo.values import Floats, floats_of, from_floats

Kernel = Literal["bicubic", "lanczos"]
_KERNELS = {"bicubic": Image.Resampling.BICUBIC, "lanczos": Image.Resampling.LANCZOS}
# How many pixels a kernel reaches on each side, and how many rows are enlarged at once.
_REACH, _STRIP = 3, 64
# Of what is more transparent no colour is known.
_LEAST_SHARE = np.float32(1 / 65535)


def _look_away() -> None:
    pass


def enlarged(
    pixels: Pixels, scale: int, kernel: Kernel = "bicubic", look: Callable[[], None] = _look_away
) -> Pixels:
    """``pixels`` (H, W) or (H, W, C) as (scale * H, scale * W, ...), same dtype.

    ``bicubic`` is that of Keys (1981) with a = -1/2, ``lanczos`` has three lobes. ``look`` is
    called a few times a second and may raise.
    """
    height, width = pixels.shape[:2]
    result = np.empty((height * scale, width * scale, *pixels.shape[2:]), pixels.dtype)
    for top in range(0, height, _STRIP):
        look()
        bottom = min(top + _STRIP, height)
        first, last = max(top - _REACH, 0), min(bottom + _REACH, height)
        strip = floats_of(pixels[first:last]).reshape(last - first, width, -1)
        box = (0, top - first, width, bottom - first)
        size = (width * scale, (bottom - top) * scale)
        planes = [
            Image.fromarray(np.ascontiguousarray(strip[..., number])).resize(
                size, _KERNELS[kernel], box
            )
            for number in range(strip.shape[-1])
        ]
        part = np.stack([np.asarray(plane) for plane in planes], axis=-1)
        rows = result[top * scale : bottom * scale]
        rows[...] = from_floats(part, pixels.dtype).reshape(rows.shape)
    return result


def shrunk(pixels: Pixels, scale: int) -> Pixels:
    """``pixels`` (scale * H, scale * W, C) bicubically as (H, W, C), widened so as not to alias."""
    height, width = (side // scale for side in pixels.shape[:2])
    planes = [
        Image.fromarray(np.ascontiguousarray(plane)).resize((width, height), _KERNELS["bicubic"])
        for plane in np.moveaxis(floats_of(pixels), -1, 0)
    ]
    return from_floats(np.stack([np.asarray(plane) for plane in planes], axis=-1), pixels.dtype)


def with_pixels(photo: Photo, pixels: Pixels) -> Photo:
    """``photo`` with ``pixels`` (H, W, 3) of a result, whose sides may be a multiple of its own.

    Transparency is enlarged, and what its metadata says of pixels becomes true again; pixels per
    inch stay, so that a larger result prints larger. Raises ValueError for another shape.
    """
    scale = scale_of(photo.pixels, pixels)
    if scale == 1:
        return replace(photo, pixels=pixels)
    height, width = pixels.shape[:2]
    alpha = None if photo.alpha is None else enlarged(photo.alpha, scale)
    metadata = _with_size(photo.metadata, width, height, scale)
    return replace(photo, pixels=pixels, alpha=alpha, metadata=metadata)


def limited_size(width: int, height: int, longest: int | None) -> tuple[int, int]:
    """Width and height with no side longer than ``longest``; as they are without one."""
    share = min(longest / max(width, height), 1.0) if longest else 1.0
    return max(round(width * share), 1), max(round(height * share), 1)


def limited(photo: Photo, longest: int) -> Photo:
    """``photo``, made smaller where a side has more than ``longest`` pixels, by Lanczos' kernel.

    What its metadata says of pixels becomes true again. Colours below transparency do not bleed.
    """
    before = max(photo.width, photo.height)
    if before <= longest:
        return photo
    size = limited_size(photo.width, photo.height, longest)
    planes = [floats_of(photo.pixels[..., each]) for each in range(3)]
    alpha: Pixels | None = None
    if photo.alpha is None:
        planes = [_resized(each, size) for each in planes]
    else:
        shares = floats_of(photo.alpha)
        smaller = _resized(shares, size)
        alpha = from_floats(smaller, photo.alpha.dtype)
        whole = np.maximum(smaller, _LEAST_SHARE)
        planes = [np.divide(_resized(shares * each, size), whole) for each in planes]
    pixels = from_floats(np.stack(planes, axis=-1), photo.pixels.dtype)
    metadata = _with_size(photo.metadata, *size, longest / before)
    return replace(photo, pixels=pixels, alpha=alpha, metadata=metadata)


def _resized(plane: Floats, size: tuple[int, int]) -> Floats:
    return np.asarray(Image.fromarray(plane).resize(size, _KERNELS["lanczos"]), np.float32)


def scale_of(pixels: Pixels, result: Pixels) -> int:
    """How many times as high and wide ``result`` is. Raises ValueError where it is no multiple."""
    (height, width), (high, wide) = pixels.shape[:2], result.shape[:2]
    scale = max(int(high) // int(height), 1)
    if (high, wide) != (scale * height, scale * width):
        raise ValueError(f"{wide} x {high} pixels are no multiple of {width} x {height}.")
    return scale


def _with_size(metadata: Metadata, width: int, height: int, factor: float) -> Metadata:
    block = exif.upright(metadata.exif, width, height) if metadata.exif else None
    block = exif.resized(block, factor) if block else None
    packet = xmp.with_size(metadata.xmp, width, height) if metadata.xmp else None
    resources, lacks_places = photoshop.kept(metadata.resources or b"", is_changed=True)
    left_out = metadata.left_out
    if lacks_places and photoshop.PLACES not in left_out:
        left_out += (photoshop.PLACES,)
    return replace(
        metadata,
        exif=block or metadata.exif,
        xmp=packet,
        resources=resources,
        left_out=left_out,
    )
