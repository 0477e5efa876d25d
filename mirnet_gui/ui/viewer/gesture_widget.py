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
from mirnet_gui.ui.viewer.tool import Tool


class GestureWidget(QWidget):
    """A subclass makes the ``gestures``, since they act on what it can do.

    A ``tool`` comes before them.
    """

    gestures: CanvasGestures
    tool: Tool | None = None

    def event(self, event: QEvent) -> bool:
        """Pinch on a touch pad; everything else as Qt has it."""
        if isinstance(event, QNativeGestureEvent) and self.gestures.pinch(event):
            return True
        is_shortcut = event.type() == QEvent.Type.ShortcutOverride
        if is_shortcut and isinstance(event, QKeyEvent) and self.tool and self.tool.wants(event):
            event.accept()
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer."""
        if not (self.tool and self.tool.wheel(event)):
            self.gestures.wheel(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the divider or of the picture."""
        self._pressed = event.position()
        if not (self.tool and self.tool.press(event)):
            self.gestures.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is held."""
        if not (self.tool and self.tool.move(event)):
            self.gestures.move(event)

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is elsewhere."""
        super().leaveEvent(event)
        if self.tool:
            self.tool.leave()
        self.gestures.leave()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if not (self.tool and self.tool.release(event)):
            self.gestures.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Change between the whole picture and its pixels."""
        if not (self.tool and self.tool.press(event)):
            self.gestures.double_click(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, space shows what was before, Z the loupe, Alt and a digit choose a pane."""
        is_taken = self.tool is not None and self.tool.key_press(event)
        if not is_taken and not self.gestures.key_press(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """The end of press-and-hold."""
        is_taken = self.tool is not None and self.tool.key_release(event)
        if not is_taken and not self.gestures.key_release(event):
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A key that is released elsewhere must not leave the view held."""
        super().focusOutEvent(event)
        if self.tool:
            self.tool.let_go()
        self.gestures.let_go()
