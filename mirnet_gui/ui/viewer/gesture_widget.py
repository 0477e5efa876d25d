"""A widget that hands what Qt tells of mouse, wheel, fingers and keys to its gestures."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from mirnet_gui.ui.viewer.gestures import CanvasGestures


class GestureWidget(QWidget):
    """A subclass makes the ``gestures``, since they act on what it can do."""

    gestures: CanvasGestures

    def event(self, event: QEvent) -> bool:
        """Pinch on a touch pad; everything else as Qt has it."""
        if isinstance(event, QNativeGestureEvent) and self.gestures.pinch(event):
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer."""
        self.gestures.wheel(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the divider or of the picture."""
        self._pressed = event.position()
        self.gestures.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is held."""
        self.gestures.move(event)

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is elsewhere."""
        super().leaveEvent(event)
        self.gestures.leave()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self.gestures.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Change between the whole picture and its pixels."""
        self.gestures.double_click(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, space shows what was before, Z the loupe, Alt and a digit choose a pane."""
        if not self.gestures.key_press(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """The end of press-and-hold."""
        if not self.gestures.key_release(event):
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A key that is released elsewhere must not leave the view held."""
        super().focusOutEvent(event)
        self.gestures.let_go()
