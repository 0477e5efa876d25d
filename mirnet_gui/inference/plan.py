"""How a picture is going to be run, decided before the work: whole or in tiles, and how large."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from mirnet_gui.network.config import MirnetConfig

OVERLAP = 32
SMALLEST_TILE = 64
LARGEST_TILE = 512
# Descriptors come from a copy of at most a quarter of the picture's pixels and from excerpts that
# together see about an eighth of them, so that both cost less than half of the tiles.
EXCERPT = 256
_LARGEST_COPY, _MOST_EXCERPTS = 1 / 4, 1 / 8
_LEAST_EXCERPTS = 3
# Measured with benchmarks/tiles.py: the most that one forward pass holds at a time is near
# this many full-resolution maps of C channels in float32.
LIVE_MAPS = 16
DEFAULT_MEMORY = 1_500_000_000


@dataclass(frozen=True, slots=True)
class Plan:
    """``tile`` is the side of a core in pixels, or None for the whole picture at once.

    ``reduction`` in (0, 1] is the scale of the copy that the picture's descriptors come from;
    where it is below 1, up to ``excerpts`` excerpts, ``excerpt`` pixels a side, correct them.
    """

    height: int
    width: int
    tile: int | None
    overlap: int = OVERLAP
    reduction: float = 1.0
    excerpts: int = 0
    excerpt: int = EXCERPT

    def with_smaller_tiles(self) -> Plan | None:
        """The same picture with half the tile, or None when tiles are as small as they get."""
        side = self.tile or max(self.height, self.width)
        half = max(side // 2 // SMALLEST_TILE * SMALLEST_TILE, SMALLEST_TILE)
        if side <= SMALLEST_TILE:
            return None
        fewer = (self.excerpts + 1) // 2
        return replace(self, tile=half, reduction=self.reduction / 2, excerpts=fewer)


def bytes_per_pixel(config: MirnetConfig) -> int:
    """Working memory of one forward pass, in bytes for each pixel of the picture."""
    return LIVE_MAPS * config.channels * 4


def make_plan(height: int, width: int, config: MirnetConfig, memory: int = DEFAULT_MEMORY) -> Plan:
    """The plan for one picture within ``memory`` bytes of working memory."""
    most = max(memory // bytes_per_pixel(config), (SMALLEST_TILE + 2 * OVERLAP) ** 2)
    if height * width <= most:
        return Plan(height, width, None)
    fitting = int(math.sqrt(most)) - 2 * OVERLAP
    tile = min(max(fitting // SMALLEST_TILE * SMALLEST_TILE, SMALLEST_TILE), LARGEST_TILE)
    return tiled_plan(height, width, tile, most)


def tiled_plan(height: int, width: int, tile: int, most: int) -> Plan:
    """In tiles of ``tile``; no pass sees more than about ``most`` pixels."""
    area = height * width
    reduction = math.sqrt(min(most / area, _LARGEST_COPY))
    excerpt = min(EXCERPT, tile)
    seen = (excerpt + 2 * OVERLAP) ** 2
    fitting = max(int(area * _MOST_EXCERPTS) // seen, _LEAST_EXCERPTS)
    excerpts = min(fitting, max(most // seen, 1))
    return Plan(height, width, tile, OVERLAP, reduction, excerpts, excerpt)
