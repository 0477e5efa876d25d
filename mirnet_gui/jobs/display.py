"""Pixels as a screen wants them: 8-bit sRGB in several sizes, made off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from mirnet_gui.inference.tile_observer import Part, Region
from mirnet_gui.photo.colour.srgb import Bytes, to_bytes, to_srgb
from mirnet_gui.photo.photo import Photo, Pixels
from mirnet_gui.photo.sizes import enlarged, with_pixels

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

    def put(self, part: DisplayPart) -> None:
        """Draw ``part`` into all levels; only for a picture that nobody else reads meanwhile."""
        top, left = part.region.top, part.region.left
        for exponent, (level, patch) in enumerate(zip(self.levels, part.levels, strict=True)):
            row, column = top >> exponent, left >> exponent
            level[row : row + patch.shape[0], column : column + patch.shape[1]] = patch


@dataclass(frozen=True, slots=True, eq=False)
class DisplayPart:
    """A rectangle of a picture as a screen shows it, in as many ``levels`` as the picture has.

    Its upper left corner lies at multiples of the coarsest level's pixels.
    """

    region: Region
    levels: tuple[Bytes, ...]


def display(photo: Photo) -> DisplayPicture:
    """How ``photo`` looks on a screen; shares memory with it where nothing has to change."""
    return DisplayPicture(_halved(_screen_rgb(photo), _levels(photo.height, photo.width)))


def display_changed(photo: Photo, pixels: Pixels) -> DisplayPicture:
    """How ``photo`` looks with ``pixels`` of a result, which may be larger, in place of its own."""
    return display(with_pixels(photo, pixels))


def display_part(photo: Photo, part: Part, scale: int = 1) -> DisplayPart:
    """How ``part`` of the result for ``photo``, ``scale`` times as large, looks on a screen."""
    alpha = None if photo.alpha is None else _alpha_of(part.region, photo.alpha, scale)
    rgb = _screen_rgb(replace(photo, pixels=part.pixels, alpha=alpha))
    levels = _levels(photo.height * scale, photo.width * scale)
    return DisplayPart(part.region, _halved(rgb, levels))


def _alpha_of(region: Region, alpha: Pixels, scale: int) -> Pixels:
    if scale == 1:
        return alpha[region.slices]
    return enlarged(alpha[Region(*(side // scale for side in region)).slices], scale)


def _screen_rgb(photo: Photo) -> Bytes:
    rgb = to_srgb(to_bytes(photo.pixels), photo.profile)
    return rgb if photo.alpha is None else np.dstack([rgb, to_bytes(photo.alpha)])


def _levels(height: int, width: int) -> int:
    count, side = 1, max(height, width)
    while side > 2 * _SMALLEST_SIDE:
        count, side = count + 1, (side + 1) // 2
    return count


def _halved(pixels: Bytes, count: int) -> tuple[Bytes, ...]:
    levels = [pixels]
    while len(levels) < count:
        height, width = levels[-1].shape[:2]
        half = (max(1, (width + 1) // 2), max(1, (height + 1) // 2))
        smaller = cv2.resize(levels[-1], half, interpolation=cv2.INTER_AREA)
        levels.append(np.ascontiguousarray(smaller, dtype=np.uint8))
    return tuple(levels)
