"""Paints a scene: the two pictures first, then the divider and the names of the sides."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from mirnet_gui.ui.canvas.arrangement import ViewMode
from mirnet_gui.ui.canvas.chips import Chip, Corner, chip_in, chips_in
from mirnet_gui.ui.canvas.picture_layer import DevelopedLayer, PictureLayer
from mirnet_gui.ui.canvas.rendered import Rendered
from mirnet_gui.ui.canvas.scene import Scene
from mirnet_gui.ui.canvas.view_transform import Box

HANDLE_RADIUS = 17.0
"""Of the round handle on the divider, in logical pixels."""

_INK = QColor("#2b2b2b")
_CHIP = QColor(12, 12, 12, 178)


@dataclass(frozen=True, slots=True)
class Layers:
    """The photograph and its result, if there is one."""

    before: PictureLayer
    after: PictureLayer | DevelopedLayer | None


class ScenePainter:
    """Keeps the rendered panes, so that divider and strength cost two blits."""

    def __init__(self) -> None:
        self._rendered = Rendered()

    def forget(self, layer: PictureLayer | DevelopedLayer | None = None) -> None:
        """Drop what was rendered: ``layer`` changed, or with None both did."""
        self._rendered.forget(layer)

    def paint(self, painter: QPainter, scene: Scene, layers: Layers, accent: QColor | None) -> None:
        """Fill the canvas; ``accent`` rings the handle, None without keyboard focus."""
        ratio = scene.ratio
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        self._paint_pictures(painter, scene, layers)
        painter.restore()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if scene.shows_divider:
            ratio, visible = scene.ratio, _logical(scene.view.visible(), scene.ratio)
            paint_divider(painter, round(scene.divider_x) / ratio, visible, accent)
        _paint_labels(painter, scene)

    def _paint_pictures(self, painter: QPainter, scene: Scene, layers: Layers) -> None:
        after = layers.after
        first = self._pane(layers.before, scene)
        mode = scene.arrangement.mode
        painter.drawImage(0, 0, first)
        second = None if after is None else self._pane(after, scene)
        if mode is ViewMode.SIDE_BY_SIDE:
            left = round(scene.arrangement.second_left)
            painter.drawImage(left, 0, first)
            if second is not None and not scene.only_before:
                painter.setOpacity(scene.strength)
                painter.drawImage(left, 0, second)
        elif second is not None and not scene.only_before:
            if mode is ViewMode.SLIDER:
                edge = round(scene.divider_x)
                painter.setClipRect(QRectF(edge, 0, first.width(), first.height()))
            painter.setOpacity(scene.strength)
            painter.drawImage(0, 0, second)

    def _pane(self, layer: PictureLayer | DevelopedLayer, scene: Scene) -> QImage:
        return self._rendered.pane(layer, scene.view, scene.background)


def paint_divider(painter: QPainter, x: float, visible: Box, accent: QColor | None) -> None:
    """A line at ``x`` over the ``visible`` picture, with its handle; all in logical pixels."""
    top, bottom = visible.top, visible.bottom
    painter.fillRect(QRectF(x - 1.75, top, 3.5, bottom - top), QColor(0, 0, 0, 70))
    painter.fillRect(QRectF(x - 0.75, top, 1.5, bottom - top), QColor("#ffffff"))
    _paint_handle(painter, QPointF(x, (top + bottom) / 2), accent)


def _paint_handle(painter: QPainter, centre: QPointF, accent: QColor | None) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    for spread, opacity in ((3.0, 18), (2.0, 28), (1.0, 40)):
        painter.setBrush(QColor(0, 0, 0, opacity))
        shadow = HANDLE_RADIUS + spread
        painter.drawEllipse(centre + QPointF(0, 1), shadow, shadow)
    painter.setBrush(QColor("#ffffff"))
    painter.setPen(Qt.PenStyle.NoPen if accent is None else QPen(accent, 2.5))
    painter.drawEllipse(centre, HANDLE_RADIUS, HANDLE_RADIUS)
    pen = QPen(_INK, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for side in (-1.0, 1.0):
        painter.drawPath(_chevron(centre, side))


def _chevron(centre: QPointF, side: float) -> QPainterPath:
    path = QPainterPath(centre + QPointF(side * 4.5, -4.5))
    path.lineTo(centre + QPointF(side * 9.0, 0.0))
    path.lineTo(centre + QPointF(side * 4.5, 4.5))
    return path


def _paint_labels(painter: QPainter, scene: Scene) -> None:
    ratio = scene.ratio
    visible = _logical(scene.view.visible(), ratio)
    if scene.only_before:
        _paint_chip_in(painter, visible, "Before")
        return
    match scene.arrangement.mode:
        case ViewMode.SIDE_BY_SIDE:
            _paint_chip_in(painter, visible, "Before")
            shift = scene.arrangement.second_left / ratio
            right = Box(visible.left + shift, visible.top, visible.right + shift, visible.bottom)
            _paint_chip_in(painter, right, scene.after_label)
        case ViewMode.AFTER:
            label = scene.after_label if scene.has_after else f"Before · {scene.pending}"
            _paint_chip_in(painter, visible, label.removesuffix(" · "))
        case ViewMode.SLIDER:
            _paint_slider_labels(painter, scene, visible)


def _paint_slider_labels(painter: QPainter, scene: Scene, visible: Box) -> None:
    metrics = QFontMetricsF(painter.font())
    before, after = chips_in(visible, "Before", scene.after_label, metrics)
    if not scene.has_after:
        paint_chip(painter, before)
        paint_chip(painter, after)
        return
    x = scene.divider_x / scene.ratio
    painter.save()
    painter.setClipRect(QRectF(0, 0, x, visible.bottom))
    paint_chip(painter, before)
    painter.setClipRect(QRectF(x, 0, visible.right - x, visible.bottom))
    paint_chip(painter, after)
    painter.restore()


def _paint_chip_in(painter: QPainter, box: Box, text: str) -> None:
    paint_chip(painter, chip_in(box, text, Corner.LEFT, QFontMetricsF(painter.font())))


def paint_chip(painter: QPainter, chip: Chip | None) -> None:
    """Draw the name of a side, if there is room for one."""
    if chip is None:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_CHIP)
    painter.drawRoundedRect(chip.rect, 5, 5)
    painter.setPen(QColor("#f2f2f2"))
    painter.drawText(chip.rect, Qt.AlignmentFlag.AlignCenter, chip.text)


def _logical(box: Box, ratio: float) -> Box:
    return Box(box.left / ratio, box.top / ratio, box.right / ratio, box.bottom / ratio)
