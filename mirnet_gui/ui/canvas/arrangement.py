"""How the canvas is divided: one pane or two, and where the divider stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mirnet_gui.ui.canvas.view_transform import Box, Size

_GAP = 2.0


class ViewMode(StrEnum):
    """How before and after are put against each other."""

    SLIDER = "slider"
    SIDE_BY_SIDE = "side-by-side"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The panes of a canvas of ``canvas`` device pixels in one mode."""

    mode: ViewMode
    canvas: Size

    @property
    def pane(self) -> Size:
        """The size of each pane."""
        if self.mode is ViewMode.SIDE_BY_SIDE:
            return Size(max(1.0, (self.canvas.width - _GAP) // 2), self.canvas.height)
        return self.canvas

    @property
    def second_left(self) -> float:
        """Where the right pane begins when there are two."""
        return self.pane.width + _GAP

    def within_pane(self, x: float) -> float:
        """``x`` of the canvas as seen from the left edge of the pane it lies in."""
        if self.mode is ViewMode.SIDE_BY_SIDE and x >= self.second_left:
            return x - self.second_left
        return x


def divider_at(fraction: float, visible: Box) -> float:
    """The divider's place in the pane for ``fraction`` in 0..1 of the visible picture."""
    return visible.left + fraction * visible.width


def fraction_at(x: float, visible: Box) -> float:
    """The inverse of :func:`divider_at`, kept within 0..1."""
    if visible.width <= 0:
        return 0.5
    return min(1.0, max(0.0, (x - visible.left) / visible.width))
