"""The outline of a region on the photograph, and the handles by which it is taken."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum, auto

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from mirnet_gui.tone.shapes import Ellipse, Framed, Gradient, Point, Proportions, Shape
from mirnet_gui.ui.viewer.scene import Placed, Scene

HANDLE_REACH = 11.0
"""How near to a handle takes hold of it, in logical pixels."""

_HANDLE = 4.5
_TURNING_ARM = 26.0
_SHADOW = QColor(0, 0, 0, 150)
_LINE = QColor("#ffffff")
_ROUND = 72
_SIDES = (-1, 0, 1)


class Grip(StrEnum):
    """What a handle does."""

    PULL = auto()
    TURN = auto()
    START = auto()
    """The end of a gradient that has all of the effect."""
    END = auto()
    MOVE = auto()


@dataclass(frozen=True, slots=True)
class Handle:
    """``at`` is where it is, in logical pixels; ``across`` and ``down`` are the sides it pulls."""

    grip: Grip
    at: QPointF
    across: int = 0
    down: int = 0


class OnCanvas:
    """Places of the photograph where they are seen in one place of the canvas."""

    def __init__(self, scene: Scene, left: float = 0.0, top: float = 0.0) -> None:
        view, ratio = scene.view, scene.ratio
        self._origin = QPointF((left + view.left) / ratio, (top + view.top) / ratio)
        self.width = view.picture.width * view.scale / ratio
        self.height = view.picture.height * view.scale / ratio
        self.proportions = Proportions.of(
            (max(round(view.picture.height), 1), max(round(view.picture.width), 1))
        )

    @classmethod
    def at(cls, scene: Scene, point: QPointF) -> OnCanvas:
        """In the place that holds ``point``."""
        ratio = scene.ratio
        x, y = point.x() * ratio, point.y() * ratio
        inner_x, inner_y = scene.arrangement.within(x, y)
        return cls(scene, x - inner_x, y - inner_y)

    @classmethod
    def of(cls, scene: Scene, placed: Placed) -> OnCanvas:
        """In that of ``placed``."""
        return cls(scene, placed.box.left, placed.box.top)

    @property
    def longer(self) -> float:
        """The picture's longer side, in logical pixels."""
        return max(self.width, self.height)

    def point(self, place: Point) -> QPointF:
        """Where a place of the photograph is seen."""
        return self._origin + QPointF(place[0] * self.width, place[1] * self.height)

    def place(self, point: QPointF) -> Point:
        """Which place of the photograph is seen there."""
        from_origin = point - self._origin
        return from_origin.x() / max(self.width, 1e-6), from_origin.y() / max(self.height, 1e-6)


def handles_of(shape: Shape, where: OnCanvas) -> list[Handle]:
    """Those that are nearest to being taken come first."""
    if isinstance(shape, Gradient):
        ends = where.point((shape.x, shape.y)), where.point((shape.to_x, shape.to_y))
        middle = (ends[0] + ends[1]) / 2
        return [
            Handle(Grip.START, ends[0]),
            Handle(Grip.END, ends[1]),
            Handle(Grip.MOVE, middle),
        ]
    if not isinstance(shape, Framed):
        return []
    pulled = [
        Handle(Grip.PULL, where.point(shape.outside(across, down, where.proportions)), across, down)
        for across in _SIDES
        for down in _SIDES
        if (across, down) != (0, 0)
    ]
    return [Handle(Grip.TURN, _arm(shape, where)[1]), *pulled]


def contains(shape: Shape, where: OnCanvas, point: QPointF) -> bool:
    """Whether ``point`` is within the outline of ``shape``."""
    return isinstance(shape, Framed) and _outline(shape, where, 1.0).contains(point)


def paint_region(painter: QPainter, shape: Shape, where: OnCanvas, accent: QColor | None) -> None:
    """Draw the outline and the handles; ``accent`` shows that keys act on it."""
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if isinstance(shape, Framed):
        _stroke(painter, _outline(shape, where, 1.0))
        if 0.0 < shape.softness < 1.0:
            _stroke(painter, _inner(shape, where), dashed=True)
        arm = QPainterPath(_arm(shape, where)[0])
        arm.lineTo(_arm(shape, where)[1])
        _stroke(painter, arm)
    elif isinstance(shape, Gradient):
        _paint_gradient(painter, shape, where)
    for handle in handles_of(shape, where):
        painter.setPen(QPen(accent or QColor("#2b2b2b"), 2.0 if accent else 1.2))
        painter.setBrush(_LINE)
        painter.drawEllipse(handle.at, _HANDLE, _HANDLE)
    painter.restore()


def paint_brush(painter: QPainter, at: QPointF, radius: float, hardness: float) -> None:
    """The rings of a brush: where it ends, and how far it has all of its effect."""
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for share in (1.0, hardness):
        ring = QPainterPath()
        ring.addEllipse(at, radius * share, radius * share)
        _stroke(painter, ring, dashed=share < 1.0)
    painter.restore()


def _paint_gradient(painter: QPainter, shape: Gradient, where: OnCanvas) -> None:
    start, end = where.point((shape.x, shape.y)), where.point((shape.to_x, shape.to_y))
    line = end - start
    length = max(math.hypot(line.x(), line.y()), 1e-6)
    aside = QPointF(-line.y(), line.x()) / length * (where.width + where.height)
    for at, dashed in ((start, False), (end, True)):
        path = QPainterPath(at - aside)
        path.lineTo(at + aside)
        _stroke(painter, path, dashed=dashed)
    between = QPainterPath(start)
    between.lineTo(end)
    _stroke(painter, between)


def _outline(shape: Framed, where: OnCanvas, share: float) -> QPainterPath:
    """The outline ``share`` of the way from the middle."""
    return _frame(shape, where, share, share)


def _inner(shape: Framed, where: OnCanvas) -> QPainterPath:
    """Within this there is all of the effect."""
    if isinstance(shape, Ellipse):
        return _outline(shape, where, 1.0 - shape.softness)
    wide, high = shape.width * where.proportions.across, shape.height * where.proportions.down
    soft = shape.softness * min(wide, high)
    return _frame(shape, where, max(1.0 - soft / wide, 0.0), max(1.0 - soft / high, 0.0))


def _frame(shape: Framed, where: OnCanvas, across: float, down: float) -> QPainterPath:
    places = [(-across, -down), (across, -down), (across, down), (-across, down)]
    if isinstance(shape, Ellipse):
        turns = [2 * math.pi * k / _ROUND for k in range(_ROUND)]
        places = [(across * math.cos(turn), down * math.sin(turn)) for turn in turns]
    points = [where.point(shape.outside(u, v, where.proportions)) for u, v in places]
    path = QPainterPath()
    path.addPolygon(QPolygonF(points))
    path.closeSubpath()
    return path


def _arm(shape: Framed, where: OnCanvas) -> tuple[QPointF, QPointF]:
    """From the middle of the upper edge to the handle that turns it."""
    edge = where.point(shape.outside(0.0, -1.0, where.proportions))
    turn = math.radians(shape.angle)
    return edge, edge + QPointF(math.sin(turn), -math.cos(turn)) * _TURNING_ARM


def _stroke(painter: QPainter, path: QPainterPath, *, dashed: bool = False) -> None:
    for colour, width in ((_SHADOW, 3.0), (_LINE, 1.2)):
        pen = QPen(colour, width)
        if dashed:
            pen.setDashPattern([4.0 * 3.0 / width, 4.0 * 3.0 / width])
        painter.setPen(pen)
        painter.drawPath(path)


def clip_of(scene: Scene, placed: Placed) -> QRectF:
    """What is seen of a pane, in logical pixels."""
    seen = scene.logical(placed.seen)
    return QRectF(seen.left, seen.top, seen.width, seen.height)
