"""What may take the hand's work on a canvas before zooming and moving do."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QWheelEvent

from mirnet_gui.ui.viewer.scene import Scene


class Tool(Protocol):
    """Each of the events is taken, or left to the canvas where it gives back False."""

    @property
    def description(self) -> str:
        """What keys do with it, for who hears of it; "" for nothing."""
        ...

    def press(self, event: QMouseEvent) -> bool:
        """A button goes down."""
        ...

    def move(self, event: QMouseEvent) -> bool:
        """The pointer moves, with or without a button."""
        ...

    def release(self, event: QMouseEvent) -> bool:
        """A button goes up."""
        ...

    def wheel(self, event: QWheelEvent) -> bool:
        """The wheel turns."""
        ...

    def wants(self, event: QKeyEvent) -> bool:
        """Whether the key means something here, and not what it means in all of the window."""
        ...

    def key_press(self, event: QKeyEvent) -> bool:
        """A key goes down."""
        ...

    def key_release(self, event: QKeyEvent) -> bool:
        """A key goes up."""
        ...

    def leave(self) -> None:
        """The pointer is elsewhere."""
        ...

    def let_go(self) -> None:
        """The focus goes: what is held is held no longer."""
        ...

    def paint(self, painter: QPainter, scene: Scene, *, has_focus: bool) -> None:
        """Draw on the pictures, in logical pixels of the canvas."""
        ...
