"""Cutting a picture into tiles that overlap, without a seam."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mirnet_gui.inference.tile_observer import Region


@dataclass(frozen=True, slots=True)
class Span:
    """Along one side: the pixels that a tile answers for, and those it has to see."""

    core_start: int
    core_stop: int
    seen_start: int
    seen_stop: int

    @property
    def core(self) -> slice:
        """The core, in the picture."""
        return slice(self.core_start, self.core_stop)

    @property
    def seen(self) -> slice:
        """All that is fed to the network, in the picture."""
        return slice(self.seen_start, self.seen_stop)

    @property
    def core_in_seen(self) -> slice:
        """The core, in what was fed to the network."""
        return slice(self.core_start - self.seen_start, self.core_stop - self.seen_start)


@dataclass(frozen=True, slots=True)
class Tile:
    """A rectangle of the picture: rows and columns."""

    rows: Span
    columns: Span

    @property
    def core(self) -> tuple[slice, slice]:
        """What the tile answers for, in the picture."""
        return self.rows.core, self.columns.core

    @property
    def seen(self) -> tuple[slice, slice]:
        """All that is fed to the network, in the picture."""
        return self.rows.seen, self.columns.seen

    @property
    def core_in_seen(self) -> tuple[slice, slice]:
        """What the tile answers for, in what was fed to the network."""
        return self.rows.core_in_seen, self.columns.core_in_seen

    @property
    def region(self) -> Region:
        """The core as a rectangle of the picture."""
        rows, columns = self.rows, self.columns
        return Region(rows.core_start, columns.core_start, rows.core_stop, columns.core_stop)

    @property
    def seen_pixels(self) -> int:
        """How many pixels are fed to the network."""
        height = self.rows.seen_stop - self.rows.seen_start
        return height * (self.columns.seen_stop - self.columns.seen_start)


def tiles_of(height: int, width: int, tile: int, overlap: int) -> list[Tile]:
    """Tiles whose cores of at most ``tile`` pixels a side cover the picture exactly once.

    Each sees ``overlap`` pixels more on every side where the picture goes on. ``tile`` and
    ``overlap`` must be multiples of the network's size multiple, so that every tile starts on
    the same grid of reduced pixels as the whole picture.
    """
    return [
        Tile(rows, columns)
        for rows in _spans(height, tile, overlap)
        for columns in _spans(width, tile, overlap)
    ]


def whole_tile(height: int, width: int) -> Tile:
    """All of a picture as one tile."""
    return Tile(Span(0, height, 0, height), Span(0, width, 0, width))


def next_tile(tiles: Sequence[Tile], view: Region | None) -> Tile:
    """Which of ``tiles`` to do next: those in ``view`` first, from its middle outwards."""
    if view is None:
        return tiles[0]
    row, column = view.centre

    def distance(tile: Tile) -> tuple[bool, float]:
        down, across = tile.region.centre
        return not tile.region.meets(view), math.hypot(down - row, across - column)

    return min(tiles, key=distance)


def _spans(side: int, tile: int, overlap: int) -> Iterator[Span]:
    for start in range(0, side, tile):
        stop = min(start + tile, side)
        yield Span(start, stop, max(start - overlap, 0), min(stop + overlap, side))
