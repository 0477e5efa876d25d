"""The loupe: a small part of every picture at its actual pixels, side by side, at the pointer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from mirnet_gui.ui.viewer.chips import Corner, chip_in, paint_chip
from mirnet_gui.ui.viewer.layouts import Layout
from mirnet_gui.ui.viewer.pane import Pane
from mirnet_gui.ui.viewer.rendered import Rendered, Source
from mirnet_gui.ui.viewer.scene import Scene
from mirnet_gui.ui.viewer.view_transform import Box, Size, ViewTransform

STEP = 24.0
"""How far an arrow key moves it, in logical pixels."""

_SIDE = 210.0
_EDGE = 8.0
_RADIUS = 8.0
_SAME = 1e-6


@dataclass(slots=True)
class Loupe:
    """Whether there is one, and where: ``pointer`` is in logical pixels, None while it is away."""

    is_held: bool = False
    is_on: bool = False
    pointer: QPointF | None = None

    def point(self, middle: QPointF) -> QPointF | None:
        """Where it is: without a pointer in the ``middle``. None for none."""
        if not (self.is_held or self.is_on):
            return None
        return middle if self.pointer is None else self.pointer


def loupe_view(scene: Scene, actual: float) -> ViewTransform | None:
    """What one picture shows through the loupe, None where there is none.

    At the ``actual`` scale (100 %), or at 200, 400, … % where that is no more than is seen already.
    """
    if scene.loupe is None or scene.view.picture.is_empty:
        return None
    view = scene.view
    scale = actual
    while scale <= view.scale * (1 + _SAME):
        scale *= 2
    x, y = view.to_picture(*scene.arrangement.within(*scene.loupe))
    x = min(max(x, 0.0), view.picture.width)
    y = min(max(y, 0.0), view.picture.height)
    side = float(round(_side(scene) * scene.ratio))
    left, top = round(side / 2 - x * scale), round(side / 2 - y * scale)
    return ViewTransform(view.picture, Size(side, side), 0.0, scale, left, top)


def loupe_box(scene: Scene) -> Box:
    """Where it lies: around its point, but never past the canvas; in logical pixels."""
    width, height = _canvas(scene)
    side, count = _side(scene), len(_panes(scene))
    x, y = (coordinate / scene.ratio for coordinate in scene.loupe or (0.0, 0.0))
    left = min(max(x - side * count / 2, _EDGE), width - _EDGE - side * count)
    top = min(max(y - side / 2, _EDGE), height - _EDGE - side)
    return Box(round(left), round(top), round(left) + side * count, round(top) + side)


class LoupePainter:
    """Keeps what it has rendered by itself: the pictures below it are seen otherwise."""

    def __init__(self) -> None:
        self._rendered = Rendered()

    def keep(self, panes: Iterable[Pane]) -> None:
        """No others will be painted."""
        self._rendered.keep(_sharp(pane) for pane in panes)

    def forget(self, source: Source) -> None:
        """The pixels of ``source`` have changed."""
        self._rendered.forget(source)

    def paint(self, painter: QPainter, scene: Scene, actual: float) -> None:
        """In logical pixels of the canvas."""
        view, panes = loupe_view(scene, actual), _panes(scene)
        if view is None or not panes:
            return
        box, side = loupe_box(scene), _side(scene)
        frame = QRectF(box.left, box.top, box.width, box.height)
        shape = QPainterPath()
        shape.addRoundedRect(frame, _RADIUS, _RADIUS)
        painter.save()
        painter.setClipPath(shape)
        painter.fillPath(shape, QColor(scene.tokens.canvas))
        metrics = QFontMetricsF(painter.font())
        for place, pane in enumerate(panes):
            cell = replace(box, left=box.left + place * side, right=box.left + (place + 1) * side)
            self._paint_cell(painter, scene, _sharp(pane), view, cell)
            paint_chip(painter, chip_in(cell, pane.label, Corner.LEFT, metrics))
        percent = f"{view.scale / actual:.0%}".replace("%", " %")
        paint_chip(painter, chip_in(box, percent, Corner.BELOW, metrics))
        painter.restore()
        painter.save()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for width, colour in ((4.0, QColor(0, 0, 0, 110)), (1.5, QColor("#ffffff"))):
            painter.setPen(QPen(colour, width))
            painter.drawRoundedRect(frame, _RADIUS, _RADIUS)
            for place in range(1, len(panes)):
                x = box.left + place * side
                painter.drawLine(QPointF(x, box.top), QPointF(x, box.bottom))
        painter.restore()

    def _paint_cell(
        self, painter: QPainter, scene: Scene, pane: Pane, view: ViewTransform, cell: Box
    ) -> None:
        painter.save()
        painter.translate(cell.left, cell.top)
        painter.scale(1 / scene.ratio, 1 / scene.ratio)
        self._rendered.paint(painter, pane, view, scene.tokens.canvas)
        painter.restore()


def _panes(scene: Scene) -> list[Pane]:
    """Which pictures it shows; one that stands in for another would only show the same twice."""
    panes = list(scene.panes)
    if scene.arrangement.layout is Layout.SLIDER and len(panes) > 1:
        panes = [panes[place] for place in scene.pair]
    return [pane for pane in panes if pane.picture is not None and not pane.stands_in]


def _side(scene: Scene) -> float:
    """How wide and high each picture is in it, in logical pixels."""
    width, height = _canvas(scene)
    count = max(len(_panes(scene)), 1)
    return max(float(min(_SIDE, (width - 2 * _EDGE) // count, height - 2 * _EDGE)), 1.0)


def _canvas(scene: Scene) -> tuple[float, float]:
    size = scene.arrangement.canvas
    return size.width / scene.ratio, size.height / scene.ratio


def _sharp(pane: Pane) -> Pane:
    """As it is developed for the loupe, once that is by the choice that is seen around it."""
    closeup, developed = pane.closeup, pane.developed
    if closeup is None or developed is None or closeup.choice != developed.choice:
        return pane
    return replace(pane, developed=closeup)
