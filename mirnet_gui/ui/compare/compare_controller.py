"""What the Compare page does: which methods, in which order they are computed, what is shown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui.escaping import printable
from mirnet_gui.jobs.compare_jobs import (
    Compared,
    Reference,
    export_job,
    reference_job,
)
from mirnet_gui.jobs.display import DisplayPicture
from mirnet_gui.jobs.events import JobFailed
from mirnet_gui.jobs.photo_jobs import OpenedPhoto
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.language import tr
from mirnet_gui.methods.method import Method
from mirnet_gui.ui.compare.blind_ranking import BlindRanking
from mirnet_gui.ui.compare.chosen_methods import ChosenMethods
from mirnet_gui.ui.compare.compare_state import INPUT, REFERENCE, ComparedPhotograph, Difference
from mirnet_gui.ui.compare.computing import Computing
from mirnet_gui.ui.compare.differences import Differences
from mirnet_gui.ui.compare.insights import Insights
from mirnet_gui.ui.compare.views import views_of
from mirnet_gui.ui.model.activity import Activity, Doing
from mirnet_gui.ui.model.background_work import BackgroundWork
from mirnet_gui.ui.model.message import Message
from mirnet_gui.ui.model.model import Model
from mirnet_gui.ui.model.tasks import BackgroundTask
from mirnet_gui.ui.viewer.pane import Pane


class CompareController(BackgroundWork):
    """Computes what is chosen, one after the other, while the page is looked at."""

    views_changed = Signal()
    """Ask :meth:`views`."""
    methods_changed = Signal()
    photograph_changed = Signal()
    """Another one is compared on, or none."""
    reference_read = Signal(str)
    """The name of a reference that is measured against from now on."""

    def __init__(
        self,
        runner: JobRunner,
        model: Model,
        methods: Sequence[Method],
        rankings: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, parent, timed=(Activity.COMPARING,))
        self.methods = ChosenMethods(methods, self)
        self._results: ComparedPhotograph | None = None
        self._waiting: OpenedPhoto | None = None
        self._active = False
        self._resumes = False
        self._computing = Computing(self._tasks, model, self.methods)
        self._differences = Differences(self._tasks)
        self.insights = Insights(self._tasks, self.methods, self)
        self.blind = BlindRanking(self._tasks, rankings, self)
        self.methods.changed.connect(self._on_methods)
        self.methods.message.connect(self.message)
        self.blind.changed.connect(self.views_changed)
        self.insights.changed.connect(self.views_changed)
        model.photographs.leaving.connect(self._on_leaving)
        model.photographs.stayed.connect(self._on_stayed)
        model.photographs.current_changed.connect(self.show_photo)
        model.photographs.emptied.connect(self._on_emptied)
        model.preferences.changed.connect(self._on_preference)

    # What is known

    @property
    def difference(self) -> Difference | None:
        """What is shown in place of the pictures."""
        return self._differences.current

    @property
    def reference(self) -> Reference | None:
        """What is measured against, if there is such a thing."""
        return None if self._results is None else self._results.reference

    @property
    def is_missing(self) -> bool:
        """Whether something was stopped or failed, and can be asked for again."""
        results = self._results
        if results is None:
            return False
        return any(results.reason(key) or key in results.stopped for key in self.methods.keys)

    @property
    def can_test_blind(self) -> bool:
        """Whether there are two results at least, and none still to come."""
        results, keys = self._results, self.methods.keys
        if results is None or results.missing(keys):
            return False
        return len(results.with_pixels(keys)) > 1

    @property
    def count_done(self) -> int:
        """How many of the methods have come to an end, with a result or without."""
        results, keys = self._results, self.methods.keys
        return 0 if results is None else len(keys) - len(results.missing(keys))

    @property
    def status(self) -> str:
        """As in "3 of 4 done"."""
        if self._results is None:
            return tr("Ready")
        return tr("{done} of {total} done", done=self.count_done, total=len(self.methods))

    def views(self) -> list[Pane]:
        """What the panes show, now."""
        if self._results is None:
            return []
        working = self._computing.under_way
        drawn = self._differences.drawn
        views = views_of(self._results, list(self.methods), self.blind, drawn, working)
        return self.insights.laid_over(views)

    def compared(self, key: str) -> Compared | None:
        """The result of a view."""
        return None if self._results is None else self._results.found.get(key)

    # What can be asked for

    @Slot(object)
    def show_photo(self, opened: OpenedPhoto) -> None:
        """Compare on another photograph; not before the page is looked at."""
        self._let_go()
        self._waiting = opened
        self._follow()

    @Slot()
    def _on_leaving(self) -> None:
        """Make way for another photograph; remember whether something was computed for this one."""
        self._resumes = self._resumes or bool(self._computing.under_way)
        self._cancel()
        self.views_changed.emit()

    @Slot(bool)
    def _on_stayed(self, was_cancelled: bool) -> None:
        resumes, self._resumes = self._resumes, False
        if resumes and was_cancelled:
            self.cancel()
        elif resumes:
            self._compute()
            self._draw_differences()

    @Slot()
    def _on_emptied(self) -> None:
        self._let_go()
        self.photograph_changed.emit()

    def _let_go(self) -> None:
        self._cancel()
        self._resumes = False
        was_shown = self._results is not None
        self._results = self._waiting = None
        self.insights.show(None)
        self.blind.forget()
        self._differences.show(None)
        if was_shown:
            self.views_changed.emit()
            self.methods_changed.emit()

    def _follow(self) -> None:
        if self._waiting is None or not self._active:
            return
        opened, self._waiting = self._waiting, None
        self._results = ComparedPhotograph.of(opened)
        self.insights.show(opened)
        self.photograph_changed.emit()
        self.methods_changed.emit()
        self._compute()

    def set_active(self, active: bool) -> None:
        """Whether the page is looked at: nothing is computed for a page that is not."""
        self._active = active
        if not active:
            self._cancel()
        elif self._waiting is not None:
            self._follow()
        else:
            self._compute()

    @Slot(str)
    def _on_preference(self, name: str) -> None:
        """Another processor computes from now on, also what was computed on the old one."""
        if name != "device":
            return
        there = self._computing.on_devices
        self._computing.cancel_methods(lambda key: key in there)
        if self._results is not None:
            self._results.forget(there)
            self._differences.forget(there)
        self._compute()

    def cancel(self) -> None:
        """Stop computing; what is missing is said to be so, and comes by :meth:`resume`."""
        if self._results is not None:
            self._results.stopped |= set(self._results.missing(self.methods.keys))
        self.insights.stop()
        self._tasks.cancel_where(lambda task: task.doing.activity is not Activity.SAVING)
        self.views_changed.emit()

    @Slot()
    def resume(self) -> None:
        """Compute what was stopped, and try again what failed."""
        if self._results is None or not self._active:
            return
        self._results.stopped.clear()
        self.insights.retry()
        self._results.forget([key for key in self._results.found if self._results.reason(key)])
        self._compute()

    def open_reference(self, path: Path) -> None:
        """Measure against the picture at ``path``."""
        if self._results is not None:
            job = reference_job(self._results.subject, path, [each.method for each in self.methods])
            self._tasks.submit(job, BackgroundTask(Doing(Activity.OPENING, path.name)))

    @Slot()
    def drop_reference(self) -> None:
        """Measure without a reference again."""
        if self._results is not None:
            self._measure(None)

    def set_difference(self, difference: Difference | None) -> None:
        """Show how the views differ from one of them; None for the pictures themselves."""
        self._differences.show(difference)
        if difference is not None:
            self.insights.switch(on=False)
        self._draw_differences()
        self.views_changed.emit()

    def begin_blind(self) -> None:
        """Hide the names and shuffle the views."""
        if self._results is not None and self.can_test_blind:
            self.set_difference(None)
            self.insights.switch(on=False)
            self.blind.begin(self._results.with_pixels(self.methods.keys))

    def _go_on_blind(self) -> None:
        """The next photograph is ranked as the one before, if there is anything to rank."""
        results, keys = self._results, self.methods.keys
        if results is None or not self.blind.waits or results.missing(keys):
            return
        if self.can_test_blind:
            self.begin_blind()
        else:
            self.blind.end()

    def rank(self, key: str) -> None:
        """The view ``key`` is the best of those without a rank."""
        if self._results is not None:
            self.blind.rank(key, self._results.opened.photo.path)

    def export(self, folder: Path) -> None:
        """Write sheet, figures and results into a new folder in ``folder``."""
        if self._results is not None:
            found = [self._results.found.get(key) for key in self.methods.keys]
            entries = [each.entry for each in found if each is not None]
            job = export_job(self._results.subject, entries, folder)
            self._tasks.submit(job, BackgroundTask(Doing(Activity.EXPORTING, folder.name)))

    # How it goes on

    @Slot()
    def _on_methods(self) -> None:
        """Only what is not known yet is computed."""
        keys = self.methods.keys
        self.blind.forget()
        self._differences.keep_to({INPUT, REFERENCE, *keys})
        self._computing.cancel_methods(lambda key: key not in keys)
        self.methods_changed.emit()
        self.views_changed.emit()
        self._compute()
        self._draw_differences()
        self._go_on_blind()

    def _compute(self) -> None:
        if self._results is not None and self._active:
            self._computing.submit_missing(self._results)
            self.insights.compute()
            self.views_changed.emit()

    def _measure(self, reference: Reference | None) -> None:
        results = self._results
        if results is None:
            return
        self._cancel()
        results.measure_against(reference)
        self._differences.keep_to({INPUT, *self.methods.keys})
        self._computing.measure_anew(results)
        self._compute()
        self.methods_changed.emit()
        self.views_changed.emit()

    def _draw_differences(self) -> None:
        if self._results is not None:
            self._differences.draw(self._results, [INPUT, *self.methods.keys])

    # Jobs

    def _cancel(self) -> None:
        """Stop computing; files that are being written are brought to their end."""
        self._tasks.cancel_where(lambda task: not task.doing.writes_files)

    @Slot(object, object)
    def _on_succeeded(self, task: BackgroundTask, result: object) -> None:
        results = self._results
        if results is None:
            return
        match result:
            case Compared() as compared:
                self._computing.put(results, str(task.about), compared)
                self._draw_differences()
                self._go_on_blind()
            case Reference() as reference:
                self._measure(reference)
                path = reference.photo.path
                self.reference_read.emit("" if path is None else printable(path.name))
            case list() as anew:
                for each in anew:
                    results.found[each.entry.method] = each
            case DisplayPicture() as drawn:
                self._differences.put(str(task.about), drawn)
            case Path() as path:
                self.message.emit(_done(task.doing.activity, path))
        self.views_changed.emit()

    @Slot(object, object)
    def _on_failed(self, task: BackgroundTask, event: JobFailed) -> None:
        super()._on_failed(task, event)
        self.views_changed.emit()


def _done(activity: Activity, path: Path) -> Message:
    sentence = (
        tr("Ranking kept as {name}.", name=path.name)
        if activity is Activity.SAVING
        else tr("Comparison saved as {name}.", name=path.name)
    )
    inside = path / "figures.csv" if activity is Activity.EXPORTING else path
    return Message.of_written(sentence, path, inside)
