"""The spread of brightness or colours before and after, and what is clipped at its ends."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import (
    QActionGroup,
    QColor,
    QContextMenuEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from mirnet_gui.formatting import number
from mirnet_gui.jobs.histogram import Histogram, PictureHistogram
from mirnet_gui.language import tr
from mirnet_gui.ui.theme.tokens import DARK, RADIUS, Tokens

_HEIGHT = 92
_HEADROOM = 10.0
_BEFORE = "#7d9a90"
_INSET, _TRIANGLE = 6.0, 9.0
_SEEN = 0.0005
"""A smaller share is no warning: a lamp, or a few dead pixels, may be lost."""


class HistogramView(QAbstractButton):
    """Shows what it is given; without a result only the photograph's own spread.

    It shows luminance, or the channels while it is checked: a click changes between them.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before: PictureHistogram | None = None
        self._after: PictureHistogram | None = None
        self._tokens = DARK
        self.setCheckable(True)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(tr("Histogram"))
        self.toggled.connect(self._describe)
        self._describe()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(200, _HEIGHT)

    def show_before(self, before: PictureHistogram) -> None:
        """The spread of the photograph; the result's is gone."""
        self._before, self._after = before, None
        self._describe()
        self.update()

    def show_after(self, after: PictureHistogram | None) -> None:
        """The spread of what is seen of the result; None for none."""
        self._after = after
        self._describe()
        self.update()

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self._tokens = tokens
        self.update()

    def menu(self) -> QMenu:
        """What can be shown."""
        menu = QMenu(self)
        group = QActionGroup(menu)
        for text, is_checked in ((tr("Luminance"), False), (tr("Red, green and blue"), True)):
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(self.isChecked() is is_checked)
            group.addAction(action)
            if self.isChecked() is not is_checked:
                action.triggered.connect(self.toggle)
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """By the right button, or by the key for menus."""
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    # Words

    @Slot()
    def _describe(self) -> None:
        if self.isChecked():
            what = tr(
                "Red, green, blue and luminance of what is seen, from dark to bright; luminance "
                "before in grey."
            )
        else:
            what = tr("Luminance from dark to bright: grey before, amber after.")
        clipped = self._clipped_line()
        self.setAccessibleDescription(" ".join(filter(None, (what, clipped))))
        hint = tr("Click for luminance") if self.isChecked() else tr("Click for the colours")
        self.setToolTip("\n".join(filter(None, (what, clipped, hint))))

    def _clipped_line(self) -> str:
        seen = self._after or self._before
        if seen is None:
            return ""
        whose = tr("Of the photograph") if self._after is None else tr("Of the result")
        return tr(
            "{whose}, {highlights} is clipped at white and {shadows} at black.",
            whose=whose,
            highlights=_share(seen.highlights),
            shadows=_share(seen.shadows),
        )

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A well with hills, and a triangle for what is clipped at either end."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        well = QPainterPath()
        well.addRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
        painter.fillPath(well, QColor(self._tokens.well))
        painter.setClipPath(well)
        if self.isChecked():
            self._paint_channels(painter)
        else:
            self._paint_luminance(painter)
        self._paint_triangles(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._tokens.accent_line), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        painter.end()

    def _paint_luminance(self, painter: QPainter) -> None:
        if self._before is not None:
            painter.fillPath(self._hill(self._before.luma), _translucent(_BEFORE, 150))
        if self._after is not None:
            painter.fillPath(self._hill(self._after.luma), _translucent(self._tokens.accent, 165))

    def _paint_channels(self, painter: QPainter) -> None:
        seen, tokens = self._after or self._before, self._tokens
        if seen is None:
            return
        if self._after is not None and self._before is not None:
            painter.fillPath(self._hill(self._before.luma), _translucent(_BEFORE, 90))
        colours = (tokens.red, tokens.green, tokens.blue, tokens.text)
        for heights, colour in zip(seen.channels, colours, strict=True):
            if colour != tokens.text:
                painter.fillPath(self._hill(heights), _translucent(colour, 60))
            painter.strokePath(self._hill(heights), QPen(QColor(colour), 1.3))

    def _paint_triangles(self, painter: QPainter) -> None:
        seen, tokens = self._after or self._before, self._tokens
        if seen is None:
            return
        right = self.width() - _INSET
        ends = (
            (_INSET, _TRIANGLE, seen.shadows, tokens.blue),
            (right, -_TRIANGLE, seen.highlights, tokens.red),
        )
        for x, across, share, colour in ends:
            corner = QPainterPath(QPointF(x, _INSET))
            corner.lineTo(x + across, _INSET)
            corner.lineTo(x, _INSET + _TRIANGLE)
            corner.closeSubpath()
            if share >= _SEEN:
                painter.fillPath(corner, QColor(colour))
            painter.strokePath(corner, QPen(QColor(colour if share >= _SEEN else tokens.quiet), 1))

    def _hill(self, heights: Histogram) -> QPainterPath:
        step = self.width() / (len(heights) - 1)
        base, room = float(self.height()), self.height() - _HEADROOM
        hill = QPainterPath(QPointF(0.0, base))
        for place, height in enumerate(heights):
            hill.lineTo(place * step, base - height * room)
        hill.lineTo(float(self.width()), base)
        return hill


def _translucent(colour: str, opacity: int) -> QColor:
    made = QColor(colour)
    made.setAlpha(opacity)
    return made


def _share(fraction: float) -> str:
    """As in "2.3 %"; what is there is never told as nothing."""
    if 0.0 < fraction < 0.001:
        return tr("less than 0.1 %")
    tenths = round(fraction * 1000)
    return f"{number(tenths / 10, 1 if tenths % 10 else 0)} %"
