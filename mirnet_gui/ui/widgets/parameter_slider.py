"""A horizontal slider whose bar begins where nothing is changed: in the middle, or at the left."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider, QWidget

_BAR = 4.0


class ParameterSlider(QSlider):
    """Left alone by a wheel that only passes over it while a panel is scrolled."""

    def __init__(self, *, from_middle: bool, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._from_middle = from_middle
        # The style sheet's own bar begins at the left.
        self.setProperty("origin", "middle" if from_middle else "left")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Only for who has taken hold of it."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar from the middle to the handle, which stays free."""
        super().paintEvent(event)
        if not self._from_middle or not self.isEnabled():
            return
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        handle = self.style().subControlRect(
            QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, self
        )
        middle, height = self.width() / 2, self.height() / 2
        left, right = (
            (middle, handle.left()) if handle.left() > middle else (handle.right(), middle)
        )
        if left < right:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            colour = self.palette().color(QPalette.ColorRole.Highlight)
            painter.fillRect(QRectF(left, height - _BAR / 2, right - left, _BAR), colour)
            painter.end()
