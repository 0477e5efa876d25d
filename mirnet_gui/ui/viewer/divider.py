"""The divider between two sides, with its handle."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform

from mirnet_gui.ui.viewer.view_transform import Box

HANDLE_RADIUS = 17.0
"""Of the round handle on the divider, in logical pixels."""

_INK = QColor("#2b2b2b")


def paint_divider(
    painter: QPainter, at: float, visible: Box, accent: QColor | None, *, horizontal: bool
) -> None:
    """A line over the ``visible`` picture, with its handle; all in logical pixels.

    ``at`` is the x of an upright one, the y of a ``horizontal`` one.
    """
    painter.save()
    if horizontal:
        # The upright one, with the axes exchanged.
        painter.setTransform(QTransform(0, 1, 1, 0, 0, 0), combine=True)
        visible = Box(visible.top, visible.left, visible.bottom, visible.right)
    top, bottom = visible.top, visible.bottom
    painter.fillRect(QRectF(at - 1.75, top, 3.5, bottom - top), QColor(0, 0, 0, 70))
    painter.fillRect(QRectF(at - 0.75, top, 1.5, bottom - top), QColor("#ffffff"))
    _paint_handle(painter, QPointF(at, (top + bottom) / 2), accent)
    painter.restore()


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
