"""The widget that shows one picture or several, and moves what is seen of them."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtWidgets import QWidget

from mirnet_gui.inference.tile_observer import Region
from mirnet_gui.jobs.clipping import ShownPicture
from mirnet_gui.jobs.developing import Shot
from mirnet_gui.jobs.display import DisplayPicture
from mirnet_gui.ui.viewer.gestures import CanvasGestures
from mirnet_gui.ui.viewer.layouts import Layout, fraction_at
from mirnet_gui.ui.viewer.loupe import Loupe, loupe_box, loupe_view
from mirnet_gui.ui.viewer.scene import Scene
from mirnet_gui.ui.viewer.scene_canvas import SceneCanvas
from mirnet_gui.ui.viewer.scene_painter import Overlay, rectangle
from mirnet_gui.ui.viewer.shots import region_in, shot_in


class PictureCanvas(SceneCanvas):
    """Zoom, pan, divider, loupe and press-and-hold for any number of panes.

    Points are logical pixels.
    """

    loupe_changed = Signal()
    """It has come, moved or gone."""
    clicked = Signal(str)
    """The key of a pane."""

    def __init__(
        self, overlay: Overlay, *, margin: int, gap: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(overlay, margin=margin, gap=gap, parent=parent)
        self._loupe = Loupe()
        self.gestures = CanvasGestures(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._describe()

    # What is seen

    @property
    def percent(self) -> float:
        """Device pixels for a pixel of the largest picture, times 100."""
        return self._view.scale / self.actual_scale * 100

    @property
    def region(self) -> Region:
        """The rectangle of the photograph that is to be seen."""
        return region_in(self._view)

    def shot_of(self, picture: DisplayPicture) -> Shot:
        """The same of ``picture``, which may be larger, and from which copy of it it is drawn."""
        return shot_in(self._view, picture)

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

    # Zoom and place

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

    # The divider

    @property
    def divider(self) -> float:
        """Share of the visible picture that lies before the divider, in 0..1."""
        return self._divider

    @property
    def is_divider_horizontal(self) -> bool:
        """Whether it lies across, with the first of the pair above the second."""
        return self._is_horizontal

    @property
    def has_divider(self) -> bool:
        """Whether there is a divider to be moved."""
        return self.scene().has_divider

    def divider_at(self) -> float | None:
        """The divider's x, or y where it is horizontal; None when there is none to take."""
        scene = self.scene()
        return scene.divider_at / scene.ratio if scene.shows_divider else None

    def set_divider(self, fraction: float) -> None:
        """Put the divider at ``fraction`` (0..1) of the visible picture."""
        self._divider = min(1.0, max(0.0, fraction))
        self._describe()
        self.update()

    def put_divider_at(self, position: float) -> None:
        """Put the divider at ``position``, as :meth:`divider_at` gives it."""
        at, seen = position * self.devicePixelRatioF(), self._view.visible()
        self.set_divider(fraction_at(at, seen, horizontal=self._is_horizontal))

    def turn_divider(self, *, horizontal: bool) -> None:
        """Let the divider lie or stand, at the same share of the picture."""
        self._is_horizontal = horizontal
        self._describe()
        self.update()

    # The loupe

    @property
    def has_loupe(self) -> bool:
        """Whether the loupe is shown, be it switched on or held."""
        return self._loupe.is_on or self._loupe.is_held

    @property
    def is_loupe_on(self) -> bool:
        """Whether it is switched on."""
        return self._loupe.is_on

    @property
    def loupe_box(self) -> QRectF | None:
        """Where the loupe lies, None while there is none."""
        scene = self.scene()
        return None if scene.loupe is None or not self._panes else rectangle(loupe_box(scene))

    def loupe_shot_of(self, picture: DisplayPicture) -> Shot | None:
        """What is to be seen of ``picture`` through the loupe, None while there is none."""
        view = loupe_view(self.scene(), self.actual_scale)
        return None if view is None else shot_in(view, picture)

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

    def scene(self) -> Scene:
        """See :class:`SceneCanvas`; with the loupe."""
        scene, point = super().scene(), self._loupe_at()
        if point is None:
            return scene
        return replace(scene, loupe=(point.x() * scene.ratio, point.y() * scene.ratio))

    def _loupe_at(self) -> QPointF | None:
        first, ratio = self._arrangement().box(0), self.devicePixelRatioF()
        middle = QPointF(first.left + first.width / 2, first.top + first.height / 2) / ratio
        return self._loupe.point(middle)

    def _on_loupe(self) -> None:
        self._describe()
        self.update()
        self.loupe_changed.emit()
