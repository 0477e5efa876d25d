"""The jobs of one controller: which are under way, what they are for, and what comes of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui.jobs.events import (
    JobCancelled,
    JobFailed,
    JobFinished,
    JobProgressed,
    JobStarted,
    JobSucceeded,
)
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.jobs.worker import Job
from mirnet_gui.ui.model.activity import Activity, Doing


@dataclass(frozen=True, slots=True)
class BackgroundTask:
    """What a job is for; ``about`` is whatever its controller knows it by."""

    doing: Doing
    about: object = None


class Tasks(QObject):
    """Submits to the runner that all controllers share, and listens to its own jobs alone."""

    started = Signal(object)
    """:class:`BackgroundTask`."""
    progressed = Signal(object, object)
    """:class:`BackgroundTask` and its newest :class:`Progress`."""
    succeeded = Signal(object, object)
    """:class:`BackgroundTask` and its result; it is not among the tasks any more."""
    failed = Signal(object, object)
    """:class:`BackgroundTask` and :class:`JobFailed`."""
    doing_changed = Signal(object)
    """:class:`Doing` of the first that is not through."""

    def __init__(self, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._tasks: dict[int, BackgroundTask] = {}
        self._doing = Doing()
        runner.started.connect(self._on_started)
        runner.progressed.connect(self._on_progressed)
        runner.succeeded.connect(self._on_succeeded)
        runner.failed.connect(self._on_failed)
        runner.cancelled.connect(self._on_cancelled)
        runner.finished.connect(self._on_finished)

    @property
    def doing(self) -> Doing:
        """What is going on."""
        return self._doing

    def all(self) -> list[BackgroundTask]:
        """What is under way or waits, oldest first."""
        return list(self._tasks.values())

    def has(self, *activities: Activity) -> bool:
        """Whether one of ``activities`` is under way or waits."""
        return any(task.doing.activity in activities for task in self._tasks.values())

    def submit(self, job: Job, task: BackgroundTask) -> None:
        """Do ``job`` after those that wait; one that writes files also when the program closes."""
        # The id is known only when submit returns, but no event is delivered before that.
        self._tasks[self._runner.submit(job, essential=task.doing.writes_files)] = task
        # Also while another controller's last job is still at its end: this can be stopped already.
        self._tell_doing()

    def take_over(self, other: Tasks, theirs: BackgroundTask, task: BackgroundTask) -> None:
        """What is ``theirs`` among the tasks of ``other`` is ``task`` here from now on."""
        for job_id in [each for each, known in other._tasks.items() if known is theirs]:
            del other._tasks[job_id]
            self._tasks[job_id] = task
        other._tell_doing()
        self.started.emit(task)
        self._tell_doing()

    def cancel(self, *activities: Activity) -> None:
        """Stop what is one of ``activities``."""
        self.cancel_where(lambda task: task.doing.activity in activities)

    def cancel_where(self, unwanted: Callable[[BackgroundTask], bool]) -> None:
        """Forget the jobs first, so that nothing they still say is listened to."""
        for job_id, task in list(self._tasks.items()):
            if unwanted(task):
                del self._tasks[job_id]
                self._runner.cancel(job_id)
        self._tell_doing()

    def _tell_doing(self) -> None:
        doing = next((task.doing for task in self._tasks.values()), Doing())
        if doing != self._doing:
            self._doing = doing
            self.doing_changed.emit(doing)

    @Slot(object)
    def _on_started(self, event: JobStarted) -> None:
        if event.job_id in self._tasks:
            self.started.emit(self._tasks[event.job_id])

    @Slot(object)
    def _on_progressed(self, event: JobProgressed) -> None:
        if event.job_id in self._tasks:
            self.progressed.emit(self._tasks[event.job_id], event.progress)

    @Slot(object)
    def _on_succeeded(self, event: JobSucceeded) -> None:
        task = self._tasks.pop(event.job_id, None)
        if task is not None:
            self.succeeded.emit(task, event.result)

    @Slot(object)
    def _on_failed(self, event: JobFailed) -> None:
        task = self._tasks.pop(event.job_id, None)
        if task is not None:
            self.failed.emit(task, event)

    @Slot(object)
    def _on_cancelled(self, event: JobCancelled) -> None:
        self._tasks.pop(event.job_id, None)

    @Slot(object)
    def _on_finished(self, _event: JobFinished) -> None:
        self._tell_doing()
