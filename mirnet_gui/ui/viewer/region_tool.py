"""What the hand does to a region on the photograph: draw, move, pull, turn and paint it."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QCursor, QKeyEvent, QMouseEvent, QPainter, QWheelEvent

from mirnet_gui.language import tr
from mirnet_gui.tone.shapes import Brush, Framed, Gradient, Shape
from mirnet_gui.ui.viewer.region_brush import BrushSettings, StrokeInHand
from mirnet_gui.ui.viewer.region_drag import Drag, dragged
from mirnet_gui.ui.viewer.region_outline import (
    HANDLE_REACH,
    Grip,
    Handle,
    OnCanvas,
    clip_of,
    contains,
    handles_of,
    paint_brush,
    paint_region,
)
from mirnet_gui.ui.viewer.scene import Scene

_LEFT_BUTTON = Qt.MouseButton.LeftButton
_STEP, _LARGE_STEP = 0.01, 0.05
_GROWTH = 1.1
_BRUSH_GROWTH = 1.2
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_LARGER, _SMALLER = (Qt.Key.Key_Plus, Qt.Key.Key_Equal), (Qt.Key.Key_Minus,)
_BRUSH_SIZES = {Qt.Key.Key_BracketLeft: 1 / _BRUSH_GROWTH, Qt.Key.Key_BracketRight: _BRUSH_GROWTH}
_REMOVING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_AMOUNTS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Canvas(Protocol):
    """What regions are seen on."""

    def scene(self) -> Scene:
        """All that is drawn."""
        ...

    def update(self) -> None:
        """Draw it anew."""
        ...

    def setCursor(self, cursor: QCursor | Qt.CursorShape, /) -> None:
        """As every widget has it."""
        ...


class RegionTool(QObject):
    """One shape at a time; a canvas asks it first, as a :class:`mirnet_gui.ui.viewer.tool.Tool`.

    While the space bar is held everything goes to the canvas, so that the picture can be moved.
    """

    taken_up = Signal()
    """What the hand does from now on is another change."""
    shaped = Signal(object)
    """:class:`Shape`, as the hand makes it."""
    brush_changed = Signal(object)
    """:class:`BrushSettings`, by key or wheel."""
    removed = Signal()
    """The region is not wanted any more."""
    left = Signal()
    """The hand is done with it."""
    amounts_asked = Signal()
    """The keys are to go to its amounts."""

    def __init__(self, canvas: Canvas, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._shape: Shape | None = None
        self._is_fresh = False
        self._drag: Drag | None = None
        self._stroke: StrokeInHand | None = None
        self._pointer: QPointF | None = None
        self._is_passing_on = False
        self.brush = BrushSettings()

    @property
    def shape(self) -> Shape | None:
        """That which is being worked on."""
        return self._shape

    def take(self, shape: Shape | None, *, fresh: bool = False) -> None:
        """Work on ``shape`` from now on; a ``fresh`` one can be drawn anew wherever one likes."""
        self._shape, self._is_fresh = shape, fresh
        self._drag = self._stroke = None
        self._canvas.update()

    def show_shape(self, shape: Shape) -> None:
        """It is another one now, and the hand goes on."""
        self._shape = shape
        self._canvas.update()

    def set_brush(self, brush: BrushSettings) -> None:
        """How the next stroke is painted."""
        self.brush = brush
        self._canvas.update()

    @property
    def description(self) -> str:
        """See :class:`mirnet_gui.ui.viewer.tool.Tool`."""
        if self._shape is None:
            return ""
        if isinstance(self._shape, Brush):
            return tr("A brush paints the region. Brackets change its size, Escape leaves it.")
        return tr("Arrows move the region, plus and minus size it, Escape leaves it.")

    # The mouse

    def press(self, event: QMouseEvent) -> bool:
        """Take hold of a handle or of the shape, or begin a stroke."""
        if event.button() is not _LEFT_BUTTON or self._shape is None or self._is_passing_on:
            return False
        point = event.position()
        where = OnCanvas.at(self._canvas.scene(), point)
        place = where.place(point)
        if isinstance(self._shape, Brush):
            is_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            brush = replace(self.brush, erases=self.brush.erases or is_alt)
            self._stroke = StrokeInHand(self._shape, place, brush, where.proportions)
            self.taken_up.emit()
            self._emit(self._stroke.painted)
            return True
        handle = self._handle_at(where, point)
        if handle is None and not (self._is_fresh and isinstance(self._shape, Framed | Gradient)):
            return False
        self._drag = Drag(place, self._shape, handle)
        self.taken_up.emit()
        return True

    def move(self, event: QMouseEvent) -> bool:
        """Go on with it; without a button, show what could be taken."""
        point = self._pointer = event.position()
        if self._shape is None or self._is_passing_on:
            return False
        where = OnCanvas.at(self._canvas.scene(), point)
        if self._stroke is not None:
            if self._stroke.reach(where.place(point)):
                self._emit(self._stroke.painted)
            self._canvas.update()
            return True
        if self._drag is not None:
            stepwise = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._emit(dragged(self._drag, where.place(point), where, stepwise=stepwise))
            return True
        if isinstance(self._shape, Brush):
            self._canvas.setCursor(Qt.CursorShape.CrossCursor)
            self._canvas.update()
            return True
        handle = self._handle_at(where, point)
        if handle is not None:
            is_moving = handle.grip is Grip.MOVE
            self._canvas.setCursor(
                Qt.CursorShape.SizeAllCursor if is_moving else Qt.CursorShape.PointingHandCursor
            )
        elif self._is_fresh:
            self._canvas.setCursor(Qt.CursorShape.CrossCursor)
        return handle is not None or self._is_fresh

    def release(self, event: QMouseEvent) -> bool:
        """Let go of it."""
        doing = self._drag or self._stroke
        if doing is None or event.button() is not _LEFT_BUTTON:
            return False
        self._drag = self._stroke = None
        if self._shape != doing.before:
            self._is_fresh = False
        self._canvas.update()
        return True

    def wheel(self, event: QWheelEvent) -> bool:
        """With Ctrl, the size of the brush."""
        is_ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if not is_ctrl or not isinstance(self._shape, Brush):
            return False
        self._resize_brush(float(_GROWTH ** (event.angleDelta().y() / 120)))
        event.accept()
        return True

    def leave(self) -> None:
        """The pointer is elsewhere: there is no brush to be seen."""
        self._pointer = None
        self._canvas.update()

    # Keys

    def wants(self, event: QKeyEvent) -> bool:
        """Keys that mean something else in all of the window."""
        if self._shape is None:
            return False
        key = event.key()
        plain = not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        is_size = key in _BRUSH_SIZES and isinstance(self._shape, Brush)
        known = (Qt.Key.Key_Escape, *_AMOUNTS, *_REMOVING, *_LARGER, *_SMALLER, *_ARROWS)
        return plain and (is_size or key in known)

    def key_press(self, event: QKeyEvent) -> bool:
        """Arrows move it, plus and minus size it, brackets the brush; Esc leaves it.

        Enter goes to its amounts.
        """
        if self._shape is None:
            return False
        key = event.key()
        if key == Qt.Key.Key_Space:
            self._is_passing_on = True
            self._canvas.setCursor(Qt.CursorShape.OpenHandCursor)
            return True
        if not self.wants(event):
            return False
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in _REMOVING:
            self.removed.emit()
        elif key in _AMOUNTS:
            self.amounts_asked.emit()
        elif key in _BRUSH_SIZES:
            self._resize_brush(_BRUSH_SIZES[Qt.Key(key)])
        else:
            if not event.isAutoRepeat():
                self.taken_up.emit()
            self._shape_by_key(Qt.Key(key), event.modifiers())
        return True

    def key_release(self, event: QKeyEvent) -> bool:
        """The end of moving the picture."""
        if event.key() != Qt.Key.Key_Space or not self._is_passing_on:
            return False
        if not event.isAutoRepeat():
            self._is_passing_on = False
        return True

    def let_go(self) -> None:
        """The focus goes."""
        self._is_passing_on = False

    # Painting

    def paint(self, painter: QPainter, scene: Scene, *, has_focus: bool) -> None:
        """The outline with its handles in every place, and the brush where the pointer is."""
        shape = self._shape
        if shape is None or scene.held:
            return
        accent = QColor(scene.tokens.accent) if has_focus else None
        # A divider parts one place: what lies in it is drawn once.
        boxes = {(each.box.left, each.box.top): each for each in scene.placed()}
        for placed in boxes.values():
            painter.save()
            painter.setClipRect(clip_of(scene, replace(placed, seen=placed.box)))
            paint_region(painter, shape, OnCanvas.of(scene, placed), accent)
            painter.restore()
        if isinstance(shape, Brush) and self._pointer is not None:
            where = OnCanvas.at(scene, self._pointer)
            paint_brush(
                painter, self._pointer, self.brush.radius * where.longer, self.brush.hardness
            )

    # Inside

    def _handle_at(self, where: OnCanvas, point: QPointF) -> Handle | None:
        if self._shape is None:
            return None
        for handle in handles_of(self._shape, where):
            apart = handle.at - point
            if max(abs(apart.x()), abs(apart.y())) <= HANDLE_REACH:
                return handle
        return Handle(Grip.MOVE, point) if contains(self._shape, where, point) else None

    def _shape_by_key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
        if self._shape is None:
            return
        if key in _ARROWS:
            across, down = _ARROWS[key]
            is_large = modifiers & Qt.KeyboardModifier.ShiftModifier
            step = _LARGE_STEP if is_large else _STEP
            self._emit(self._shape.moved(across * step, down * step))
        else:
            self._emit(self._shape.scaled(_GROWTH if key in _LARGER else 1 / _GROWTH))

    def _resize_brush(self, factor: float) -> None:
        self.set_brush(self.brush.resized(factor))
        self.brush_changed.emit(self.brush)

    def _emit(self, shape: Shape) -> None:
        if shape != self._shape:
            self._shape = shape
            self.shaped.emit(shape)
            self._canvas.update()
