"""How a picture is going to be run, decided before the work: whole or in tiles, and how large."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from mirnet_gui.network.config import MirnetConfig

OVERLAP = 32
SMALLEST_TILE = 64
# Measured with benchmarks/tiles.py: the most that one forward pass holds at a time is near
# this many full-resolution maps of C channels in float32.
LIVE_MAPS = 16
DEFAULT_MEMORY = 1_500_000_000


@dataclass(frozen=True, slots=True)
class Plan:
    """``tile`` is the side of a core in pixels, or None for the whole picture at once.

    ``reduction`` in (0, 1] is the scale of the copy that the picture's descriptors come from.
    """

    height: int
    width: int
    tile: int | None
    overlap: int = OVERLAP
    reduction: float = 1.0

    def with_smaller_tiles(self) -> Plan | None:
        """The same picture with half the tile, or None when tiles are as small as they get."""
        side = self.tile or max(self.height, self.width)
        half = max(side // 2 // SMALLEST_TILE * SMALLEST_TILE, SMALLEST_TILE)
        if side <= SMALLEST_TILE:
            return None
        return replace(self, tile=half, reduction=self.reduction / 2)


def bytes_per_pixel(config: MirnetConfig) -> int:
    """Working memory of one forward pass, in bytes for each pixel of the picture."""
    return LIVE_MAPS * config.channels * 4


def make_plan(height: int, width: int, config: MirnetConfig, memory: int = DEFAULT_MEMORY) -> Plan:
    """The plan for one picture within ``memory`` bytes of working memory."""
    most = max(memory // bytes_per_pixel(config), (SMALLEST_TILE + 2 * OVERLAP) ** 2)
    if height * width <= most:
        return Plan(height, width, None)
    fitting = int(math.sqrt(most)) - 2 * OVERLAP
    tile = min(max(fitting // SMALLEST_TILE * SMALLEST_TILE, SMALLEST_TILE), 512)
    return Plan(height, width, tile, reduction=math.sqrt(most / (height * width)))
