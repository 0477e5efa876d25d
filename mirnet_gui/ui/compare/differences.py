"""How views differ from one of them, drawn one after the other."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from mirnet_gui.jobs.compare_jobs import difference_job
from mirnet_gui.jobs.display import DisplayPicture
from mirnet_gui.ui.compare.compare_state import REFERENCE, ComparedPhotograph, Difference
from mirnet_gui.ui.model.activity import Activity, Doing
from mirnet_gui.ui.model.tasks import BackgroundTask, Tasks


class Differences:
    """Submits to ``tasks`` what is to be drawn; who hears of results hands them over."""

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks
        self._shown: Difference | None = None
        self._drawn: dict[str, DisplayPicture] = {}

    @property
    def current(self) -> Difference | None:
        """What is shown in place of the pictures."""
        return self._shown

    @property
    def drawn(self) -> Mapping[str, DisplayPicture]:
        """What is drawn already, by the keys of the views."""
        return self._drawn

    def show(self, difference: Difference | None) -> None:
        """Show another difference; None for the pictures themselves."""
        self._tasks.cancel(Activity.DRAWING)
        self._shown = difference
        self._drawn = {}

    def keep_to(self, keys: Collection[str]) -> None:
        """There are no views but ``keys`` and the photograph any more."""
        if self._shown is not None and self._shown.base not in keys:
            self.show(None)

    def forget(self, keys: Collection[str]) -> None:
        """The views ``keys`` have other pictures now."""
        self._drawn = {key: drawn for key, drawn in self._drawn.items() if key not in keys}

    def put(self, key: str, drawn: DisplayPicture) -> None:
        """A view's difference is there."""
        if self._shown is not None:
            self._drawn[key] = drawn

    def draw(self, photograph: ComparedPhotograph, keys: Sequence[str]) -> None:
        """Draw what is missing of the views ``keys``, as far as their pixels are there."""
        difference = self._shown
        if difference is None:
            return
        if difference.base == REFERENCE:
            base = photograph.subject.reference_pixels
        else:
            base = photograph.pixels(difference.base)
        for key in keys:
            pixels = photograph.pixels(key)
            if base is None or pixels is None or key == difference.base or key in self._drawn:
                continue
            job = difference_job(pixels, base, difference.kind, difference.gain)
            self._tasks.submit(job, BackgroundTask(Doing(Activity.DRAWING), key))
