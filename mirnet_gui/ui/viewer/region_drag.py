"""What becomes of a region's shape while the hand pulls at it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mirnet_gui.tone.shapes import Framed, Gradient, Point, Shape
from mirnet_gui.ui.viewer.region_outline import Grip, Handle, OnCanvas

_TURNING_STEP = 15.0


@dataclass(frozen=True, slots=True)
class Drag:
    """What is going on from ``place`` on, where the shape was ``before``; no handle: drawn anew."""

    place: Point
    before: Shape
    handle: Handle | None = None


def dragged(drag: Drag, place: Point, where: OnCanvas, *, stepwise: bool) -> Shape:
    """What becomes of the shape when what was taken at the beginning is at ``place`` now.

    It is turned ``stepwise`` or to any angle.
    """
    before, handle = drag.before, drag.handle
    if handle is None:
        return _drawn(before, drag.place, place)
    x, y = near(place[0]), near(place[1])
    match before, handle.grip:
        case Gradient(), Grip.START:
            return replace(before, x=x, y=y)
        case Gradient(), Grip.END:
            return replace(before, to_x=x, to_y=y)
        case Framed(), Grip.PULL:
            return before.pulled(handle.across, handle.down, place, where.proportions)
        case Framed(), Grip.TURN:
            return before.turned_to(place, where.proportions, _TURNING_STEP if stepwise else 0.0)
    return before.moved(place[0] - drag.place[0], place[1] - drag.place[1])


def _drawn(before: Shape, start: Point, end: Point) -> Shape:
    """From one point to the other: along a slope, or from corner to corner."""
    if isinstance(before, Gradient):
        return Gradient(near(start[0]), near(start[1]), near(end[0]), near(end[1]))
    if not isinstance(before, Framed):
        return before
    middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    drawn = replace(before, x=near(middle[0]), y=near(middle[1]), angle=0.0)
    return drawn.sized(abs(end[0] - start[0]), abs(end[1] - start[1]))


def near(value: float) -> float:
    """No farther from the photograph than one of it."""
    return min(max(value, -1.0), 2.0)
