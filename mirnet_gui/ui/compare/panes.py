"""How the canvas is divided among the views."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from mirnet_gui.ui.canvas.view_transform import Box, Size

_GAP = 4.0


class Layout(StrEnum):
    """How the views are put against each other."""

    ROW = "row"
    GRID = "grid"
    SLIDER = "slider"
    FLICKER = "flicker"


@dataclass(frozen=True, slots=True)
class Panes:
    """The panes of ``count`` views on a canvas of ``canvas`` device pixels; all of one size."""

    layout: Layout
    count: int
    canvas: Size
    picture: Size

    @property
    def columns(self) -> int:
        """How many stand beside each other."""
        if self.layout in (Layout.SLIDER, Layout.FLICKER) or self.count == 0:
            return 1
        if self.layout is Layout.ROW:
            return self.count
        return max(range(1, self.count + 1), key=self._scale_with)

    @property
    def rows(self) -> int:
        """How many stand below each other."""
        if self.layout in (Layout.SLIDER, Layout.FLICKER) or self.count == 0:
            return 1
        return math.ceil(self.count / self.columns)

    @property
    def pane(self) -> Size:
        """The size of each pane, in whole device pixels."""
        return self._pane(self.columns)

    def box(self, place: int) -> Box:
        """Where the pane of view ``place`` lies."""
        row, column = divmod(place, self.columns)
        pane = self.pane
        left, top = column * (pane.width + _GAP), row * (pane.height + _GAP)
        return Box(left, top, left + pane.width, top + pane.height)

    def at(self, x: float, y: float) -> int | None:
        """Which view's pane holds the point; None between them."""
        if self.layout in (Layout.SLIDER, Layout.FLICKER):
            return 0 if self.count else None
        for place in range(self.count):
            box = self.box(place)
            if box.left <= x < box.right and box.top <= y < box.bottom:
                return place
        return None

    def _pane(self, columns: int) -> Size:
        single = self.layout in (Layout.SLIDER, Layout.FLICKER) or self.count == 0
        rows = 1 if single else math.ceil(self.count / columns)
        width = (self.canvas.width - _GAP * (columns - 1)) // columns
        height = (self.canvas.height - _GAP * (rows - 1)) // rows
        return Size(max(width, 1.0), max(height, 1.0))

    def _scale_with(self, columns: int) -> float:
        """How large the picture would be shown; of two equal ways the one with fewer columns."""
        pane = self._pane(columns)
        if self.picture.is_empty:
            return -abs(columns - math.sqrt(self.count))
        return min(pane.width / self.picture.width, pane.height / self.picture.height)
