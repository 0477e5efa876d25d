"""What the hand does on the canvas: drag the divider, pan, zoom, hold for before."""

from __future__ import annotations

from enum import Enum, auto
from typing import Protocol

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QCursor, QKeyEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent

from mirnet_gui.ui.viewer.divider import HANDLE_RADIUS
from mirnet_gui.ui.viewer.loupe import STEP
from mirnet_gui.ui.viewer.view_transform import ViewTransform

DIVIDER_STEP = 0.02
PAN_STEP = 64.0

_WHEEL_STEP = 1.2
_DRAG_BEGINS = 4.0
_BEFORE_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_B)
_LOUPE_KEY = Qt.Key.Key_Z
_ARROWS = {
    Qt.Key.Key_Left: (1.0, 0.0),
    Qt.Key.Key_Right: (-1.0, 0.0),
    Qt.Key.Key_Up: (0.0, 1.0),
    Qt.Key.Key_Down: (0.0, -1.0),
}
# By whether the divider lies across: back, and forth.
_ALONG = {False: (Qt.Key.Key_Left, Qt.Key.Key_Right), True: (Qt.Key.Key_Up, Qt.Key.Key_Down)}

_KEYS = (*_BEFORE_KEYS, _LOUPE_KEY, *_ARROWS)


class Canvas(Protocol):
    """What a hand can do something to; points are in logical pixels."""

    @property
    def view(self) -> ViewTransform:
        """Where the picture lies in its pane."""
        ...

    @property
    def divider(self) -> float:
        """Share of the visible picture before the divider, in 0..1."""
        ...

    @property
    def is_divider_horizontal(self) -> bool:
        """Whether it lies across."""
        ...

    def divider_at(self) -> float | None:
        """The divider's x, or y where it is horizontal; None when there is none to take."""
        ...

    def put_divider_at(self, position: float) -> None:
        """Put the divider at ``position``, an x or a y."""
        ...

    def set_divider(self, fraction: float) -> None:
        """Put the divider at a share of the visible picture."""
        ...

    def pan_by(self, dx: float, dy: float) -> None:
        """Move the picture."""
        ...

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Enlarge around ``at``."""
        ...

    def toggle_fit(self, at: QPointF) -> None:
        """Change between the whole picture and its actual pixels."""
        ...

    def click_at(self, point: QPointF) -> None:
        """Choose what lies under ``point``."""
        ...

    def choose_pane(self, place: int) -> bool:
        """Choose the pane number ``place``; whether there is one."""
        ...

    @property
    def has_loupe(self) -> bool:
        """Whether the loupe is shown."""
        ...

    def hold_loupe(self, held: bool) -> None:
        """Show the loupe while ``held``."""
        ...

    def point_at(self, point: QPointF | None) -> None:
        """The pointer is there; None: it is away."""
        ...

    def move_loupe(self, dx: float, dy: float) -> None:
        """Move the loupe."""
        ...

    def hold_before(self, held: bool) -> None:
        """Show the photograph as it was while ``held``."""
        ...

    def setCursor(self, cursor: QCursor | Qt.CursorShape, /) -> None:
        """As every widget has it."""
        ...


class _Hold(Enum):
    NOTHING = auto()
    DIVIDER = auto()
    MAYBE_DIVIDER = auto()
    PICTURE = auto()


class CanvasGestures:
    """Turns events into calls of the canvas's own methods."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._hold = _Hold.NOTHING
        self._pressed = QPointF()
        self._last = QPointF()
        self._grip = 0.0

    def press(self, event: QMouseEvent) -> None:
        """Take hold of what lies under the pointer."""
        point = event.position()
        self._pressed = self._last = point
        if event.button() == Qt.MouseButton.LeftButton and self._on_divider(point):
            self._hold = _Hold.DIVIDER
            self._grip = (self._canvas.divider_at() or 0.0) - self._along(point)
        elif event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            can_pan = self._canvas.view.can_pan
            self._hold = _Hold.PICTURE if can_pan else _Hold.MAYBE_DIVIDER
        self._show_cursor(point)

    def move(self, event: QMouseEvent) -> None:
        """Drag what is held."""
        point = event.position()
        self._canvas.point_at(point)
        delta = point - self._last
        if self._hold is _Hold.MAYBE_DIVIDER and abs(self._along(delta)) >= _DRAG_BEGINS:
            self._hold = _Hold.DIVIDER if self._canvas.divider_at() is not None else _Hold.NOTHING
            self._grip = 0.0
        if self._hold is _Hold.DIVIDER:
            self._canvas.put_divider_at(self._along(point) + self._grip)
        elif self._hold is _Hold.PICTURE:
            self._canvas.pan_by(delta.x(), delta.y())
            self._last = point
        self._show_cursor(point)

    def leave(self) -> None:
        """The pointer is elsewhere."""
        self._canvas.point_at(None)

    def release(self, event: QMouseEvent) -> None:
        """Let go; without having dragged it was a click."""
        self._hold = _Hold.NOTHING
        self._show_cursor(event.position())
        moved = (event.position() - self._pressed).manhattanLength()
        if event.button() is Qt.MouseButton.LeftButton and moved < _DRAG_BEGINS:
            self._canvas.click_at(event.position())

    def double_click(self, event: QMouseEvent) -> None:
        """Change between the whole picture and its pixels, but not on the handle."""
        if event.button() == Qt.MouseButton.LeftButton and not self._on_divider(event.position()):
            self._canvas.toggle_fit(event.position())

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom around the pointer, one step a notch."""
        notches = event.angleDelta().y() / 120
        if notches:
            self._canvas.zoom_by(_WHEEL_STEP**notches, event.position())
        event.accept()

    def pinch(self, event: QNativeGestureEvent) -> bool:
        """Zoom by two fingers; False for any other gesture."""
        if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self._canvas.zoom_by(1.0 + event.value(), event.position())
        return True

    def key_press(self, event: QKeyEvent) -> bool:
        """Whether the key meant something here."""
        is_alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if is_alt and self._canvas.choose_pane(event.key() - int(Qt.Key.Key_1)):
            return True
        key = Qt.Key(event.key()) if event.key() in _KEYS else None
        if key in _BEFORE_KEYS:
            self._canvas.hold_before(True)
        elif key == _LOUPE_KEY:
            self._canvas.hold_loupe(True)
        elif key is None:
            return False
        elif key in _ARROWS and self._canvas.has_loupe:
            dx, dy = _ARROWS[key]
            self._canvas.move_loupe(-dx * STEP, -dy * STEP)
        elif key in _ARROWS and self._canvas.view.can_pan:
            dx, dy = _ARROWS[key]
            self._canvas.pan_by(dx * PAN_STEP, dy * PAN_STEP)
        elif key in (back_and_forth := _ALONG[self._canvas.is_divider_horizontal]):
            step = -DIVIDER_STEP if key == back_and_forth[0] else DIVIDER_STEP
            self._canvas.set_divider(self._canvas.divider + step)
        else:
            return False
        return True

    def key_release(self, event: QKeyEvent) -> bool:
        """Whether the key meant something here."""
        if event.key() not in (*_BEFORE_KEYS, _LOUPE_KEY):
            return False
        if not event.isAutoRepeat():
            let_go = (
                self._canvas.hold_loupe if event.key() == _LOUPE_KEY else self._canvas.hold_before
            )
            let_go(False)
        return True

    def let_go(self) -> None:
        """The focus goes: a key that is released elsewhere must not leave the view held."""
        self._canvas.hold_before(False)
        self._canvas.hold_loupe(False)

    def _on_divider(self, point: QPointF) -> bool:
        at = self._canvas.divider_at()
        return at is not None and abs(self._along(point) - at) <= HANDLE_RADIUS * 0.8

    def _along(self, point: QPointF) -> float:
        """The coordinate that the divider can be moved in."""
        return point.y() if self._canvas.is_divider_horizontal else point.x()

    def _show_cursor(self, point: QPointF) -> None:
        if self._hold is _Hold.PICTURE:
            shape = Qt.CursorShape.ClosedHandCursor
        elif self._hold is _Hold.DIVIDER or self._on_divider(point):
            is_horizontal = self._canvas.is_divider_horizontal
            shape = Qt.CursorShape.SplitVCursor if is_horizontal else Qt.CursorShape.SplitHCursor
        elif self._canvas.view.can_pan:
            shape = Qt.CursorShape.OpenHandCursor
        else:
            shape = Qt.CursorShape.ArrowCursor
        self._canvas.setCursor(shape)
