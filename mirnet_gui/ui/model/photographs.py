"""The photographs that are open: which there are, which one is the current one."""

from __future__ import annotations

from pathlib import Path
from weakref import WeakValueDictionary

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui.escaping import printable
from mirnet_gui.formatting import listed
from mirnet_gui.jobs.events import JobFailed
from mirnet_gui.jobs.photo_jobs import OpenedPhoto, gather_job, open_job, show_job
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.language import tr
from mirnet_gui.photo.error_messages import quoted
from mirnet_gui.photo.photo import Photo
from mirnet_gui.ui.model.activity import Activity, Doing
from mirnet_gui.ui.model.background_work import BackgroundWork
from mirnet_gui.ui.model.message import Message, MessageKind
from mirnet_gui.ui.model.photo_list import PhotoList
from mirnet_gui.ui.model.tasks import Task

_NAMED = 3


class Photographs(BackgroundWork):
    """Opens them one by one; a photograph that is still in memory is not read again.

    A ``message`` is about a photograph, for whichever page shows it.
    """

    turned = Signal()
    """The user turned to other photographs: what was said before is history."""
    replaced = Signal()
    """Other photographs were asked for: results of those before are not looked at again."""
    leaving = Signal()
    """Another photograph is about to be opened: work on the current one makes way."""
    stayed = Signal(bool)
    """None was opened, the current one stays; whether that was a cancel."""
    current_changed = Signal(object)
    """:class:`OpenedPhoto`."""
    list_changed = Signal()

    def __init__(self, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(runner, parent)
        self._current: OpenedPhoto | None = None
        self._list = PhotoList()
        self._list_before: PhotoList | None = None
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
        """Show the first of ``paths`` (files or folders), the others within reach."""
        if not paths:
            return
        self.turned.emit()
        self._in_memory.clear()
        self.replaced.emit()
        self._passed_over.clear()
        if len(paths) == 1 and not paths[0].is_dir():
            self._begin(paths)
            return
        self._interrupt()
        self._tasks.submit(gather_job(paths), Task(Doing(Activity.GATHERING, paths[0].name)))

    def show(self, photo: Photo) -> None:
        """Show a photograph that has no file, for example from the clipboard."""
        self.turned.emit()
        self._interrupt()
        self._change_list([])
        self.list_changed.emit()
        self._tasks.submit(
            show_job(photo), Task(Doing(Activity.OPENING, tr("the pasted photograph")))
        )

    def step(self, by: int) -> None:
        """Go to another one of the list."""
        before = self._list.current
        path = self._list.step(by)
        if path is not None and path != before:
            self.turned.emit()
            self._open_current()

    def cancel(self) -> None:
        """Stop opening; the current one stays."""
        was_opening = self.is_opening
        self._tasks.cancel(Activity.GATHERING, Activity.OPENING)
        if was_opening:
            self._stay()
            self._tell_passed_over()
        self.stayed.emit(True)

    # How it goes on

    def _begin(self, paths: list[Path]) -> None:
        self._change_list(paths)
        self._open_current()

    def _change_list(self, paths: list[Path]) -> None:
        """Until one of ``paths`` is shown, the way back to the old list stays open."""
        if self._list_before is None:
            self._list_before = self._list
        self._list = PhotoList(paths)

    def _open_current(self) -> None:
        path = self._list.current
        if path is None:
            return
        self._interrupt()
        self.list_changed.emit()
        opened = self._in_memory.get(path)
        if opened is not None:
            self._show(opened)
        else:
            self._tasks.submit(open_job(path), Task(Doing(Activity.OPENING, path.name), path))

    def _interrupt(self) -> None:
        self.leaving.emit()
        self._tasks.cancel(Activity.GATHERING, Activity.OPENING)

    def _show(self, opened: OpenedPhoto) -> None:
        self._list_before = None
        self._current = opened
        if opened.photo.path is not None:
            self._in_memory[opened.photo.path] = opened
        self.current_changed.emit(opened)
        self._tell_passed_over()

    def _recover(self, failed: Path | None) -> None:
        """One could not be opened: try the next of a new list, or stay where we are."""
        if failed is not None:
            self._list.remove(failed)
        if self._list_before is not None and self._list.current is not None:
            self._open_current()
            return
        self._stay()
        self._tell_passed_over()
        self.stayed.emit(False)

    def _stay(self) -> None:
        """The current photograph remains the current one; the list says so too."""
        if self._list_before is not None:
            self._list, self._list_before = self._list_before, None
        if self._current is not None and self._current.photo.path is not None:
            self._list.go_to(self._current.photo.path)
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
        names = [quoted(path) for path, _ in failures]
        more = [tr("{count} more", count=len(names) - _NAMED)] if len(names) > _NAMED else []
        some = listed([*names[:_NAMED], *more])
        sentence = tr(
            "{count} photographs could not be opened: {names}.", count=len(names), names=some
        )
        self.message.emit(Message(MessageKind.FAILED, sentence, first.sentence))

    @Slot(object, object)
    def _on_succeeded(self, task: Task, result: object) -> None:
        match task.doing.activity, result:
            case Activity.GATHERING, list() as paths:
                self._begin(paths)
            case Activity.OPENING, OpenedPhoto() as opened:
                self._show(opened)
                if opened.photo.warnings:
                    sentence, *more = opened.photo.warnings
                    self.message.emit(Message(MessageKind.NOTE, sentence, " ".join(more)))

    @Slot(object, object)
    def _on_failed(self, task: Task, event: JobFailed) -> None:
        if isinstance(task.about, Path):
            self._passed_over.append((task.about, event))
            self._recover(task.about)
            return
        self.message.emit(Message.of_failure(event))
        self._recover(None)


def name_of(opened: OpenedPhoto) -> str:
    """What a photograph is called."""
    path = opened.photo.path
    return tr("Pasted photograph") if path is None else printable(path.name)
