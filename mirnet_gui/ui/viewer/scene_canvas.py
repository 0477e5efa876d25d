"""The widget that draws panes: which ones, how they are put together, what stands on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mirnet_gui.jobs.clipping import Clipping
from mirnet_gui.jobs.region_mask import ShownMask
from mirnet_gui.ui.theme.tokens import DARK, Tokens
from mirnet_gui.ui.viewer.gesture_widget import GestureWidget
from mirnet_gui.ui.viewer.layouts import Arrangement, Layout
from mirnet_gui.ui.viewer.pane import Pane
from mirnet_gui.ui.viewer.rendered import Source
from mirnet_gui.ui.viewer.scene import Scene
from mirnet_gui.ui.viewer.scene_painter import Overlay, ScenePainter, rectangle
from mirnet_gui.ui.viewer.tool import Tool
from mirnet_gui.ui.viewer.view_transform import Size, ViewTransform

_FLICKER_MS = 700
_NOTHING = Size(0, 0)
_FOCUS = 2.0
_BY_KEY = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class SceneCanvas(GestureWidget):
    """Panes at one place and scale; a subclass moves that, and makes the gestures.

    ``margin`` logical pixels stay free around a picture that is shown whole, ``gap`` part panes.
    """

    view_changed = Signal()
    """Scale, layout or place changed."""
    panes_changed = Signal()
    pixels_changed = Signal()
    """A picture that is shown has other pixels now."""

    def __init__(
        self, overlay: Overlay, *, margin: int, gap: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._margin, self._gap = margin, gap
        self._panes: tuple[Pane, ...] = ()
        self._layout = Layout.SLIDER
        self._pair = (0, 1)
        self._turn = 0
        self._divider = 0.5
        self._is_horizontal = False
        self._held = False
        self._came_by_key = False
        self._histograms = ""
        self._clipping: dict[str, Clipping] = {}
        self._mask: ShownMask | None = None
        self._tokens = DARK
        self._view = ViewTransform.fitted(_NOTHING, _NOTHING)
        self._painter = ScenePainter(overlay)
        self._flicker = QTimer(self)
        self._flicker.setInterval(_FLICKER_MS)
        self._flicker.timeout.connect(self.next_turn)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 180)

    # What is shown

    @property
    def panes(self) -> list[Pane]:
        """In their order."""
        return list(self._panes)

    @property
    def picture_layout(self) -> Layout:
        """How the panes are put against each other."""
        return self._layout

    @property
    def view(self) -> ViewTransform:
        """Where the picture lies in every place."""
        return self._view

    @property
    def actual_scale(self) -> float:
        """The scale of :attr:`view` at which a pixel of the largest picture is one of the screen's.

        The view speaks of the first picture; a result may have several pixels for one of that.
        """
        widths = [pane.picture.width for pane in self._panes if pane.picture is not None]
        return max(widths) / widths[0] if widths else 1.0

    @property
    def pair(self) -> tuple[int, int]:
        """The panes at the left and the right of the divider."""
        return self._pair

    @property
    def turn(self) -> int:
        """Which pane is shown when they take turns."""
        return self._turn

    def pane_box(self, place: int) -> QRectF:
        """Where the pane number ``place`` lies."""
        return rectangle(self.scene().logical(self._arrangement().box(place)))

    def show_panes(self, panes: Sequence[Pane]) -> None:
        """Show ``panes``; the place stays if the picture is as large as before."""
        before, scale = self._picture_size(), self.actual_scale
        self._panes = tuple(panes)
        self._painter.keep(panes)
        self._turn = min(self._turn, max(len(panes) - 1, 0))
        self._pair = self._within(self._pair)
        self._describe()
        if self._picture_size() != before:
            self.fit()
        elif self._arrangement().pane != self._view.pane:
            self._set_view(self._view.resized(self._arrangement().pane))
        else:
            self.update()
            if self.actual_scale != scale:
                self.view_changed.emit()
        self.panes_changed.emit()

    def fit(self) -> None:
        """Show the whole picture in every place."""
        margin = self._margin * self.devicePixelRatioF()
        pane = self._arrangement().pane
        self._set_view(ViewTransform.fitted(self._picture_size(), pane, margin))

    def set_layout(self, layout: Layout) -> None:
        """Change how the panes are put against each other."""
        self._layout = layout
        if layout is Layout.FLICKER:
            self._flicker.start()
        else:
            self._flicker.stop()
        self._describe()
        self._set_view(self._view.resized(self._arrangement().pane))

    def set_pair(self, left: int, right: int) -> None:
        """Which two panes the divider lies between."""
        self._pair = self._within((left, right))
        self.update()

    def set_histograms(self, kind: str) -> None:
        """Draw histograms on the pictures: "linear", "log" or "" for none."""
        self._histograms = kind
        self.update()

    def show_clipping(self, clipping: Mapping[str, Clipping]) -> None:
        """Mark what is clipped in panes, by their keys; an empty mapping for no marks."""
        if clipping or self._clipping:
            self._clipping = dict(clipping)
            self._painter.keep_clipping(self._clipping.values())
            self.update()

    def use(self, tool: Tool | None) -> None:
        """Ask ``tool`` before all gestures; None: nobody."""
        self.tool = tool
        self._describe()
        self.update()

    def show_mask(self, mask: ShownMask | None) -> None:
        """Show where a region acts, over the picture that it is of; None for nothing."""
        if mask is not self._mask:
            self._mask = mask
            self._painter.keep_mask(mask)
            self.update()

    def set_tokens(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self._tokens = tokens
        self.update()

    def hold_before(self, held: bool) -> None:
        """Show nothing but the photograph as it was while ``held``."""
        if held != self._held:
            self._held = held
            self.update()

    def repaint_source(self, source: Source) -> None:
        """Draw ``source`` anew: its pixels have changed."""
        self._painter.forget(source)
        self.update()
        self.pixels_changed.emit()

    @Slot()
    def next_turn(self) -> None:
        """Show the next pane, when they take turns; those without a picture are passed over."""
        filled = [place for place, pane in enumerate(self._panes) if pane.picture is not None]
        if filled:
            later = [place for place in filled if place > self._turn]
            self._turn = later[0] if later else filled[0]
            self.update()

    # How it looks at the moment

    def scene(self) -> Scene:
        """All that is drawn."""
        return Scene(
            arrangement=self._arrangement(),
            view=self._view,
            ratio=self.devicePixelRatioF(),
            panes=self._panes,
            tokens=self._tokens,
            divider=self._divider,
            horizontal=self._is_horizontal,
            pair=self._pair,
            turn=self._turn,
            held=self._held,
            histograms=self._histograms,
            clipping=self._clipping,
            mask=self._mask,
        )

    def _within(self, pair: tuple[int, int]) -> tuple[int, int]:
        if len(self._panes) < 2:
            # What was chosen is kept for the panes that will come.
            return pair
        last = len(self._panes) - 1
        return min(pair[0], last), min(pair[1], last)

    def _picture_size(self) -> Size:
        found = [pane.picture for pane in self._panes if pane.picture is not None]
        return Size(found[0].width, found[0].height) if found else _NOTHING

    def _arrangement(self) -> Arrangement:
        ratio = self.devicePixelRatioF()
        size = Size(self.width() * ratio, self.height() * ratio)
        return Arrangement(self._layout, len(self._panes), size, self._picture_size(), self._gap)

    def _set_view(self, view: ViewTransform) -> None:
        self._view = view
        self.update()
        self.view_changed.emit()

    def _describe(self) -> None:
        told = (self.scene().description, "" if self.tool is None else self.tool.description)
        self.setAccessibleDescription(" ".join(each for each in told if each))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keys go to whoever came by them."""
        self._came_by_key = event.reason() in _BY_KEY
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pictures, what stands on them, and the divider."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self._tokens.canvas))
        scene, actual = self.scene(), self.actual_scale
        self._painter.paint(painter, scene, actual, has_focus=self.hasFocus())
        if self.tool:
            self.tool.paint(painter, scene, has_focus=self.hasFocus())
        if self.hasFocus() and self._came_by_key and not scene.shows_divider:
            # Who clicked knows; and a divider says so itself.
            painter.setPen(QPen(QColor(self._tokens.accent_line), _FOCUS))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            half = _FOCUS / 2
            painter.drawRect(QRectF(self.rect()).adjusted(half, half, -half, -half))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the picture fitted, or its middle in the middle."""
        super().resizeEvent(event)
        self._set_view(self._view.resized(self._arrangement().pane))
