"""The owner of the one background thread: jobs in, events out, one after the other."""

from __future__ import annotations

from collections import deque
from itertools import count

from PySide6.QtCore import QEventLoop, QObject, QThread, QTimer, Signal, Slot

from mirnet_gui.jobs.events import (
    JobCancelled,
    JobFailed,
    JobFinished,
    JobOutcome,
    JobProgressed,
    JobStarted,
    JobSucceeded,
)
from mirnet_gui.jobs.worker import Assignment, Job, Worker

# macOS gives secondary threads 512 KB, too little for a deep network.
_STACK_BYTES = 16 * 1024 * 1024
# More often than this nobody can see how far it is.
_LOOK_MS = 33


class JobRunner(QObject):
    """Runs jobs in order in one background thread; its signals arrive in its own thread.

    Every submitted job ends with exactly one of ``succeeded``, ``failed`` or ``cancelled``,
    and then ``finished``. After ``cancel`` a result that comes nevertheless is dropped and
    the job counts as cancelled.
    """

    started = Signal(object)
    progressed = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal(object)
    finished = Signal(object)

    _assigned = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ids = count(1)
        self._waiting: deque[Assignment] = deque()
        self._current: Assignment | None = None
        self._open = True
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_LOOK_MS)
        self._rest.timeout.connect(self._deliver_progress)
        self._worker = Worker()
        self._thread = QThread(self)
        self._thread.setObjectName("jobs")
        self._thread.setStackSize(_STACK_BYTES)
        self._worker.moveToThread(self._thread)
        self._assigned.connect(self._worker.run)
        self._worker.started.connect(self._on_started)
        self._worker.rang.connect(self._on_rang)
        self._worker.ended.connect(self._on_ended)
        self._thread.start()

    @property
    def is_busy(self) -> bool:
        """Whether a job is running or waiting."""
        return self._current is not None or bool(self._waiting)

    def submit(self, job: Job, *, urgent: bool = False, essential: bool = False) -> int:
        """Put ``job`` at the end of the queue (``urgent``: at its head); give back its id.

        An ``essential`` job (a save) is still done when the program closes.
        """
        if not self._open:
            raise RuntimeError("The runner was shut down.")
        assignment = Assignment(next(self._ids), job, essential=essential)
        if urgent:
            self._waiting.appendleft(assignment)
        else:
            self._waiting.append(assignment)
        self._assign_next()
        return assignment.job_id

    def cancel(self, job_id: int) -> None:
        """Ask a running job to stop, or take a waiting one back; others are left alone."""
        if self._current is not None and self._current.job_id == job_id:
            self._current.cancel.cancel()
            return
        for assignment in list(self._waiting):
            if assignment.job_id == job_id:
                self._waiting.remove(assignment)
                self._tell(JobCancelled(job_id))

    def shutdown(self) -> None:
        """Cancel all but essential jobs, wait for what is left, end the thread; safe twice."""
        self._open = False
        for assignment in (self._current, *list(self._waiting)):
            if assignment is not None and not assignment.essential:
                self.cancel(assignment.job_id)
        loop = QEventLoop()
        self.finished.connect(loop.quit)
        while self.is_busy:
            loop.exec()
        self.finished.disconnect(loop.quit)
        self._thread.quit()
        self._thread.wait()

    def _assign_next(self) -> None:
        if self._current is None and self._waiting:
            self._current = self._waiting.popleft()
            self._assigned.emit(self._current)

    @Slot(object)
    def _on_started(self, event: JobStarted) -> None:
        if self._is_current(event.job_id):
            self.started.emit(event)

    @Slot(int)
    def _on_rang(self, job_id: int) -> None:
        # In the rest after a look nobody looks again: what came meanwhile is seen at its end.
        if self._is_current(job_id) and not self._rest.isActive():
            self._deliver_progress()

    @Slot(object)
    def _on_ended(self, outcome: JobOutcome) -> None:
        if not self._is_current(outcome.job_id) or self._current is None:
            return
        self._deliver_progress()
        self._rest.stop()
        if self._current.cancel.is_cancelled:
            outcome = JobCancelled(outcome.job_id)
        self._current = None
        self._tell(outcome)
        self._assign_next()

    def _is_current(self, job_id: int) -> bool:
        return self._current is not None and self._current.job_id == job_id

    @Slot()
    def _deliver_progress(self) -> None:
        if self._current is None or self._current.cancel.is_cancelled:
            return
        newest = self._current.mailbox.take()
        if newest is not None:
            self._rest.start()
            self.progressed.emit(JobProgressed(self._current.job_id, newest))

    def _tell(self, outcome: JobOutcome) -> None:
        match outcome:
            case JobSucceeded():
                self.succeeded.emit(outcome)
            case JobFailed():
                self.failed.emit(outcome)
            case JobCancelled():
                self.cancelled.emit(outcome)
        self.finished.emit(JobFinished(outcome.job_id))
