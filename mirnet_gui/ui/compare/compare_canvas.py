"""The widget that shows several views of one photograph, all at the same place and scale."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal, Slot
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

from mirnet_gui.jobs.display import DisplayPicture
from mirnet_gui.ui.canvas.arrangement import divider_at, fraction_at
from mirnet_gui.ui.canvas.gestures import CanvasGestures
from mirnet_gui.ui.canvas.picture_layer import PictureLayer
from mirnet_gui.ui.canvas.rendered import Rendered
from mirnet_gui.ui.canvas.scene_painter import paint_divider
from mirnet_gui.ui.canvas.view_transform import Box, Size, ViewTransform
from mirnet_gui.ui.compare.compare_state import INPUT, View
from mirnet_gui.ui.compare.pane_painter import paint_overlay
from mirnet_gui.ui.compare.panes import Layout, Panes
from mirnet_gui.ui.tokens import DARK, Tokens

_MARGIN = 8
_FLICKER_MS = 700
_NOTHING = Size(0, 0)
_CLICK = 4.0
# Narrower pictures have their figures above and below them.
_LEAST_WIDTH = 330.0


class CompareCanvas(QWidget):
    """Synchronized views; points are in logical pixels."""

    view_changed = Signal()
    """Scale, layout or place changed; ask :attr:`percent`."""
    clicked = Signal(str)
    """The key of a view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views: list[View] = []
        self._layers: dict[int, tuple[DisplayPicture, PictureLayer]] = {}
        self._layout = Layout.GRID
        self._pair = (0, 1)
        self._turn = 0
        self._divider = 0.5
        self._only_before = False
        self._histograms = ""
        self._tokens = DARK
        self._pressed = QPointF()
        self._view = ViewTransform.fitted(_NOTHING, _NOTHING)
        self._rendered = Rendered()
        self._gestures = CanvasGestures(self)
        self._flicker = QTimer(self)
        self._flicker.setInterval(_FLICKER_MS)
        self._flicker.timeout.connect(self.next_turn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 240)
        self.setAccessibleName("Views of the photograph")

    # What is shown

    @property
    def views(self) -> list[View]:
        """In their order."""
        return list(self._views)

    @property
    def layout_shown(self) -> Layout:
        """How the views are put against each other."""
        return self._layout

    @property
    def view(self) -> ViewTransform:
        """Where the picture lies in every pane."""
        return self._view

    @property
    def percent(self) -> float:
        """Device pixels for a pixel of the picture, times 100."""
        return self._view.scale * 100

    @property
    def divider(self) -> float:
        """Share of the visible picture before the divider, in 0..1."""
        return self._divider

    @property
    def turn(self) -> int:
        """Which view is shown when they take turns."""
        return self._turn

    def show_views(self, views: Sequence[View]) -> None:
        """Show ``views``; the place stays if the picture is as large as before."""
        before = self._picture_size()
        self._views = list(views)
        standing = {id(view.picture) for view in views}
        for key in [key for key in self._layers if key not in standing]:
            self._rendered.forget(self._layers.pop(key)[1])
        self._turn = min(self._turn, max(len(views) - 1, 0))
        self._pair = self._within(self._pair)
        self.setAccessibleDescription(", ".join(view.label for view in views))
        if self._picture_size() != before:
            self._rendered.forget()
            self.fit()
        else:
            self._set_view(self._view.resized(self._panes().pane))

    def set_layout(self, layout: Layout) -> None:
        """Change between row, grid, slider and flicker."""
        self._layout = layout
        if layout is Layout.FLICKER:
            self._flicker.start()
        else:
            self._flicker.stop()
        self._set_view(self._view.resized(self._panes().pane))

    def set_pair(self, left: int, right: int) -> None:
        """Which two views the slider lies between."""
        self._pair = self._within((left, right))
        self.update()

    @property
    def pair(self) -> tuple[int, int]:
        """The views at the left and the right of the divider."""
        return self._pair

    def set_histograms(self, kind: str) -> None:
        """Draw histograms on the views: "linear", "log" or "" for none."""
        self._histograms = kind
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

    @Slot()
    def next_turn(self) -> None:
        """Show the next view, when they take turns; those without a picture are passed over."""
        shown = [place for place, view in enumerate(self._views) if view.picture is not None]
        if shown:
            later = [place for place in shown if place > self._turn]
            self._turn = later[0] if later else shown[0]
            self.update()

    # Where it is looked at

    def fit(self) -> None:
        """Show the whole picture in every pane."""
        margin = _MARGIN * self.devicePixelRatioF()
        self._set_view(ViewTransform.fitted(self._picture_size(), self._panes().pane, margin))

    def actual_size(self, at: QPointF | None = None) -> None:
        """One pixel of the picture on one pixel of the screen."""
        self._zoom_to(1.0, at)

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
        self._zoom_to(target, at)

    def pan_by(self, dx: float, dy: float) -> None:
        """Move the picture by logical pixels, in all panes."""
        ratio = self.devicePixelRatioF()
        self._set_view(self._view.panned(dx * ratio, dy * ratio))

    def divider_x(self) -> float | None:
        """Where the divider stands, None when there is none to take hold of."""
        if self._layout is not Layout.SLIDER or len(self._views) < 2:
            return None
        return divider_at(self._divider, self._view.visible()) / self.devicePixelRatioF()

    def put_divider_at(self, x: float) -> None:
        """Put the divider under the point ``x`` of the widget."""
        self.set_divider(fraction_at(x * self.devicePixelRatioF(), self._view.visible()))

    def set_divider(self, fraction: float) -> None:
        """Put the divider at ``fraction`` (0..1) of the visible picture."""
        self._divider = min(1.0, max(0.0, fraction))
        self.update()

    # Inside

    def _within(self, pair: tuple[int, int]) -> tuple[int, int]:
        last = max(len(self._views) - 1, 0)
        return min(pair[0], last), min(pair[1], last)

    def _picture_size(self) -> Size:
        found = [view.picture for view in self._views if view.picture is not None]
        return Size(found[0].width, found[0].height) if found else _NOTHING

    def _panes(self) -> Panes:
        ratio = self.devicePixelRatioF()
        size = Size(self.width() * ratio, self.height() * ratio)
        return Panes(self._layout, len(self._views), size, self._picture_size())

    def _set_view(self, view: ViewTransform) -> None:
        self._view = view
        self.update()
        self.view_changed.emit()

    def _zoom_to(self, scale: float, at: QPointF | None) -> None:
        pane = self._view.pane
        x, y = pane.width / 2, pane.height / 2
        if at is not None:
            ratio, panes = self.devicePixelRatioF(), self._panes()
            x, y = at.x() * ratio, at.y() * ratio
            place = panes.at(x, y)
            if place is not None:
                box = panes.box(place)
                x, y = x - box.left, y - box.top
        self._set_view(self._view.zoomed_to(scale, x, y))

    def _layer(self, picture: DisplayPicture) -> PictureLayer:
        if id(picture) not in self._layers:
            # The picture is held as well: its id is its own only as long as it lives.
            self._layers[id(picture)] = picture, PictureLayer(picture)
        return self._layers[id(picture)][1]

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw all panes."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self._tokens.canvas))
        if self._views:
            if self._layout is Layout.SLIDER and len(self._views) > 1 and not self._only_before:
                self._paint_slider(painter)
            elif self._layout in (Layout.SLIDER, Layout.FLICKER):
                self._paint_pane(painter, self._shown(self._turn), self._panes().box(0))
            else:
                for place in range(len(self._views)):
                    self._paint_pane(painter, self._shown(place), self._panes().box(place))
        painter.end()

    def _shown(self, place: int) -> View:
        before = [view for view in self._views if view.key == INPUT]
        return before[0] if self._only_before and before else self._views[place]

    def _paint_pane(self, painter: QPainter, view: View, box: Box) -> None:
        ratio = self.devicePixelRatioF()
        pane = Box(box.left / ratio, box.top / ratio, box.right / ratio, box.bottom / ratio)
        logical = self._covered(pane)
        painter.save()
        painter.setClipRect(QRectF(pane.left, pane.top, pane.width, pane.height))
        self._paint_picture(painter, view, box)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_overlay(painter, view, logical, self._tokens, histograms=self._histograms)
        painter.restore()

    def _covered(self, pane: Box) -> Box:
        """Where the picture lies within ``pane``, or all of it where that is too small."""
        ratio, seen = self.devicePixelRatioF(), self._view.visible()
        left, right = pane.left + seen.left / ratio, pane.left + seen.right / ratio
        if right - left < _LEAST_WIDTH:
            return pane
        return Box(left, pane.top + seen.top / ratio, right, pane.top + seen.bottom / ratio)

    def _paint_picture(self, painter: QPainter, view: View, box: Box) -> None:
        if view.picture is None:
            return
        ratio = self.devicePixelRatioF()
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        layer = self._layer(view.picture)
        image = self._rendered.pane(layer, self._view, self._tokens.canvas)
        painter.drawImage(round(box.left), round(box.top), image)
        painter.restore()

    def _paint_slider(self, painter: QPainter) -> None:
        ratio, box = self.devicePixelRatioF(), self._panes().box(0)
        left, right = (self._views[place] for place in self._pair)
        x = self.divider_x() or 0.0
        whole = Box(0, 0, box.right / ratio, box.bottom / ratio)
        for view, start, stop in ((left, 0.0, x), (right, x, whole.right)):
            painter.save()
            painter.setClipRect(QRectF(start, 0, stop - start, whole.bottom))
            self._paint_picture(painter, view, box)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            lying = self._covered(whole)
            side = Box(max(start, lying.left), lying.top, min(stop, lying.right), lying.bottom)
            paint_overlay(painter, view, side, self._tokens, histograms=self._histograms)
            painter.restore()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = QColor(self._tokens.accent) if self.hasFocus() else None
        paint_divider(painter, round(x), self._covered(whole), accent)

    # Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the picture fitted, or its middle in the middle."""
        super().resizeEvent(event)
        self._set_view(self._view.resized(self._panes().pane))

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
        self._pressed = event.position()
        self._gestures.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Drag what is held."""
        self._gestures.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Let go; without having dragged it was a click."""
        self._gestures.release(event)
        moved = event.position() - self._pressed
        if event.button() is Qt.MouseButton.LeftButton and moved.manhattanLength() < _CLICK:
            ratio = self.devicePixelRatioF()
            place = self._panes().at(event.position().x() * ratio, event.position().y() * ratio)
            if place is not None:
                shown = self._turn if self._layout is Layout.FLICKER else place
                self.clicked.emit(self._views[shown].key)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Change between the whole picture and its pixels."""
        self._gestures.double_click(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Arrows move, space shows the photograph as it was, Alt and a digit choose a view."""
        place = event.key() - int(Qt.Key.Key_1)
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and 0 <= place < len(self._views):
            self.clicked.emit(self._views[place].key)
        elif not self._gestures.key_press(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """The end of press-and-hold."""
        if not self._gestures.key_release(event):
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Without the focus the key's release is not heard."""
        super().focusOutEvent(event)
        self.hold_before(False)
