"""Keeps what is seen of the result, and its histogram, in step with what is chosen."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from mirnet_gui.jobs.developing import DevelopedShot
from mirnet_gui.jobs.display import DisplayPart
from mirnet_gui.jobs.histogram import blended_histogram
from mirnet_gui.jobs.photo_jobs import EnhancedPhoto, OpenedPhoto
from mirnet_gui.tone.layers import Choice
from mirnet_gui.ui.enhance.developer import Developer
from mirnet_gui.ui.viewer.before_after_canvas import BeforeAfterCanvas
from mirnet_gui.ui.widgets.histogram_view import HistogramView


class ResultView(QObject):
    """The result as it was chosen: on the canvas, through its loupe, and as a histogram.

    ``developer`` is of what is seen, ``closeup`` of what is seen through the loupe.
    """

    def __init__(
        self,
        canvas: BeforeAfterCanvas,
        histogram: HistogramView,
        developer: Developer,
        closeup: Developer,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._histogram = histogram
        self._developer, self._closeup = developer, closeup
        self._opened: OpenedPhoto | None = None
        self._enhanced: EnhancedPhoto | None = None
        self._shot: DevelopedShot | None = None
        self._choice = Choice()
        developer.developed.connect(self._on_developed)
        closeup.developed.connect(canvas.show_closeup)
        canvas.view_changed.connect(self._on_view_changed)
        canvas.loupe_changed.connect(self._on_loupe)

    def begin(self, opened: OpenedPhoto | None) -> None:
        """Another photograph is shown, or none; there is nothing of it yet."""
        self._opened = opened
        self.forget()

    def take(self, enhanced: EnhancedPhoto) -> None:
        """Show another result, or preview, as it was chosen."""
        self._enhanced = enhanced
        before = None if self._opened is None else self._opened.picture
        for each in self._developers:
            each.take(enhanced, before)

    def take_part(self, part: DisplayPart) -> None:
        """Show a part of the result in its preview."""
        self._canvas.show_part(part)
        for each in self._developers:
            each.refresh()

    def choose(self, choice: Choice) -> None:
        """What is wanted of the result."""
        self._choice = choice
        self._canvas.set_strength(choice.strength)
        for each in self._developers:
            each.choose(choice)
        self._draw_histogram()

    def forget(self) -> None:
        """There is no result any more."""
        for each in self._developers:
            each.drop()
        self._enhanced = self._shot = None

    @property
    def _developers(self) -> tuple[Developer, Developer]:
        return self._developer, self._closeup

    @Slot()
    def _on_view_changed(self) -> None:
        self._developer.look_at(self._canvas.shot)
        self._on_loupe()

    @Slot()
    def _on_loupe(self) -> None:
        self._closeup.look_at(self._canvas.loupe_shot)

    @Slot(object)
    def _on_developed(self, shot: DevelopedShot | None) -> None:
        self._shot = shot
        self._canvas.show_developed(shot)
        self._draw_histogram()

    def _draw_histogram(self) -> None:
        opened, enhanced = self._opened, self._enhanced
        if opened is None or enhanced is None:
            return
        before = opened.picture.levels[-1]
        after = enhanced.finished.levels[-1] if self._shot is None else self._shot.whole
        is_blended = self._shot is not None and self._shot.blended
        strength = 1.0 if is_blended else self._choice.strength
        self._histogram.show_after(blended_histogram(before, after, strength))
