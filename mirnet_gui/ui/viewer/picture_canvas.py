"""The widget that shows one picture or several, all at the same place and scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mirnet_gui.inference.tile_observer import Region
from mirnet_gui.jobs.clipping import Clipping, ShownPicture
from mirnet_gui.jobs.developing import Shot
from mirnet_gui.jobs.display import DisplayPicture
from mirnet_gui.ui.theme.tokens import DARK, Tokens
from mirnet_gui.ui.viewer.gesture_widget import GestureWidget
from mirnet_gui.ui.viewer.gestures import CanvasGestures
from mirnet_gui.ui.viewer.layouts import Arrangement, Layout, fraction_at
from mirnet_gui.ui.viewer.loupe import Loupe, loupe_box, loupe_view
from mirnet_gui.ui.viewer.pane import Pane
from mirnet_gui.ui.viewer.rendered import Source
from mirnet_gui.ui.viewer.scene import Scene
from mirnet_gui.ui.viewer.scene_painter import Overlay, ScenePainter, rectangle
from mirnet_gui.ui.viewer.view_transform import Size, ViewTransform, level_for

_FLICKER_MS = 700
_NOTHING = Size(0, 0)


class PictureCanvas(GestureWidget):
    """Zoom, pan, divider and press-and-hold for any number of panes; points are logical pixels.

    ``margin`` logical pixels stay free around a picture that is shown whole, ``gap`` part panes.
    """

    view_changed = Signal()
    """Scale, layout or place changed; ask :attr:`percent`."""
    panes_changed = Signal()
    pixels_changed = Signal()
    """A picture that is shown has other pixels now."""
    loupe_changed = Signal()
    """It has come, moved or gone."""
    clicked = Signal(str)
    """The key of a pane."""

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
        self._histograms = ""
        self._clipping: dict[str, Clipping] = {}
        self._loupe = Loupe()
        self._tokens = DARK
        self._view = ViewTransform.fitted(_NOTHING, _NOTHING)
        self._painter = ScenePainter(overlay)
        self.gestures = CanvasGestures(self)
        self._flicker = QTimer(self)
        self._flicker.setInterval(_FLICKER_MS)
        self._flicker.timeout.connect(self.next_turn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 180)
        self._describe()

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
    def percent(self) -> float:
        """Device pixels for a pixel of the largest picture, times 100."""
        return self._view.scale / self.actual_scale * 100

    @property
    def actual_scale(self) -> float:
        """The scale of :attr:`view` at which a pixel of the largest picture is one of the screen's.

        The view speaks of the first picture; a result may have several pixels for one of that.
        """
        widths = [pane.picture.width for pane in self._panes if pane.picture is not None]
        return max(widths) / widths[0] if widths else 1.0

    @property
    def region(self) -> Region:
        """The rectangle of the photograph that is to be seen."""
        return Region(*(round(edge) for edge in _edges(self._view)))

    def shot_of(self, picture: DisplayPicture) -> Shot:
        """The same of ``picture``, which may be larger, and from which copy of it it is drawn."""
        return _shot(picture, self._view)

    def loupe_shot_of(self, picture: DisplayPicture) -> Shot | None:
        """What is to be seen of ``picture`` through the loupe, None while there is none."""
        view = loupe_view(self._scene(), self.actual_scale)
        return None if view is None else _shot(picture, view)

    @property
    def loupe_box(self) -> QRectF | None:
        """Where the loupe lies, None while there is none."""
        scene = self._scene()
        return None if scene.loupe is None or not self._panes else rectangle(loupe_box(scene))

    @property
    def shown(self) -> dict[str, ShownPicture]:
        """The pictures of the panes as they are seen, by their keys."""
        return {
            pane.key: ShownPicture(
                pane.picture,
                self.shot_of(pane.picture),
                pane.developed,
                pane.below,
                pane.opacity,
            )
            for pane in self._panes
            if pane.picture is not None
        }

    @property
    def divider(self) -> float:
        """Share of the visible picture that lies before the divider, in 0..1."""
        return self._divider

    @property
    def is_divider_horizontal(self) -> bool:
        """Whether it lies across, with the first of the pair above the second."""
        return self._is_horizontal

    @property
    def pair(self) -> tuple[int, int]:
        """The panes at the left and the right of the divider."""
        return self._pair

    @property
    def turn(self) -> int:
        """Which pane is shown when they take turns."""
        return self._turn

    @property
    def has_divider(self) -> bool:
        """Whether there is a divider to be moved."""
        return self._scene().has_divider

    def pane_box(self, place: int) -> QRectF:
        """Where the pane number ``place`` lies."""
        return rectangle(self._scene().logical(self._arrangement().box(place)))

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

    def set_tokens(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self._tokens = tokens
        self.update()

    def hold_before(self, held: bool) -> None:
        """Show nothing but the photograph as it was while ``held``."""
        if held != self._held:
            self._held = held
            self.update()

    @property
    def has_loupe(self) -> bool:
        """Whether the loupe is shown, be it switched on or held."""
        return self._loupe.is_on or self._loupe.is_held

    @property
    def is_loupe_on(self) -> bool:
        """Whether it is switched on."""
        return self._loupe.is_on

    def show_loupe(self, shown: bool) -> None:
        """Switch the loupe on or off."""
        self._loupe.is_on = shown
        self._on_loupe()

    def hold_loupe(self, held: bool) -> None:
        """Show the loupe while ``held``."""
        if held != self._loupe.is_held:
            self._loupe.is_held = held
            self._on_loupe()

    def point_at(self, point: QPointF | None) -> None:
        """Where the pointer is, None while it is away: there is the loupe."""
        self._loupe.pointer = point
        if self.has_loupe:
            self._on_loupe()

    def move_loupe(self, dx: float, dy: float) -> None:
        """Move the loupe by logical pixels, as far as the canvas goes."""
        at = self._loupe_at()
        if at is not None:
            x = min(max(at.x() + dx, 0.0), float(self.width()))
            y = min(max(at.y() + dy, 0.0), float(self.height()))
            self.point_at(QPointF(x, y))

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

    # Where it is looked at

    def set_divider(self, fraction: float) -> None:
        """Put the divider at ``fraction`` (0..1) of the visible picture."""
        self._divider = min(1.0, max(0.0, fraction))
        self._describe()
        self.update()

    def put_divider_at(self, position: float) -> None:
        """Put the divider at ``position``, as :meth:`divider_at` gives it."""
        at, seen = position * self.devicePixelRatioF(), self._view.visible()
        self.set_divider(fraction_at(at, seen, horizontal=self._is_horizontal))

    def divider_at(self) -> float | None:
        """The divider's x, or y where it is horizontal; None when there is none to take."""
        scene = self._scene()
        return scene.divider_at / scene.ratio if scene.shows_divider else None

    def turn_divider(self, *, horizontal: bool) -> None:
        """Let the divider lie or stand, at the same share of the picture."""
        self._is_horizontal = horizontal
        self._describe()
        self.update()

    def fit(self) -> None:
        """Show the whole picture in every place."""
        margin = self._margin * self.devicePixelRatioF()
        pane = self._arrangement().pane
        self._set_view(ViewTransform.fitted(self._picture_size(), pane, margin))

    def actual_size(self, at: QPointF | None = None) -> None:
        """One pixel of the largest picture on one pixel of the screen."""
        self.zoom_to(self.actual_scale, at)

    def toggle_fit(self, at: QPointF) -> None:
        """Change between the whole picture and its actual pixels around ``at``."""
        if self._view.is_fitted:
            self.actual_size(at)
        else:
            self.fit()

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Enlarge by ``factor`` around ``at`` (the middle without it), stopping at 1:1."""
        target, actual = self._view.scale * factor, self.actual_scale
        if (self._view.scale - actual) * (target - actual) < -1e-9:
            target = actual
        self.zoom_to(target, at)

    def zoom_to(self, scale: float, at: QPointF | None = None) -> None:
        """Show at ``scale`` device pixels per pixel around ``at``."""
        pane = self._view.pane
        x, y = pane.width / 2, pane.height / 2
        if at is not None:
            ratio = self.devicePixelRatioF()
            x, y = self._arrangement().within(at.x() * ratio, at.y() * ratio)
        self._set_view(self._view.zoomed_to(scale, x, y))

    def pan_by(self, dx: float, dy: float) -> None:
        """Move the picture by logical pixels, in all places."""
        ratio = self.devicePixelRatioF()
        self._set_view(self._view.panned(dx * ratio, dy * ratio))

    def click_at(self, point: QPointF) -> None:
        """Choose the pane under ``point``."""
        at = point * self.devicePixelRatioF()
        place = self._arrangement().at(at.x(), at.y())
        if place is not None:
            self.choose_pane(self._turn if self._layout is Layout.FLICKER else place)

    def choose_pane(self, place: int) -> bool:
        """Choose the pane number ``place``; whether there is one."""
        is_there = 0 <= place < len(self._panes)
        if is_there:
            self.clicked.emit(self._panes[place].key)
        return is_there

    # Inside

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

    def _scene(self) -> Scene:
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
            loupe=self._loupe_point(),
        )

    def _loupe_point(self) -> tuple[float, float] | None:
        point, ratio = self._loupe_at(), self.devicePixelRatioF()
        return None if point is None else (point.x() * ratio, point.y() * ratio)

    def _loupe_at(self) -> QPointF | None:
        first, ratio = self._arrangement().box(0), self.devicePixelRatioF()
        middle = QPointF(first.left + first.width / 2, first.top + first.height / 2) / ratio
        return self._loupe.point(middle)

    def _on_loupe(self) -> None:
        self._describe()
        self.update()
        self.loupe_changed.emit()

    def _describe(self) -> None:
        self.setAccessibleDescription(self._scene().description)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pictures, what stands on them, and the divider."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self._tokens.canvas))
        scene, actual = self._scene(), self.actual_scale
        self._painter.paint(painter, scene, actual, has_focus=self.hasFocus())
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the picture fitted, or its middle in the middle."""
        super().resizeEvent(event)
        self._set_view(self._view.resized(self._arrangement().pane))


def _edges(view: ViewTransform) -> tuple[float, float, float, float]:
    """Top, left, bottom and right of what ``view`` shows, in pixels of its picture."""
    seen = view.visible()
    left, top = view.to_picture(seen.left, seen.top)
    right, bottom = view.to_picture(seen.right, seen.bottom)
    return top, left, bottom, right


def _shot(picture: DisplayPicture, view: ViewTransform) -> Shot:
    """What ``view`` shows of ``picture``, which is drawn as large as the one it speaks of."""
    times = picture.width / max(view.picture.width, 1.0)
    region = Region(*(round(edge * times) for edge in _edges(view)))
    return Shot(region, level_for(view.scale / times, len(picture.levels)))
