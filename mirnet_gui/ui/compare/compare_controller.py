"""What the Compare page does: which methods, in which order they are computed, what is shown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui.compare.blind import BlindTest, blind_test
from mirnet_gui.compare.comparison import Subject
from mirnet_gui.compare.figures import Figures
from mirnet_gui.escaping import printable
from mirnet_gui.jobs.compare_jobs import (
    Compared,
    Reference,
    export_job,
    figures_job,
    input_job,
    method_job,
    ranking_job,
    reference_job,
)
from mirnet_gui.jobs.display import DisplayPicture
from mirnet_gui.jobs.events import JobFailed
from mirnet_gui.jobs.photo_jobs import EnhancedPhoto, OpenedPhoto
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.language import tr
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import on_device
from mirnet_gui.ui.compare.compare_state import (
    INPUT,
    MOST_METHODS,
    REFERENCE,
    Chosen,
    ComparedPhotograph,
    Difference,
)
from mirnet_gui.ui.compare.differences import Differences
from mirnet_gui.ui.compare.views import views_of
from mirnet_gui.ui.model.activity import Activity, Doing
from mirnet_gui.ui.model.background_work import BackgroundWork
from mirnet_gui.ui.model.message import Message, MessageKind
from mirnet_gui.ui.model.model import Model
from mirnet_gui.ui.model.tasks import Task
from mirnet_gui.ui.viewer.pane import Pane


class CompareController(BackgroundWork):
    """Computes what is chosen, one after the other, while the page is looked at."""

    views_changed = Signal()
    """Ask :meth:`views`."""
    methods_changed = Signal()
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
        self._model = model
        self._rankings = rankings
        self._chosen = [Chosen(method) for method in methods]
        self._results: ComparedPhotograph | None = None
        self._opened: OpenedPhoto | None = None
        self._active = False
        self._differences = Differences(self._tasks)
        self._blind: BlindTest | None = None
        model.photographs.current_changed.connect(self.show_photo)
        model.preferences.changed.connect(self._on_preference)

    # What is known

    @property
    def methods(self) -> list[Chosen]:
        """In the order of the views."""
        return list(self._chosen)

    @property
    def difference(self) -> Difference | None:
        """What is shown in place of the pictures."""
        return self._differences.current

    @property
    def blind(self) -> BlindTest | None:
        """The ranking that is going on, or was made."""
        return self._blind

    @property
    def has_reference(self) -> bool:
        """Whether there is something to measure against."""
        return self._results is not None and self._results.reference is not None

    @property
    def reference_figures(self) -> Figures | None:
        """Of the reference itself, if there is one."""
        reference = None if self._results is None else self._results.reference
        return None if reference is None else reference.figures

    @property
    def is_missing(self) -> bool:
        """Whether something was stopped or failed, and can be asked for again."""
        results = self._results
        if results is None:
            return False
        keys = [each.key for each in self._chosen]
        return any(results.reason(key) or key in results.stopped for key in keys)

    @property
    def can_test_blind(self) -> bool:
        """Whether there are two results at least, and none still to come."""
        keys = [each.key for each in self._chosen]
        done = [key for key in keys if self._pixels_are_there(key)]
        return len(done) > 1 and not self._missing()

    @property
    def can_add(self) -> bool:
        """Whether there is room for another method."""
        return len(self._chosen) < MOST_METHODS

    @property
    def count_done(self) -> int:
        """How many of the methods have come to an end, with a result or without."""
        return 0 if self._results is None else len(self._chosen) - len(self._missing())

    @property
    def status(self) -> str:
        """As in "3 of 4 done"."""
        if self._results is None:
            return tr("Ready")
        return tr("{done} of {total} done", done=self.count_done, total=len(self._chosen))

    def views(self) -> list[Pane]:
        """What the panes show, now."""
        if self._results is None:
            return []
        working = self._under_way()
        return views_of(self._results, self._chosen, self._blind, self._differences.drawn, working)

    def compared(self, key: str) -> Compared | None:
        """The result of a view."""
        return None if self._results is None else self._results.found.get(key)

    # What can be asked for

    @Slot(object)
    def show_photo(self, opened: OpenedPhoto) -> None:
        """Compare on another photograph."""
        self._cancel()
        self._opened = opened
        self._results = ComparedPhotograph(Subject(opened.photo))
        self._blind = None
        self._differences.show(None)
        self.views_changed.emit()
        self.methods_changed.emit()
        self._compute()

    def set_active(self, active: bool) -> None:
        """Whether the page is looked at: nothing is computed for a page that is not."""
        self._active = active
        if active:
            self._compute()
        else:
            self._cancel()

    @Slot(str)
    def _on_preference(self, name: str) -> None:
        """Another processor computes from now on, also what was computed on the old one."""
        if name != "device":
            return
        there = {each.key for each in self._chosen if on_device(each.method, "cpu") != each.method}
        self._tasks.cancel_where(
            lambda task: task.doing.activity is Activity.COMPARING and task.about in there
        )
        if self._results is not None:
            for key in there:
                self._results.found.pop(key, None)
            self._differences.forget(there)
        self._compute()

    def add(self, method: Method) -> None:
        """One view more. What is there already is not added again."""
        self._change([*self._chosen, Chosen(method)])

    def replace(self, place: int, method: Method) -> None:
        """Other parameters: only this method is computed anew, if it was not before."""
        self._change([*self._chosen[:place], Chosen(method), *self._chosen[place + 1 :]])

    @Slot(int)
    def remove(self, place: int) -> None:
        """One view less."""
        if len(self._chosen) > 1:
            self._change([*self._chosen[:place], *self._chosen[place + 1 :]])

    @Slot(int, int)
    def move(self, place: int, by: int) -> None:
        """Another place in the order."""
        target = min(max(place + by, 0), len(self._chosen) - 1)
        chosen = list(self._chosen)
        chosen.insert(target, chosen.pop(place))
        self._change(chosen)

    def cancel(self) -> None:
        """Stop computing; what is missing is said to be so, and comes by :meth:`resume`."""
        if self._results is not None:
            self._results.stopped |= set(self._missing())
        self._tasks.cancel_where(lambda task: task.doing.activity is not Activity.SAVING)
        self.views_changed.emit()

    @Slot()
    def resume(self) -> None:
        """Compute what was stopped, and try again what failed."""
        if self._results is None or not self._active:
            return
        self._results.stopped.clear()
        for key in [key for key in self._results.found if self._results.reason(key)]:
            del self._results.found[key]
        self._compute()

    def open_reference(self, path: Path) -> None:
        """Measure against the picture at ``path``."""
        if self._results is not None:
            job = reference_job(self._results.subject, path)
            self._tasks.submit(job, Task(Doing(Activity.OPENING, path.name)))

    @Slot()
    def drop_reference(self) -> None:
        """Measure without a reference again."""
        if self._results is not None:
            self._measure(None)

    def set_difference(self, difference: Difference | None) -> None:
        """Show how the views differ from one of them; None for the pictures themselves."""
        self._differences.show(difference)
        self._draw_differences()
        self.views_changed.emit()

    def begin_blind(self) -> None:
        """Hide the names and shuffle the views."""
        if self._results is not None and self.can_test_blind:
            self.set_difference(None)
            keys = [each.key for each in self._chosen if self._pixels_are_there(each.key)]
            self._blind = blind_test(keys)
            self.views_changed.emit()

    def end_blind(self) -> None:
        """Show the names again."""
        self._blind = None
        self.views_changed.emit()

    def rank(self, key: str) -> None:
        """The view ``key`` is the best of those without a rank."""
        if self._blind is None or self._blind.is_finished or key not in self._blind.order:
            return
        self._blind = self._blind.with_next(key)
        if self._blind.is_finished and self._opened is not None:
            path = self._opened.photo.path
            name = "Pasted photograph" if path is None else str(path)
            job = ranking_job(self._blind, name, self._rankings)
            self._tasks.submit(job, Task(Doing(Activity.SAVING, self._rankings.name)))
        self.views_changed.emit()

    def export(self, folder: Path) -> None:
        """Write sheet, figures and results into a new folder in ``folder``."""
        if self._results is not None:
            found = [self._results.found.get(each.key) for each in self._chosen]
            entries = [each.entry for each in found if each is not None]
            job = export_job(self._results.subject, entries, folder)
            self._tasks.submit(job, Task(Doing(Activity.EXPORTING, folder.name)))

    # How it goes on

    def _change(self, chosen: list[Chosen]) -> None:
        keys = [each.key for each in chosen]
        if len(chosen) > MOST_METHODS or len(set(keys)) < len(keys):
            sentence = tr("This method is in the comparison already.")
            self.message.emit(Message(MessageKind.NOTE, sentence, tr("Give it other parameters.")))
            return
        self._chosen = chosen
        self._blind = None
        self._differences.keep_to({INPUT, REFERENCE, *keys})
        self._tasks.cancel_where(
            lambda task: task.doing.activity is Activity.COMPARING and task.about not in keys
        )
        self.methods_changed.emit()
        self.views_changed.emit()
        self._compute()
        self._draw_differences()

    def _under_way(self) -> set[str]:
        """Keys of the views that are being computed or wait for it."""
        computing = (Activity.MEASURING, Activity.COMPARING)
        tasks = [task for task in self._tasks.all() if task.about is not None]
        return {str(task.about) for task in tasks if task.doing.activity in computing}

    def _missing(self) -> list[str]:
        if self._results is None:
            return []
        return [each.key for each in self._chosen if each.key not in self._results.found]

    def _pixels_are_there(self, key: str) -> bool:
        return self._results is not None and self._results.pixels(key) is not None

    def _compute(self) -> None:
        """Submit what is missing and not under way; the photograph itself comes first."""
        results = self._results
        if results is None or not self._active:
            return
        under_way = self._under_way()
        if INPUT not in results.found and INPUT not in under_way:
            self._tasks.submit(input_job(results.subject), Task(Doing(Activity.MEASURING), INPUT))
        for chosen in self._chosen:
            if chosen.key in results.found or chosen.key in under_way | results.stopped:
                continue
            device, known = self._model.preferences.device, self._known(chosen.method)
            job = method_job(results.subject, chosen.method, device, known)
            self._tasks.submit(job, Task(Doing(Activity.COMPARING, chosen.label), chosen.key))
        self.views_changed.emit()

    def _known(self, method: Method) -> EnhancedPhoto | None:
        """What another page, or this one before, has computed already."""
        on_its_device = on_device(method, self._model.preferences.device)
        opened = self._opened
        return None if opened is None else self._model.results.get(opened, on_its_device)

    def _measure(self, reference: Reference | None) -> None:
        results = self._results
        if results is None:
            return
        self._cancel()
        photo = None if reference is None else reference.photo
        results.subject = Subject(results.subject.photo, photo)
        results.reference = reference
        self._differences.keep_to({INPUT, *(each.key for each in self._chosen)})
        compared = list(results.found.values())
        self._tasks.submit(figures_job(compared, photo), Task(Doing(Activity.MEASURING)))
        self._compute()
        self.methods_changed.emit()
        self.views_changed.emit()

    def _draw_differences(self) -> None:
        if self._results is not None:
            self._differences.draw(self._results, [INPUT, *(each.key for each in self._chosen)])

    def _forget_unwanted(self, results: ComparedPhotograph) -> None:
        """What is not shown is kept only as long as there is memory for its pixels anyway."""
        wanted = {INPUT, *(each.key for each in self._chosen)}
        for key, compared in list(results.found.items()):
            enhanced = compared.enhanced
            is_kept = enhanced is not None and self._model.results.keeps(enhanced)
            if key not in wanted and not is_kept:
                del results.found[key]

    # Jobs

    def _cancel(self) -> None:
        """Stop computing; files that are being written are brought to their end."""
        self._tasks.cancel_where(lambda task: not task.doing.writes_files)

    @Slot(object, object)
    def _on_succeeded(self, task: Task, result: object) -> None:
        results = self._results
        if results is None:
            return
        match result:
            case Compared() as compared:
                if compared.enhanced is not None and self._opened is not None:
                    self._model.results.put(self._opened, compared.enhanced)
                results.found[str(task.about)] = compared
                self._forget_unwanted(results)
                self._draw_differences()
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
    def _on_failed(self, task: Task, event: JobFailed) -> None:
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
