"""Where a person wants something else than in the rest of a picture: shapes with soft edges.

Places are fractions of the upright picture: ``x`` of its width from the left, ``y`` of its height
from the top. Lengths that have no direction are fractions of its longer side. A shape means the
same on every size of a picture, and on another picture.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple, Self, cast

import cv2
import numpy as np
import numpy.typing as npt

from mirnet_gui.photo.values import Floats

SMALLEST_RADIUS, LARGEST_RADIUS = 0.004, 0.5
"""Of a brush."""

_SMALLEST_SIDE, _LARGEST_SIDE = 0.01, 4.0
_FARTHEST: Final = 1.0
_IN_REACH: Final = (-_FARTHEST, 1.0 + _FARTHEST)
# A hard edge is as soft as a pixel of a screen that shows the whole picture.
_HARD_EDGE: Final = 1e-3
# Of the radius of a stroke.
_UNSEEN: Final = 0.05


Point = tuple[float, float]
"""``x`` and ``y`` of a place."""


class Proportions(NamedTuple):
    """Width and height of a picture in fractions of its longer side."""

    across: float
    down: float

    @classmethod
    def of(cls, size: tuple[int, int]) -> Proportions:
        """Those of a picture of ``size`` (H, W)."""
        longer = max(size)
        return cls(size[1] / longer, size[0] / longer)


class Extent(NamedTuple):
    """A rectangle of a picture, in fractions of its width and height."""

    left: float
    top: float
    right: float
    bottom: float


WHOLE: Final = Extent(-math.inf, -math.inf, math.inf, math.inf)


@dataclass(frozen=True, slots=True)
class Everywhere:
    """All of the picture."""

    def moved(self, _across: float, _down: float) -> Everywhere:
        """It is everywhere still."""
        return self

    def scaled(self, _factor: float) -> Everywhere:
        """It is everywhere still."""
        return self


@dataclass(frozen=True, slots=True)
class Framed:
    """A shape round (``x``, ``y``), as wide and high as fractions of the picture's sides.

    It is turned clockwise by ``angle`` degrees. From its outline, beyond which nothing is changed,
    to its middle it grows to its full effect over the share ``softness`` (0..1) of the way.
    """

    x: float
    y: float
    width: float
    height: float
    angle: float = 0.0
    softness: float = 0.5

    def extent(self, proportions: Proportions) -> Extent:
        """Beyond this there is nothing."""
        across, down = proportions
        half_width, half_height = self.width * across / 2, self.height * down / 2
        cosine, sine = _direction(self.angle)
        wide = abs(half_width * cosine) + abs(half_height * sine)
        high = abs(half_width * sine) + abs(half_height * cosine)
        wide, high = wide / across, high / down
        return Extent(self.x - wide, self.y - high, self.x + wide, self.y + high)

    def own(self, x: Floats, y: Floats, proportions: Proportions) -> tuple[Floats, Floats]:
        """Places in fractions of the picture as seen from the middle of the frame, upright in it.

        In units of its half width and height: at its edges they are -1 and 1.
        """
        across, down = proportions
        right, below = (x - self.x) * across, (y - self.y) * down
        half_width, half_height = self.width * across / 2, self.height * down / 2
        if self.angle % 180.0 == 0.0:
            return right / half_width, below / half_height
        cosine, sine = _direction(self.angle)
        along = (right * cosine + below * sine) / half_width
        beside = (below * cosine - right * sine) / half_height
        return cast(Floats, along), cast(Floats, beside)

    def outside(self, u: float, v: float, proportions: Proportions) -> tuple[float, float]:
        """The inverse of :meth:`own` for one place."""
        across, down = proportions
        along, beside = u * self.width * across / 2, v * self.height * down / 2
        cosine, sine = _direction(self.angle)
        right, below = along * cosine - beside * sine, along * sine + beside * cosine
        return self.x + right / across, self.y + below / down

    def moved(self, across: float, down: float) -> Self:
        """Elsewhere, though with its middle in the picture."""
        x, y = _within(self.x + across, 0.0, 1.0), _within(self.y + down, 0.0, 1.0)
        return replace(self, x=x, y=y)

    def sized(self, width: float, height: float) -> Self:
        """As wide and high as that, though neither a point nor without end."""
        wide = _within(width, _SMALLEST_SIDE, _LARGEST_SIDE)
        return replace(self, width=wide, height=_within(height, _SMALLEST_SIDE, _LARGEST_SIDE))

    def pulled(self, across: int, down: int, to: Point, proportions: Proportions) -> Self:
        """With one of its edges or corners at the point ``to``; what lies opposite stays.

        ``across`` and ``down`` are -1 or 1 for the left, right, upper and lower edge, or 0.
        """
        u, v = self._own_point(to, proportions)
        least = _SMALLEST_SIDE
        wider = max((u * across + 1.0) / 2, least / self.width) if across else 1.0
        higher = max((v * down + 1.0) / 2, least / self.height) if down else 1.0
        x, y = self.outside(across * (wider - 1.0), down * (higher - 1.0), proportions)
        pulled = self.sized(self.width * wider, self.height * higher)
        return replace(pulled, x=_within(x, *_IN_REACH), y=_within(y, *_IN_REACH))

    def turned_to(self, to: Point, proportions: Proportions, step: float = 0.0) -> Self:
        """Turned so that its upper edge is towards the point ``to``, in steps of some degrees."""
        right, below = (to[0] - self.x) * proportions.across, (to[1] - self.y) * proportions.down
        angle = math.degrees(math.atan2(right, -below))
        return replace(self, angle=round(angle / step) * step if step else angle)

    def _own_point(self, point: Point, proportions: Proportions) -> tuple[float, float]:
        x, y = (np.array([value], np.float32) for value in point)
        u, v = self.own(x, y, proportions)
        return float(u[0]), float(v[0])

    def scaled(self, factor: float) -> Self:
        """Larger or smaller round its middle."""
        return self.sized(self.width * factor, self.height * factor)


@dataclass(frozen=True, slots=True)
class Rectangle(Framed):
    """With four edges, which are all equally soft."""

    def mask(self, x: Floats, y: Floats, proportions: Proportions) -> Floats:
        """How much of the effect there is at places (1, w) and (h, 1): (h, w) in [0, 1]."""
        u, v = self.own(x, y, proportions)
        wide, high = self.width * proportions.across, self.height * proportions.down
        soft = max(self.softness * min(wide, high), 2 * _HARD_EDGE)
        # A product of both has no ridge along the diagonals, as the nearer of them has.
        return grown((1.0 - np.abs(u)) * (wide / soft)) * grown((1.0 - np.abs(v)) * (high / soft))


@dataclass(frozen=True, slots=True)
class Ellipse(Framed):
    """Round, within its frame."""

    def mask(self, x: Floats, y: Floats, proportions: Proportions) -> Floats:
        """See :meth:`Rectangle.mask`."""
        u, v = self.own(x, y, proportions)
        soft = max(self.softness, 2 * _HARD_EDGE / max(self.width, self.height))
        return grown((1.0 - np.sqrt(u * u + v * v)) * (1.0 / soft))


@dataclass(frozen=True, slots=True)
class Gradient:
    """All of the effect up to the first point, and less and less of it up to the second one."""

    x: float
    y: float
    to_x: float
    to_y: float

    def mask(self, x: Floats, y: Floats, proportions: Proportions) -> Floats:
        """See :meth:`Rectangle.mask`."""
        across, down = proportions
        right, below = (self.to_x - self.x) * across, (self.to_y - self.y) * down
        squared = max(right * right + below * below, _HARD_EDGE**2)
        along = (x - self.x) * (across * right / squared) + (y - self.y) * (down * below / squared)
        return grown(1.0 - along)

    def moved(self, across: float, down: float) -> Gradient:
        """Elsewhere, though not out of sight."""
        middle_x, middle_y = (self.x + self.to_x) / 2, (self.y + self.to_y) / 2
        across = _within(middle_x + across, 0.0, 1.0) - middle_x
        down = _within(middle_y + down, 0.0, 1.0) - middle_y
        return Gradient(self.x + across, self.y + down, self.to_x + across, self.to_y + down)

    def scaled(self, factor: float) -> Gradient:
        """Softer or harder round the middle of its slope."""
        middle_x, middle_y = (self.x + self.to_x) / 2, (self.y + self.to_y) / 2
        half_x, half_y = (self.to_x - self.x) / 2 * factor, (self.to_y - self.y) / 2 * factor
        if max(abs(half_x), abs(half_y)) * 2 < _SMALLEST_SIDE or not (
            max(abs(half_x), abs(half_y)) < _FARTHEST
        ):
            return self
        ends = (middle_x - half_x, middle_y - half_y, middle_x + half_x, middle_y + half_y)
        return Gradient(*ends)


@dataclass(frozen=True, slots=True)
class Stroke:
    """A brush drawn along ``points``; its full effect is ``hardness`` (0..1) of its ``radius``."""

    points: tuple[Point, ...]
    radius: float
    hardness: float = 0.5
    erases: bool = False


@dataclass(frozen=True, slots=True)
class Brush:
    """What was painted, stroke by stroke; some of them take away what was painted before."""

    strokes: tuple[Stroke, ...] = ()

    def extent(self, proportions: Proportions) -> Extent:
        """Beyond this there is nothing."""
        painted = [stroke for stroke in self.strokes if not stroke.erases]
        if not painted:
            return Extent(0.0, 0.0, 0.0, 0.0)
        across, down = proportions
        return Extent(
            min(x - each.radius / across for each in painted for x, _ in each.points),
            min(y - each.radius / down for each in painted for _, y in each.points),
            max(x + each.radius / across for each in painted for x, _ in each.points),
            max(y + each.radius / down for each in painted for _, y in each.points),
        )

    def moved(self, across: float, down: float) -> Brush:
        """Elsewhere, as far as every point stays near the picture."""
        points = [point for stroke in self.strokes for point in stroke.points]
        if not points:
            return self
        across = _within_room(across, [x for x, _ in points])
        down = _within_room(down, [y for _, y in points])
        return Brush(
            tuple(
                replace(stroke, points=tuple((x + across, y + down) for x, y in stroke.points))
                for stroke in self.strokes
            )
        )

    def scaled(self, factor: float) -> Brush:
        """With wider or narrower strokes at their places."""
        radii = (stroke.radius * factor for stroke in self.strokes)
        return Brush(
            tuple(
                replace(stroke, radius=_within(radius, SMALLEST_RADIUS, LARGEST_RADIUS))
                for stroke, radius in zip(self.strokes, radii, strict=True)
            )
        )


Shape = Everywhere | Rectangle | Ellipse | Gradient | Brush


def grown(share: npt.NDArray[Any]) -> Floats:
    """From 0 where ``share`` is 0 or less to 1 where it is 1 or more, without a bend."""
    inside = np.clip(share, 0.0, 1.0).astype(np.float32, copy=False)
    result: Floats = inside * inside * (np.float32(3.0) - np.float32(2.0) * inside)
    return result


def simplified(stroke: Stroke, proportions: Proportions) -> Stroke:
    """The same line by fewer points: by less than anybody sees beside a stroke so wide."""
    units = np.array(proportions, np.float32)
    line = np.array(stroke.points, np.float32) * units
    kept = cv2.approxPolyDP(line[:, None], stroke.radius * _UNSEEN, closed=False)[:, 0] / units
    return replace(stroke, points=tuple((float(x), float(y)) for x, y in kept))


def distance(one: Point, other: Point, proportions: Proportions) -> float:
    """Between two places, as a fraction of the longer side."""
    across, down = proportions
    return math.hypot((one[0] - other[0]) * across, (one[1] - other[1]) * down)


def _direction(angle: float) -> tuple[float, float]:
    return math.cos(math.radians(angle)), math.sin(math.radians(angle))


def _within(value: float, least: float, most: float) -> float:
    return min(max(value, least), most)


def _within_room(step: float, values: list[float]) -> float:
    """As much of ``step`` as keeps all of ``values`` no farther than one picture away."""
    return _within(step, min(0.0, -_FARTHEST - min(values)), max(0.0, 1 + _FARTHEST - max(values)))
