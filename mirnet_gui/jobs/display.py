"""Pixels as a screen wants them: 8-bit sRGB in several sizes, made off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from mirnet_gui.jobs.display_colour import to_srgb
from mirnet_gui.photo.photo import Photo, Pixels

Bytes = npt.NDArray[np.uint8]

_SMALLEST_SIDE = 512


@dataclass(frozen=True, slots=True, eq=False)
class DisplayPicture:
    """``levels[k]`` is (H / 2^k, W / 2^k, 3 or 4) uint8, sRGB, rows without padding.

    The fourth channel, when there is one, is alpha (not premultiplied).
    """

    levels: tuple[Bytes, ...]

    @property
    def width(self) -> int:
        """Columns of the picture itself."""
        return int(self.levels[0].shape[1])

    @property
    def height(self) -> int:
        """Rows of the picture itself."""
        return int(self.levels[0].shape[0])

    @property
    def nbytes(self) -> int:
        """Memory of all levels."""
        return sum(level.nbytes for level in self.levels)


def display(photo: Photo) -> DisplayPicture:
    """How ``photo`` looks on a screen; shares memory with it where nothing has to change."""
    rgb = to_srgb(to_bytes(photo.pixels), photo.profile)
    if photo.alpha is not None:
        rgb = np.dstack([rgb, to_bytes(photo.alpha)])
    return DisplayPicture(_pyramid(rgb))


def display_changed(photo: Photo, pixels: Pixels) -> DisplayPicture:
    """How ``photo`` looks with other ``pixels`` of the same size in place of its own."""
    return display(replace(photo, pixels=pixels))


def to_bytes(pixels: Pixels) -> Bytes:
    """The same values as uint8, contiguous; float is clipped to [0, 1] first."""
    if pixels.dtype == np.uint8:
        return np.ascontiguousarray(pixels, dtype=np.uint8)
    if pixels.dtype == np.uint16:
        return _scaled(pixels, 1 / 257)
    return _scaled(np.clip(pixels, 0.0, 1.0), 255.0)


def _scaled(values: npt.NDArray[Any], factor: float) -> Bytes:
    return np.asarray(cv2.convertScaleAbs(values, alpha=factor), dtype=np.uint8)


def _pyramid(pixels: Bytes) -> tuple[Bytes, ...]:
    levels = [pixels]
    while max(levels[-1].shape[:2]) > 2 * _SMALLEST_SIDE:
        height, width = levels[-1].shape[:2]
        half = (max(1, (width + 1) // 2), max(1, (height + 1) // 2))
        smaller = cv2.resize(levels[-1], half, interpolation=cv2.INTER_AREA)
        levels.append(np.ascontiguousarray(smaller, dtype=np.uint8))
    return tuple(levels)
