"""What stands on each of several views: its name, its figures and its histograms."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from mirnet_gui.jobs.histogram import ChannelHistograms
from mirnet_gui.ui.theme.tokens import Tokens
from mirnet_gui.ui.viewer.chips import Chip, Corner, chip_in, paint_chip
from mirnet_gui.ui.viewer.pane import Pane
from mirnet_gui.ui.viewer.scene import Placed, Scene
from mirnet_gui.ui.viewer.view_transform import Box

_INSET, _PADDING = 10.0, 9.0
_WELL = QColor(12, 12, 12, 178)
_HISTOGRAM = (168.0, 72.0)
_SMALLEST_HISTOGRAM = (48.0, 28.0)
_COLOURS = ("#ff6b5e", "#63d47c", "#6aa8ff", "#f2f2f2")
_FLOOR = 1e-5
_BETWEEN = " · "
_FEWEST_LETTERS = 2
# Narrower pictures have their figures above and below them.
_LEAST_WIDTH = 330.0


class FiguresOverlay:
    """Name above, figures below, histograms where they are wanted."""

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Over the pictures, in logical pixels."""
        for each in scene.placed():
            seen = scene.logical(each.seen)
            painter.save()
            painter.setClipRect(QRectF(seen.left, seen.top, seen.width, seen.height))
            _paint_pane(painter, scene, each.pane, _room(scene, each))
            painter.restore()


def _room(scene: Scene, placed: Placed) -> Box:
    """What is seen of the picture, or all of the place where that is too narrow for figures."""
    lying, seen = scene.logical(scene.picture_in(placed.box)), scene.logical(placed.seen)
    if lying.width < _LEAST_WIDTH:
        lying = scene.logical(placed.box)
    return Box(
        max(lying.left, seen.left),
        max(lying.top, seen.top),
        min(lying.right, seen.right),
        min(lying.bottom, seen.bottom),
    )


def _paint_pane(painter: QPainter, scene: Scene, pane: Pane, room: Box) -> None:
    metrics = QFontMetricsF(painter.font())
    if pane.picture is None:
        _paint_pending(painter, pane, room, scene.tokens)
        return
    paint_chip(painter, name_in(room, pane.label, metrics))
    top = _paint_lines(painter, pane.lines, room, metrics)
    if scene.histograms and pane.histograms is not None:
        _paint_histograms(painter, pane.histograms, room, top, is_log=scene.histograms == "log")


def _paint_pending(painter: QPainter, pane: Pane, box: Box, tokens: Tokens) -> None:
    rect = QRectF(box.left, box.top, box.width, box.bottom - box.top)
    painter.fillRect(rect, QColor(tokens.canvas).darker(112))
    painter.setPen(QColor(tokens.text))
    inner = rect.adjusted(24, 24, -24, -24)
    flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
    painter.drawText(inner, flags, f"{pane.label}\n{pane.pending}")


def _paint_lines(
    painter: QPainter, lines: Sequence[str], box: Box, metrics: QFontMetricsF
) -> float:
    """Figures in the lower left corner; gives back where they begin."""
    fitting = fitting_lines(lines, box.width - 2 * (_INSET + _PADDING), metrics)
    height = metrics.height() * len(fitting) + 8
    if not fitting or box.bottom - box.top < height + 5 * _INSET:
        return box.bottom - _INSET
    longest = max(metrics.horizontalAdvance(line) for line in fitting)
    width = longest + 2 * _PADDING
    rect = QRectF(box.left + _INSET, box.bottom - _INSET - height, width, height)
    _paint_well(painter, rect)
    painter.setPen(QColor("#f2f2f2"))
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(rect.adjusted(_PADDING, 0, 0, 0), flags, "\n".join(fitting))
    return rect.top()


def name_in(box: Box, name: str, metrics: QFontMetricsF) -> Chip | None:
    """The chip of a view: some of its name tells it from its neighbours, nothing of it does not."""
    return chip_in(box, name, Corner.LEFT, metrics, _FEWEST_LETTERS)


def fitting_lines(lines: Sequence[str], room: float, metrics: QFontMetricsF) -> list[str]:
    """``lines`` broken between two figures where ``room`` is too small for them.

    A figure that would be cut is left out: half a number is none, and the panel has them all.
    """
    fitting: list[str] = []
    for line in lines:
        held = ""
        for figure in line.split(_BETWEEN):
            longer = f"{held}{_BETWEEN}{figure}" if held else figure
            if held and metrics.horizontalAdvance(longer) > room:
                fitting.append(held)
                longer = figure
            held = longer
        fitting.append(held)
    return [line for line in fitting if metrics.horizontalAdvance(line) <= room]


def _paint_well(painter: QPainter, rect: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_WELL)
    painter.drawRoundedRect(rect, 5, 5)


def _paint_histograms(
    painter: QPainter, histograms: ChannelHistograms, box: Box, bottom: float, *, is_log: bool
) -> None:
    width = min(_HISTOGRAM[0], box.width - 2 * _INSET)
    height = min(_HISTOGRAM[1], bottom - box.top - 5 * _INSET)
    if width < _SMALLEST_HISTOGRAM[0] or height < _SMALLEST_HISTOGRAM[1]:
        return
    well = QRectF(box.left + _INSET, bottom - 6 - height, width, height)
    _paint_well(painter, well)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for shares, colour in zip(histograms, _COLOURS, strict=True):
        painter.setPen(QPen(QColor(colour), 1.3))
        painter.drawPath(_curve(_heights(shares, is_log=is_log), well.adjusted(5, 6, -5, -4)))


def _heights(shares: Sequence[float], *, is_log: bool) -> list[float]:
    if not is_log:
        # A dark photograph has one bin that would flatten all the others.
        most = max(sorted(shares)[-3], _FLOOR)
        return [min(share / most, 1.0) for share in shares]
    return [max(1.0 - math.log10(max(share, _FLOOR)) / math.log10(_FLOOR), 0.0) for share in shares]


def _curve(heights: Sequence[float], well: QRectF) -> QPainterPath:
    step = well.width() / (len(heights) - 1)
    path = QPainterPath(QPointF(well.left(), well.bottom() - heights[0] * well.height()))
    for place, height in enumerate(heights[1:], 1):
        path.lineTo(well.left() + place * step, well.bottom() - height * well.height())
    return path
