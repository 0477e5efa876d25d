"""The photographs that are open: which there are, which one is the current one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from weakref import WeakValueDictionary

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui.escaping import printable
from mirnet_gui.formatting import listed
from mirnet_gui.jobs.events import JobFailed
from mirnet_gui.jobs.photo_jobs import OpenedPhoto, Recall, gather_job, open_job, show_job
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.jobs.worker import Job
from mirnet_gui.kept.kept_settings import Kept
from mirnet_gui.language import tr
from mirnet_gui.photo.error_messages import quoted
from mirnet_gui.photo.photo import Photo
from mirnet_gui.ui.model.activity import Activity, Doing
from mirnet_gui.ui.model.background_work import BackgroundWork
from mirnet_gui.ui.model.message import Answer, Message, MessageKind
from mirnet_gui.ui.model.photo_list import PhotoList
from mirnet_gui.ui.model.tasks import BackgroundTask

_NAMED = 3


class Photographs(BackgroundWork):
    """Opens them one by one; a photograph that is still in memory is not read again.

    They go by their keys (:attr:`OpenedPhoto.key`). What is asked for comes to those that are open
    already. A ``message`` is about a photograph, for whichever page shows it. ``recall`` is called
    by jobs.
    """

    turned = Signal()
    """The user turned to other photographs: what was said before is history."""
    reread = Signal(object)
    """The key of a photograph whose file is read anew: it may have changed since."""
    leaving = Signal()
    """Another photograph is about to be opened: work on the current one makes way."""
    stayed = Signal(bool)
    """None was opened, the current one stays; whether that was a cancel."""
    current_changed = Signal(object)
    """:class:`OpenedPhoto`."""
    list_changed = Signal()
    unreadable = Signal(object)
    """The :class:`Path` of one that could not be opened."""
    emptied = Signal()
    """None is open any more."""

    def __init__(
        self,
        runner: JobRunner,
        parent: QObject | None = None,
        *,
        recall: Recall = lambda _path: Kept(),
    ) -> None:
        super().__init__(runner, parent)
        self._recall = recall
        self._current: OpenedPhoto | None = None
        self._list = PhotoList()
        self._list_before: PhotoList | None = None
        self._coming: list[Path] = []
        self._pasted: dict[Path, OpenedPhoto] = {}
        self._pastes = 0
        self._in_memory: WeakValueDictionary[Path, OpenedPhoto] = WeakValueDictionary()
        self._passed_over: list[tuple[Path, JobFailed]] = []

    # What is known

    @property
    def current(self) -> OpenedPhoto | None:
        """The one that is looked at."""
        return self._current

    @property
    def name(self) -> str:
        """What the current one is called; "" without one."""
        return "" if self._current is None else name_of(self._current)

    @property
    def listed(self) -> PhotoList:
        """All that were asked for."""
        return self._list

    @property
    def is_opening(self) -> bool:
        """Whether one is being read."""
        return self._tasks.has(Activity.OPENING)

    # What can be asked for

    def open(self, paths: list[Path]) -> None:
        """Add ``paths`` (files or folders) to the list; show the first that was not in it."""
        if not paths:
            return
        self.turned.emit()
        self._passed_over.clear()
        if len(paths) == 1 and not paths[0].is_dir():
            self._begin(paths)
            return
        self._interrupt()
        self._tasks.submit(
            gather_job(paths), BackgroundTask(Doing(Activity.GATHERING, paths[0].name))
        )

    def reopen(self, paths: list[Path], current: Path) -> None:
        """Open the files ``paths`` as they were open before, looking at ``current``."""
        self.turned.emit()
        self._passed_over.clear()
        self._begin(paths, current)

    def reading_job(self, key: Path) -> Job:
        """Reads the file ``key``; gives back :class:`OpenedPhoto`."""
        return open_job(key, self._recall)

    def show(self, photo: Photo) -> None:
        """Show a photograph that has no file, for example from the clipboard."""
        self.turned.emit()
        self._interrupt()
        self._pastes += 1
        name = tr("Pasted photograph")
        if self._pastes > 1:
            name = tr("Pasted photograph {number}", number=self._pastes)
        self._tasks.submit(
            show_job(photo, name),
            BackgroundTask(Doing(Activity.OPENING, tr("the pasted photograph"))),
        )

    def step(self, by: int) -> None:
        """Go to another one of the list."""
        before = self._list.current
        self._list.step(by)
        self._turn_from(before)

    def go_to(self, key: Path) -> None:
        """Go to a certain one of the list."""
        before = self._list.current
        self._list.go_to(key)
        self._turn_from(before)

    def remove(self, keys: Sequence[Path], hint: str = "") -> None:
        """Take some out of the list, files stay; that can be taken back. ``hint`` is told too."""
        gone = set(keys)
        there = {key: place for place, key in enumerate(self._list.paths) if key in gone}
        if not there:
            return
        before, pasted = self._list.current, dict(self._pasted)
        for key in there:
            self._pasted.pop(key, None)
        for each in (self._list, self._list_before):
            if each is not None:
                each.remove(there)
        self.turned.emit()
        is_left = self._current is not None and self._current.key in there
        if self._list.current is None:
            self._be_empty()
        elif is_left or before in there:
            self._open_current()
        else:
            self.list_changed.emit()
        undo = Answer(tr("Put back"), lambda: self._put_back(there, pasted))
        sentence = _removed(list(there))
        self.message.emit(Message(MessageKind.NOTE, sentence, hint, answers=(undo,)))

    def keep(self, opened: OpenedPhoto) -> None:
        """``opened`` was read beforehand: it is not read again as long as somebody holds it."""
        self._in_memory[opened.key] = opened

    def in_memory(self, key: Path) -> OpenedPhoto | None:
        """A photograph of the list, if it does not have to be read."""
        return self._pasted.get(key) or self._in_memory.get(key)

    def cancel(self) -> None:
        """Stop opening; the current one stays."""
        was_opening = self.is_opening
        self._tasks.cancel(Activity.GATHERING, Activity.OPENING)
        if was_opening:
            if self._current is not None and self._was_taken_out:
                # It stays although it was taken out, for want of another.
                self._list = self._list.extended([self._current.key])
                if self._current.photo.path is None:
                    self._pasted[self._current.key] = self._current
            self._stay()
            self._tell_passed_over()
        self.stayed.emit(True)

    # How it goes on

    def _begin(self, paths: list[Path], first: Path | None = None) -> None:
        """Until one of ``paths`` is shown, the way back to the old list stays open.

        Of those that were not in the list, ``first`` is shown, if it is one of them.
        """
        if self._list_before is None:
            self._list_before = self._list
        fresh = [path for path in paths if path not in self._list] or paths[:1]
        fresh.sort(key=lambda path: path != first)
        self._coming = [*fresh, *self._coming]
        self._list = self._list.extended(paths)
        self._list.go_to(fresh[0])
        before = self._in_memory.get(fresh[0])
        if before is not None and not before.is_up_to_date:
            del self._in_memory[fresh[0]]
            self.reread.emit(fresh[0])
        self._open_current()

    def _turn_from(self, before: Path | None) -> None:
        if self._list.current not in (None, before):
            self.turned.emit()
            self._open_current()

    def _open_current(self) -> None:
        path = self._list.current
        if path is None:
            return
        self._interrupt()
        self.list_changed.emit()
        opened = self.in_memory(path)
        if opened is not None:
            self._show(opened)
        else:
            self._tasks.submit(
                self.reading_job(path), BackgroundTask(Doing(Activity.OPENING, path.name), path)
            )

    def _interrupt(self) -> None:
        self.leaving.emit()
        # What is only in this program goes on, as what is looked for in a folder does.
        self._tasks.cancel_where(lambda task: isinstance(task.about, Path))

    def _put_back(self, places: dict[Path, int], pasted: dict[Path, OpenedPhoto]) -> None:
        self.turned.emit()
        self._pasted = pasted | self._pasted
        for key, place in places.items():
            self._list.insert(place, key)
        self._list.go_to(next(iter(places)))
        self._open_current()

    def _be_empty(self) -> None:
        self._interrupt()
        self._current = None
        self.list_changed.emit()
        self.emptied.emit()

    def _show(self, opened: OpenedPhoto) -> None:
        self._list_before, self._coming = None, []
        self._current = opened
        if opened.photo.path is not None:
            self._in_memory[opened.key] = opened
        elif opened.key not in self._list:
            self._pasted[opened.key] = opened
            self._list = self._list.extended([opened.key])
        if self._list.current != opened.key:
            self._list.go_to(opened.key)
            self.list_changed.emit()
        self.current_changed.emit(opened)
        self._tell_passed_over()

    def _recover(self, failed: Path | None) -> None:
        """One could not be opened: try the next of those that came, or stay where we are.

        Where that one was taken out, the next of the list is tried.
        """
        if failed is not None:
            self._list.remove([failed])
        self._coming = [path for path in self._coming if path in self._list]
        if self._coming:
            self._list.go_to(self._coming[0])
            self._open_current()
            return
        self._stay()
        if self._was_taken_out and self._list.current is not None:
            self._open_current()
            return
        self._tell_passed_over()
        if self._was_taken_out:
            self._be_empty()
        else:
            self.stayed.emit(False)

    @property
    def _was_taken_out(self) -> bool:
        """Whether what is still shown is no longer in the list."""
        return self._current is not None and self._current.key not in self._list

    def _stay(self) -> None:
        """The current photograph remains the current one; the list says so too."""
        if self._list_before is not None:
            self._list, self._list_before, self._coming = self._list_before, None, []
        if self._current is not None:
            self._list.go_to(self._current.key)
        self.list_changed.emit()

    def _tell_passed_over(self) -> None:
        """What could not be opened on the way to a photograph, all of it in one message."""
        failures, self._passed_over = self._passed_over, []
        if not failures:
            return
        _, first = failures[0]
        if len(failures) == 1:
            self.message.emit(Message.of_failure(first))
            return
        sentence = tr(
            "{count} photographs could not be opened: {names}.",
            count=len(failures),
            names=some_names(path for path, _ in failures),
        )
        self.message.emit(Message(MessageKind.FAILED, sentence, first.sentence))

    @Slot(object, object)
    def _on_succeeded(self, task: BackgroundTask, result: object) -> None:
        match task.doing.activity, result:
            case Activity.GATHERING, list() as paths:
                self._begin(paths)
            case Activity.OPENING, OpenedPhoto() as opened:
                self._show(opened)
                warnings = [*opened.photo.warnings, opened.kept.complaint]
                if any(warnings):
                    sentence, *more = filter(None, warnings)
                    self.message.emit(Message(MessageKind.NOTE, sentence, " ".join(more)))

    @Slot(object, object)
    def _on_failed(self, task: BackgroundTask, event: JobFailed) -> None:
        if isinstance(task.about, Path):
            self._passed_over.append((task.about, event))
            self.unreadable.emit(task.about)
            self._recover(task.about)
            return
        self.message.emit(Message.of_failure(event))
        self._recover(None)


def name_of(opened: OpenedPhoto) -> str:
    """What a photograph is called."""
    return printable(opened.key.name)


def some_names(paths: Iterable[Path]) -> str:
    """The first names, and how many more there are."""
    names = [quoted(path) for path in paths]
    more = [tr("{count} more", count=len(names) - _NAMED)] if len(names) > _NAMED else []
    return listed([*names[:_NAMED], *more])


def _removed(keys: Sequence[Path]) -> str:
    if len(keys) == 1:
        return tr("{name} was taken out of the list.", name=quoted(keys[0]))
    return tr("{count} photographs were taken out of the list.", count=len(keys))
