"""How results leave the Enhance page: saved, copied, or all of them saved into one folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mirnet_gui.escaping import printable
from mirnet_gui.jobs.chosen_results import SaveRequest, copy_job, save_job
from mirnet_gui.jobs.events import JobFailed
from mirnet_gui.jobs.photo_jobs import choice_of
from mirnet_gui.language import tr
from mirnet_gui.ui.enhance.enhance_state import CurrentPhotograph
from mirnet_gui.ui.enhance.save_all import SaveAll, SavedOne
from mirnet_gui.ui.model.activity import Activity, Doing
from mirnet_gui.ui.model.message import Message
from mirnet_gui.ui.model.model import Model
from mirnet_gui.ui.model.photographs import name_of
from mirnet_gui.ui.model.tasks import BackgroundTask, Tasks


class ResultSaving(QObject):
    """Submits to ``tasks``, after ``make_way``; who hears of an end there hands it over.

    It is told whether that was one of these.
    """

    copied = Signal(object)
    """(H, W, 3 or 4) uint8 for the clipboard."""
    advanced = Signal(object)
    """:class:`Advance` of :meth:`save_all`."""
    message = Signal(object)
    """:class:`Message`."""

    def __init__(
        self, tasks: Tasks, model: Model, make_way: Callable[[], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._model = model
        self._make_way = make_way
        self._all = SaveAll(tasks, model)

    @property
    def unsaved(self) -> list[str]:
        """Names of the photographs whose results are here and nowhere else, as they are chosen."""
        listed = self._model.photographs.listed.paths
        return [printable(key.name) for key in self._model.marks.unkept(listed)]

    @property
    def has_savable(self) -> bool:
        """Whether there is one of :attr:`savable`."""
        listed, marks = self._model.photographs.listed.paths, self._model.marks
        return not self._all.is_running and any(marks.unsaved([key]) for key in listed)

    @property
    def savable(self) -> list[Path]:
        """The keys of those that :meth:`save_all` would save now."""
        if self._all.is_running:
            return []
        return self._model.marks.unsaved(self._model.photographs.listed.paths)

    def save(self, current: CurrentPhotograph, request: SaveRequest) -> None:
        """Write the result, as it was chosen, with everything that the photograph carries."""
        opened, enhanced, method = current.opened, current.enhanced, self._model.recipes.method
        if opened is None or enhanced is None:
            return
        self._make_way()
        job = save_job(opened.photo, enhanced, choice_of(method), request)
        doing = Doing(Activity.SAVING, request.path.name)
        self._tasks.submit(job, BackgroundTask(doing, SavedOne(opened.key, method)))

    def copy(self, current: CurrentPhotograph) -> None:
        """Prepare the result, as it was chosen, for the clipboard."""
        opened, enhanced, method = current.opened, current.enhanced, self._model.recipes.method
        if opened is None or enhanced is None:
            return
        self._make_way()
        job = copy_job(opened.photo, enhanced, choice_of(method))
        doing = Doing(Activity.COPYING, name_of(opened))
        self._tasks.submit(job, BackgroundTask(doing, SavedOne(opened.key, method)))

    def save_all(self, folder: Path) -> None:
        """Write every result and everything edited that is not saved yet, as it is chosen."""
        self._make_way()
        self._all.begin(self.savable, folder)
        self._tell_advance()

    def stop_all(self) -> None:
        """What :meth:`save_all` has not saved by now waits for another time."""
        self._say(self._all.stop())

    def take(self, task: BackgroundTask, result: object) -> bool:
        """``task`` came to its end with ``result``; whether it was one of these."""
        match task.doing.activity, task.about, result:
            case Activity.SAVING_ALL, SavedOne() as one, Path() as path:
                self._say(self._all.note_saved(one, path))
                self._tell_advance()
            case Activity.SAVING, SavedOne() as one, Path() as path:
                self._model.marks.note_saved(one.key, one.method)
                saved = tr("Saved {name}.", name=path.name)
                self._say(Message.of_written(saved, path))
            case Activity.COPYING, SavedOne() as one, pixels:
                self._model.marks.note_copied(one.key, one.method)
                self.copied.emit(pixels)
            case _:
                return False
        return True

    def take_failed(self, task: BackgroundTask, event: JobFailed) -> bool:
        """``task`` failed; whether all there is to say of that is said here."""
        one = task.about
        if task.doing.activity is not Activity.SAVING_ALL or not isinstance(one, SavedOne):
            return False
        self._say(self._all.note_failed(one, event))
        self._tell_advance()
        return True

    def _tell_advance(self) -> None:
        if self._all.is_running:
            self.advanced.emit(self._all.advance)

    def _say(self, message: Message | None) -> None:
        if message is not None:
            self.message.emit(message)
