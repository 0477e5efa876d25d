"""A batch while it is worked on: by a runner of its own, looked at ten times a second."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from mirnet_gui.batch.records import Task
from mirnet_gui.batch.session import Session
from mirnet_gui.jobs.batch_feed import Feed
from mirnet_gui.jobs.batch_jobs import run_job
from mirnet_gui.jobs.batch_time_left import BatchTimeLeft
from mirnet_gui.jobs.events import JobFailed, JobFinished, JobProgressed, JobSucceeded
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.ui.model.activity import Advance
from mirnet_gui.ui.model.message import Message

_LOOK_MS = 100


class BatchRun(QObject):
    """Runs sessions in ``runner``, one after the other; ``tasks`` gives all photographs."""

    tasks_ended = Signal(object)
    """Tasks as they are now, sequence of :class:`Task`."""
    running_changed = Signal(object)
    """What is being worked on, sequence of :class:`Running`."""
    advanced = Signal(object)
    """:class:`Advance` of the whole."""
    failed = Signal(object)
    """:class:`Message`."""
    finished = Signal()
    """However it ended; all news of it came before."""

    def __init__(
        self,
        runner: JobRunner,
        tasks: Callable[[], Iterable[Task]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._tasks = tasks
        self._feed = Feed()
        self._job_id = 0
        self._succeeded = self._failed = self._cancelled = False
        self._planned: float | None = None
        self._skipped: Collection[int] = ()
        self._time_left = BatchTimeLeft()
        self._seconds_left: float | None = None
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._take_news)
        runner.progressed.connect(self._on_progressed)
        runner.succeeded.connect(self._on_succeeded)
        runner.failed.connect(self._on_failed)
        runner.finished.connect(self._on_finished)

    @property
    def came_to_its_end(self) -> bool:
        """Whether nobody and nothing ended the last one before that."""
        return self._succeeded

    @property
    def was_interrupted(self) -> bool:
        """Whether the program ended the last one, which no person meant."""
        return not (self._succeeded or self._failed or self._cancelled)

    def expect(self, seconds_a_pixel: float | None, skipped: Collection[int]) -> None:
        """How long it was planned to take; tasks with ids in ``skipped`` take no time."""
        self._planned, self._skipped = seconds_a_pixel, skipped

    def start(self, session: Session) -> None:
        """Do what waits in ``session``."""
        self._feed = Feed()
        self._succeeded = self._failed = self._cancelled = False
        self.judge_time_anew()
        self._job_id = self._runner.submit(run_job(session, self._feed))
        self._look.start()

    def cancel(self) -> None:
        """Stop; what was not done waits."""
        self._cancelled = True
        self._runner.cancel(self._job_id)

    def judge_time_anew(self) -> None:
        """What has passed until now says nothing of the time that is left: there was a pause."""
        self._time_left = BatchTimeLeft(self._planned, self._skipped)
        self._seconds_left = None

    @Slot()
    def _take_news(self) -> None:
        news = self._feed.take()
        if news.ended:
            self.tasks_ended.emit(news.ended)
        self._seconds_left = self._time_left.after(self._tasks(), news.running)
        self.running_changed.emit(news.running)

    @Slot(object)
    def _on_progressed(self, event: JobProgressed) -> None:
        self.advanced.emit(Advance(event.progress, self._seconds_left))

    @Slot(object)
    def _on_succeeded(self, _event: JobSucceeded) -> None:
        self._succeeded = True

    @Slot(object)
    def _on_failed(self, event: JobFailed) -> None:
        self._failed = True
        self.failed.emit(Message.of_failure(event))

    @Slot(object)
    def _on_finished(self, _event: JobFinished) -> None:
        self._look.stop()
        self._take_news()
        self.running_changed.emit(())
        self.finished.emit()
