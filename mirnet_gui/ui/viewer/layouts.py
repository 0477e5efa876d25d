"""How the canvas is divided among the panes, and where the divider stands."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from mirnet_gui.ui.viewer.view_transform import Box, Size


class Layout(StrEnum):
    """How pictures are put against each other."""

    SLIDER = "slider"
    """Two of them in one place, with a divider between."""
    ROW = "row"
    GRID = "grid"
    LAST = "last"
    """The last one alone."""
    FLICKER = "flicker"
    """One after the other in one place."""

    @property
    def is_single(self) -> bool:
        """Whether one place holds them all."""
        return self in (Layout.SLIDER, Layout.LAST, Layout.FLICKER)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The places of ``count`` pictures on a canvas of ``canvas`` device pixels; all of one size.

    ``gap`` device pixels part them.
    """

    layout: Layout
    count: int
    canvas: Size
    picture: Size
    gap: float = 4.0

    @property
    def columns(self) -> int:
        """How many stand beside each other."""
        if self.layout.is_single or self.count == 0:
            return 1
        if self.layout is Layout.ROW:
            return self.count
        return max(range(1, self.count + 1), key=self._scale_with)

    @property
    def pane(self) -> Size:
        """The size of each place, in whole device pixels."""
        return self._pane(self.columns)

    def box(self, place: int) -> Box:
        """Where the place number ``place`` lies; there is one only where all share it."""
        pane = self.pane
        row, column = (0, 0) if self.layout.is_single else divmod(place, self.columns)
        left, top = column * (pane.width + self.gap), row * (pane.height + self.gap)
        return Box(left, top, left + pane.width, top + pane.height)

    def at(self, x: float, y: float) -> int | None:
        """Which place holds the point; None between them."""
        if self.layout.is_single:
            return 0 if self.count else None
        for place in range(self.count):
            box = self.box(place)
            if box.left <= x < box.right and box.top <= y < box.bottom:
                return place
        return None

    def within(self, x: float, y: float) -> tuple[float, float]:
        """The point in pixels of the place that holds it; of the canvas between them."""
        place = self.at(x, y)
        if place is None:
            return x, y
        box = self.box(place)
        return x - box.left, y - box.top

    def _pane(self, columns: int) -> Size:
        rows = 1 if self.layout.is_single or self.count == 0 else math.ceil(self.count / columns)
        width = (self.canvas.width - self.gap * (columns - 1)) // columns
        height = (self.canvas.height - self.gap * (rows - 1)) // rows
        return Size(max(width, 1.0), max(height, 1.0))

    def _scale_with(self, columns: int) -> float:
        """How large the picture would be shown; of two equal ways the one with fewer columns."""
        pane = self._pane(columns)
        if self.picture.is_empty:
            return -abs(columns - math.sqrt(self.count))
        return min(pane.width / self.picture.width, pane.height / self.picture.height)


def divider_at(fraction: float, visible: Box, *, horizontal: bool = False) -> float:
    """Where the divider crosses the visible picture for ``fraction`` in 0..1 of it.

    From the left for an upright one, from the top for a ``horizontal`` one.
    """
    start, extent = _extent(visible, horizontal=horizontal)
    return start + fraction * extent


def fraction_at(position: float, visible: Box, *, horizontal: bool = False) -> float:
    """The inverse of :func:`divider_at`, kept within 0..1."""
    start, extent = _extent(visible, horizontal=horizontal)
    if extent <= 0:
        return 0.5
    return min(1.0, max(0.0, (position - start) / extent))


def _extent(visible: Box, *, horizontal: bool) -> tuple[float, float]:
    return (visible.top, visible.height) if horizontal else (visible.left, visible.width)
