"""Somebody whose jobs are done in the background: what it is doing, how far it is, what is said."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui.jobs.events import JobFailed
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.jobs.time_left import TimeLeft
from mirnet_gui.progress import Progress
from mirnet_gui.ui.model.activity import Activity, Advance, Doing
from mirnet_gui.ui.model.message import Message
from mirnet_gui.ui.model.tasks import BackgroundTask, Tasks


class BackgroundWork(QObject):
    """Subclasses submit to ``_tasks`` and say what comes of them.

    How far tasks of the activities ``timed`` are is told by :attr:`advanced`.
    """

    doing_changed = Signal(object)
    """:class:`Doing`."""
    advanced = Signal(object)
    """:class:`Advance`."""
    message = Signal(object)
    """:class:`Message`."""

    def __init__(
        self, runner: JobRunner, parent: QObject | None, *, timed: Collection[Activity] = ()
    ) -> None:
        super().__init__(parent)
        self._tasks = Tasks(runner, self)
        self._timed = timed
        self._time_left = TimeLeft()
        self._told = Doing()
        self._tasks.started.connect(self._on_started)
        self._tasks.progressed.connect(self._on_progressed)
        self._tasks.succeeded.connect(self._on_succeeded)
        self._tasks.failed.connect(self._on_failed)
        self._tasks.doing_changed.connect(self._tell_doing)

    @property
    def doing(self) -> Doing:
        """What is going on."""
        return self._tasks.doing

    def cancel(self) -> None:
        """Stop what can be stopped."""
        raise NotImplementedError

    @Slot()
    def _tell_doing(self) -> None:
        """Tell of :attr:`doing`, if it is another one than was told of last."""
        doing = self.doing
        if doing != self._told:
            self._told = doing
            self.doing_changed.emit(doing)

    @Slot(object)
    def _on_started(self, task: BackgroundTask) -> None:
        if task.doing.activity in self._timed:
            self._time_left = TimeLeft()

    @Slot(object, object)
    def _on_progressed(self, task: BackgroundTask, progress: Progress) -> None:
        if task.doing.activity in self._timed:
            self.advanced.emit(Advance(progress, self._time_left.after(progress)))

    @Slot(object, object)
    def _on_succeeded(self, task: BackgroundTask, result: object) -> None:
        raise NotImplementedError

    @Slot(object, object)
    def _on_failed(self, _task: BackgroundTask, event: JobFailed) -> None:
        self.message.emit(Message.of_failure(event))
