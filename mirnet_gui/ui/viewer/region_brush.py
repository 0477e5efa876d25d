"""A stroke of the brush while it is painted, and how the brush is set."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mirnet_gui.tone.shapes import (
    LARGEST_RADIUS,
    SMALLEST_RADIUS,
    Brush,
    Point,
    Proportions,
    Stroke,
    distance,
    simplified,
)
from mirnet_gui.ui.viewer.region_drag import near

# Of the radius: points of a stroke lie no nearer.
_NEAREST = 0.15


@dataclass(frozen=True, slots=True)
class BrushSettings:
    """How the next stroke is painted; see :class:`mirnet_gui.tone.shapes.Stroke`."""

    radius: float = 0.05
    hardness: float = 0.5
    erases: bool = False

    def resized(self, factor: float) -> BrushSettings:
        """The same with another radius, within its limits."""
        radius = min(max(self.radius * factor, SMALLEST_RADIUS), LARGEST_RADIUS)
        return replace(self, radius=radius)


class StrokeInHand:
    """One stroke more on what is ``before``, begun at ``place``."""

    def __init__(
        self, before: Brush, place: Point, brush: BrushSettings, proportions: Proportions
    ) -> None:
        self.before = before
        self._line = [place]
        self._brush = brush
        self._proportions = proportions

    def reach(self, place: Point) -> bool:
        """Go on to ``place``; gives back whether that is far enough to be another point."""
        apart = distance(self._line[-1], place, self._proportions)
        if apart <= self._brush.radius * _NEAREST:
            return False
        self._line.append(place)
        return True

    @property
    def painted(self) -> Brush:
        """Everything that is painted with this stroke."""
        line = tuple((near(x), near(y)) for x, y in self._line)
        stroke = Stroke(line, self._brush.radius, self._brush.hardness, self._brush.erases)
        return Brush((*self.before.strokes, simplified(stroke, self._proportions)))
