"""One job after the other, of which only the newest wish counts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui.jobs.events import JobFailed, JobFinished, JobSucceeded
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.jobs.worker import Job
from mirnet_gui.ui.model.message import Message


class NewestJob(QObject):
    """Keeps something in step with what changes faster than it can be computed.

    Of all that is wished for while a job is under way the last is done after it: two jobs at once
    would only wait for each other.
    """

    succeeded = Signal(object)
    """What the job gave."""
    failed = Signal(object)
    """:class:`Message`."""

    def __init__(self, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._under_way: int | None = None
        self._late: Callable[[], None] | None = None
        runner.succeeded.connect(self._on_succeeded)
        runner.failed.connect(self._on_failed)
        runner.finished.connect(self._on_finished)

    @property
    def is_busy(self) -> bool:
        """Whether what was wished for last is not there yet."""
        return self._under_way is not None or self._late is not None

    def start(self, job: Job) -> None:
        """Do ``job``; none is under way."""
        self._under_way = self._runner.submit(job)

    def is_free(self, again: Callable[[], None]) -> bool:
        """Whether a job can be started now; else ``again`` is called once one can be."""
        self._late = None if self._under_way is None else again
        return self._late is None

    def drop(self) -> None:
        """Nothing is wished for any more; what is under way comes to its end."""
        self._late = None

    @Slot(object)
    def _on_succeeded(self, event: JobSucceeded) -> None:
        if event.job_id == self._under_way:
            self.succeeded.emit(event.result)

    @Slot(object)
    def _on_failed(self, event: JobFailed) -> None:
        if event.job_id == self._under_way:
            self.failed.emit(Message.of_failure(event))

    @Slot(object)
    def _on_finished(self, event: JobFinished) -> None:
        if event.job_id == self._under_way:
            self._under_way = None
            late, self._late = self._late, None
            if late is not None:
                late()
