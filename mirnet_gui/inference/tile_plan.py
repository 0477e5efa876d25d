"""How a picture is going to be run, decided before the work: whole or in tiles, and how large."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import psutil

from mirnet_gui.inference.crops import crops_of
from mirnet_gui.inference.tiles import Tile, tiles_of
from mirnet_gui.network.config import MirnetConfig

# Measured with benchmarks/receptive_field.py: what a cut changes lies 60 dB down from 24 pixels on
# with the weights `lowlight`, from 8 on with `lol`; one stride of the coarsest stream for safety.
OVERLAP = 32
SMALLEST_TILE = 64
LARGEST_TILE = 640
# Descriptors come from a copy of at most a quarter of the picture's pixels and from crops that
# together see about an eighth of them, so that both cost less than half of the tiles. A larger copy
# tells them no better (benchmarks/tiles.py), and its first pass pays for memory nobody used before.
CROP = 256
_LARGEST_COPY, _MOST_CROPS = 1 / 4, 1 / 8
_MOST_COPIED = 400_000
_LEAST_CROPS = 3
# Measured: the most that one pass holds at a time is near this many full-resolution maps of C
# channels in float32. torch takes 12 to 16 of them (benchmarks/tiles.py), OpenVINO 16 to 20.
LIVE_MAPS = 20
_LEAST_MEMORY, _MOST_MEMORY = 300_000_000, 1_500_000_000
_SHARE_OF_FREE = 0.4


@dataclass(frozen=True, slots=True)
class TilePlan:
    """``tile`` is the side of a core in pixels, or None for the whole picture at once.

    ``reduction`` in (0, 1] is the scale of the copy that the picture's descriptors come from;
    where it is below 1, up to ``most_crops`` crops, ``crop`` pixels a side, correct them.
    """

    height: int
    width: int
    tile: int | None
    overlap: int = OVERLAP
    reduction: float = 1.0
    most_crops: int = 0
    crop: int = CROP

    def tiles(self) -> list[Tile]:
        """The tiles; none when the picture runs whole."""
        if not self.tile:
            return []
        return tiles_of(self.height, self.width, self.tile, self.overlap)

    def crops(self) -> list[Tile]:
        """The crops; none where the copy is the picture itself."""
        if not self.tile or self.reduction >= 1.0 or not self.most_crops:
            return []
        core = min(self.crop, self.tile)
        return crops_of(self.height, self.width, core, self.overlap, self.most_crops)

    @property
    def copy_pixels(self) -> int:
        """Pixels of the copy."""
        height, width = (max(round(side * self.reduction), 1) for side in (self.height, self.width))
        return height * width

    @property
    def work(self) -> int:
        """Pixels that all passes of the network together will see."""
        parts = (*self.tiles(), *self.crops())
        return self.copy_pixels + sum(part.seen_pixels for part in parts)

    def with_smaller_tiles(self) -> TilePlan | None:
        """The same picture with half the tile, or None when tiles are as small as they get."""
        side = self.tile or max(self.height, self.width)
        half = max(side // 2 // SMALLEST_TILE * SMALLEST_TILE, SMALLEST_TILE)
        if side <= SMALLEST_TILE:
            return None
        fewer = (self.most_crops + 1) // 2
        return replace(self, tile=half, reduction=self.reduction / 2, most_crops=fewer)


def bytes_per_pixel(config: MirnetConfig) -> int:
    """Working memory of one forward pass, in bytes for each pixel of the picture."""
    return LIVE_MAPS * config.channels * 4 * config.inner_scale**2


def memory_to_use() -> int:
    """Bytes of working memory: a share of what is free now, within reason."""
    free = int(psutil.virtual_memory().available * _SHARE_OF_FREE)
    return min(max(free, _LEAST_MEMORY), _MOST_MEMORY)


def make_tile_plan(
    height: int, width: int, config: MirnetConfig, memory: int, tile: str = "auto"
) -> TilePlan:
    """The plan for one picture within ``memory`` bytes of working memory.

    ``tile`` forces the side of a tile, or with "whole" forbids tiles, whatever memory that takes.
    """
    most = max(memory // bytes_per_pixel(config), (SMALLEST_TILE + 2 * OVERLAP) ** 2)
    if tile == "whole" or (tile == "auto" and height * width <= most):
        return TilePlan(height, width, None)
    return tiled_plan(height, width, _fitting(most) if tile == "auto" else int(tile), most)


def _fitting(most: int) -> int:
    fitting = int(math.sqrt(most)) - 2 * OVERLAP
    return min(max(fitting // SMALLEST_TILE * SMALLEST_TILE, SMALLEST_TILE), LARGEST_TILE)


def tiled_plan(height: int, width: int, tile: int, most: int) -> TilePlan:
    """In tiles of ``tile``; passes for the descriptors see no more than about ``most`` pixels."""
    area = height * width
    reduction = math.sqrt(min(min(most, _MOST_COPIED) / area, _LARGEST_COPY))
    crop = min(CROP, tile)
    seen = (crop + 2 * OVERLAP) ** 2
    fitting = max(int(area * _MOST_CROPS) // seen, _LEAST_CROPS)
    crops = min(fitting, max(most // seen, 1))
    return TilePlan(height, width, tile, OVERLAP, reduction, crops, crop)
