"""The spread of brightness before and after, drawn over each other."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mirnet_gui.jobs.histogram import Histogram
from mirnet_gui.language import tr
from mirnet_gui.ui.theme.tokens import DARK, RADIUS, Tokens

_HEIGHT = 92
_HEADROOM = 10.0
_BEFORE = "#7d9a90"


class HistogramView(QWidget):
    """Shows what it is given; without a result only the photograph's own spread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before: Histogram = ()
        self._after: Histogram = ()
        self._tokens = DARK
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Histogram"))
        self.setToolTip(tr("Brightness from dark to bright: grey before, amber after"))

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(200, _HEIGHT)

    def show_before(self, before: Histogram) -> None:
        """The spread of the photograph; the result's is gone."""
        self._before, self._after = before, ()
        self.update()

    def show_after(self, after: Histogram) -> None:
        """The spread of what is seen of the result; () for none."""
        self._after = after
        self.update()

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self._tokens = tokens
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A well with two hills."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        well = QPainterPath()
        well.addRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
        painter.fillPath(well, QColor(self._tokens.well))
        painter.setClipPath(well)
        self._paint_hill(painter, self._before, _BEFORE, 150)
        self._paint_hill(painter, self._after, self._tokens.accent, 165)
        painter.end()

    def _paint_hill(self, painter: QPainter, heights: Histogram, colour: str, opacity: int) -> None:
        if not heights:
            return
        step = self.width() / (len(heights) - 1)
        base, room = float(self.height()), self.height() - _HEADROOM
        hill = QPainterPath(QPointF(0.0, base))
        for place, height in enumerate(heights):
            hill.lineTo(place * step, base - height * room)
        hill.lineTo(float(self.width()), base)
        fill = QColor(colour)
        fill.setAlpha(opacity)
        painter.fillPath(hill, fill)
