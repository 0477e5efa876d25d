"""The widget that shows a photograph before and after."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QEvent, QPointF, Qt, QVariantAnimation, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from mirnet_gui.inference.onlooker import Region
from mirnet_gui.jobs.developing import DevelopedShot, Shot
from mirnet_gui.jobs.display import DisplayPart
from mirnet_gui.ui.canvas.arrangement import Arrangement, ViewMode, fraction_at
from mirnet_gui.ui.canvas.gestures import CanvasGestures
from mirnet_gui.ui.canvas.picture_layer import DevelopedLayer, PictureLayer
from mirnet_gui.ui.canvas.scene import Scene
from mirnet_gui.ui.canvas.scene_painter import Layers, ScenePainter
from mirnet_gui.ui.canvas.view_transform import Size, ViewTransform, level_for
from mirnet_gui.ui.tokens import DARK, Tokens

FIT_MARGIN = 24
"""Logical pixels around a picture that is shown whole."""

_REVEAL_MS = 420
_NOTHING = Size(0, 0)


class ComparisonCanvas(QWidget):
    """Before and after with a divider, zoom and pan; points are in logical pixels."""

    view_changed = Signal()
    """Scale, mode or place changed; ask :attr:`percent`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before: PictureLayer | None = None
        self._after: PictureLayer | None = None
        self._developed: DevelopedLayer | None = None
        self._mode = ViewMode.SLIDER
        self._divider = 0.5
        self._strength = 1.0
        self._only_before = False
        self._pending = ""
        self._provisional = False
        self._tokens = DARK
        self._view = ViewTransform.fitted(_NOTHING, _NOTHING)
        self._painter = ScenePainter()
        self._gestures = CanvasGestures(self)
        self._reveal = QVariantAnimation(self)
        self._reveal.valueChanged.connect(self._on_revealed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 180)
        self.setAccessibleName("Photograph, before and after")
        self._describe()

    # What is shown

    @property
    def mode(self) -> ViewMode:
        """How before and after are put against each other."""
        return self._mode

    @property
    def divider(self) -> float:
        """Share of the visible picture that lies before the divider, in 0..1."""
        return self._divider

    @property
    def percent(self) -> float:
        """Device pixels for a pixel of the picture, times 100."""
        return self._view.scale * 100

    @property
    def view(self) -> ViewTransform:
        """Where the picture lies in its pane."""
        return self._view

    @property
    def pending(self) -> str:
        """What stands on the side of the result while there is none."""
        return self._pending

    @property
    def provisional(self) -> bool:
        """Whether a preview stands where the result will be."""
        return self._after is not None and self._provisional

    @property
    def region(self) -> Region:
        """The rectangle of the photograph that is to be seen."""
        seen = self._view.visible()
        left, top = self._view.to_picture(seen.left, seen.top)
        right, bottom = self._view.to_picture(seen.right, seen.bottom)
        return Region(round(top), round(left), round(bottom), round(right))

    @property
    def shot(self) -> Shot:
        """The same, and from which copy of the photograph it is drawn."""
        levels = 1 if self._before is None else len(self._before.picture.levels)
        return Shot(self.region, level_for(self._view.scale, levels))

    def show_picture(self, before: PictureLayer) -> None:
        """Show another photograph, whole, without a result yet."""
        self._before, self._after, self._developed = before, None, None
        self._painter.forget()
        self._only_before = False
        self.fit()

    def show_result(self, after: PictureLayer, *, reveal: bool) -> None:
        """Put the result on the other side; ``reveal`` draws it in from the right."""
        self._after, self._provisional = after, False
        self._painter.forget()
        if reveal and self._mode is ViewMode.SLIDER and self.isVisible():
            self._reveal.stop()
            self._reveal.setDuration(_REVEAL_MS)
            self._reveal.setEasingCurve(QEasingCurve.Type.InOutCubic)
            self._reveal.setStartValue(1.0)
            self._reveal.setEndValue(self._divider if 0.0 < self._divider < 1.0 else 0.5)
            self._reveal.start()
        self.update()

    def show_preview(self, after: PictureLayer) -> None:
        """Put about what the result will be on the other side, and say so, until it comes."""
        self.show_result(after, reveal=True)
        self._provisional = True
        self.update()

    def show_part(self, part: DisplayPart) -> None:
        """Put a part of the result into its preview."""
        if self._after is not None and self.provisional:
            self._after.put(part)
            self._painter.forget(self._after)
            self.update()

    def show_developed(self, shot: DevelopedShot | None) -> None:
        """Show the result as it was chosen; None: as it is."""
        if self._developed is not None:
            self._painter.forget(self._developed)
        self._developed = None
        if shot is not None and self._after is not None:
            self._developed = DevelopedLayer(shot, self._after.picture)
        self.update()

    def drop_result(self) -> None:
        """Take the result away; the photograph stays where it is."""
        self._after = self._developed = None
        self._painter.forget()
        self.update()

    def say_pending(self, text: str) -> None:
        """What stands on the side of the result while there is none ("" for nothing)."""
        self._pending = text
        self.update()

    def set_strength(self, strength: float) -> None:
        """How much of the result is painted over the photograph, 0..1."""
        self._strength = strength
        self.update()

    def set_tokens(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self._tokens = tokens
        self.update()

    def hold_before(self, held: bool) -> None:
        """Show nothing but the photograph as it was while ``held``."""
        if held != self._only_before:
            self._only_before = held
            self.update()

    # Where it is looked at

    def set_mode(self, mode: ViewMode) -> None:
        """Change between divider, two panes and the result alone."""
        self._mode = mode
        self._set_view(self._view.resized(self._arrangement().pane))

    def set_divider(self, fraction: float) -> None:
        """Put the divider at ``fraction`` (0..1) of the visible picture."""
        self._reveal.stop()
        self._put_divider(fraction)

    def put_divider_at(self, x: float) -> None:
        """Put the divider under the point ``x`` of the widget."""
        self.set_divider(fraction_at(x * self.devicePixelRatioF(), self._view.visible()))

    def divider_x(self) -> float | None:
        """Where the divider stands, None when there is none to take hold of."""
        if self._before is None or not self._scene().shows_divider:
            return None
        return self._scene().divider_x / self.devicePixelRatioF()

    def fit(self) -> None:
        """Show the whole picture."""
        self._set_view(self._fitted())

    def actual_size(self, at: QPointF | None = None) -> None:
        """One pixel of the picture on one pixel of the screen."""
        self.zoom_to(1.0, at)

    def toggle_fit(self, at: QPointF) -> None:
        """Change between the whole picture and its actual pixels around ``at``."""
        if self._view.is_fitted:
            self.actual_size(at)
        else:
            self.fit()

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Enlarge by ``factor`` around ``at`` (the middle without it), stopping at 1:1."""
        target = self._view.scale * factor
        if (self._view.scale - 1.0) * (target - 1.0) < -1e-9:
            target = 1.0
        self.zoom_to(target, at)

    def zoom_to(self, scale: float, at: QPointF | None = None) -> None:
        """Show at ``scale`` device pixels per pixel around ``at``."""
        pane = self._view.pane
        x, y = pane.width / 2, pane.height / 2
        if at is not None:
            ratio = self.devicePixelRatioF()
            x, y = self._arrangement().within_pane(at.x() * ratio), at.y() * ratio
        self._set_view(self._view.zoomed_to(scale, x, y))

    def pan_by(self, dx: float, dy: float) -> None:
        """Move the picture by logical pixels."""
        ratio = self.devicePixelRatioF()
        self._set_view(self._view.panned(dx * ratio, dy * ratio))

    # Inside

    def _arrangement(self) -> Arrangement:
        ratio = self.devicePixelRatioF()
        return Arrangement(self._mode, Size(self.width() * ratio, self.height() * ratio))

    def _fitted(self) -> ViewTransform:
        picture = _NOTHING if self._before is None else self._before.size
        margin = FIT_MARGIN * self.devicePixelRatioF()
        return ViewTransform.fitted(picture, self._arrangement().pane, margin)

    def _set_view(self, view: ViewTransform) -> None:
        self._view = view
        self.update()
        self.view_changed.emit()

    def _put_divider(self, fraction: float) -> None:
        self._divider = min(1.0, max(0.0, fraction))
        self._describe()
        self.update()

    @Slot(object)
    def _on_revealed(self, value: float) -> None:
        self._put_divider(value)

    def _describe(self) -> None:
        self.setAccessibleDescription(
            f"The divider stands at {self._divider * 100:.0f} percent. Left and right move it, "
            "plus and minus zoom, space shows the photograph as it was."
        )

    def _scene(self) -> Scene:
        return Scene(
            arrangement=self._arrangement(),
            view=self._view,
            ratio=self.devicePixelRatioF(),
            divider=self._divider,
            strength=self._strength,
            has_after=self._after is not None,
            only_before=self._only_before,
            provisional=self._provisional,
            pending=self._pending,
            background=self._tokens.canvas,
        )

    # Qt's events

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the scene."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self._tokens.canvas))
        if self._before is not None:
            accent = QColor(self._tokens.accent) if self.hasFocus() else None
            self._painter.paint(
                painter,
                self._scene(),
                Layers(self._before, self._developed or self._after),
                accent,
            )
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the picture fitted, or its middle in the middle."""
        super().resizeEvent(event)
        self._set_view(self._view.resized(self._arrangement().pane))

    def event(self, event: QEvent) -> bool:
        """Pinch on a touch pad; everything else as Qt has it."""
        if isinstance(event, QNativeGestureEvent) and self._gestures.pinch(event):
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Zoom around the pointer."""
        self._gestures.wheel(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Take hold of the divider or of the picture."""
        self._gestures.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Drag what is held."""
        self._gestures.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Let go."""
        self._gestures.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Change between the whole picture and its pixels."""
        self._gestures.double_click(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Arrows and space."""
        if not self._gestures.key_press(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """The end of press-and-hold."""
        if not self._gestures.key_release(event):
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """A key that is released elsewhere must not leave the view held."""
        self.hold_before(False)
        super().focusOutEvent(event)
