"""Changes to a batch that has begun: each is made in its journal, off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui.batch.session import Session
from mirnet_gui.jobs import batch_jobs
from mirnet_gui.jobs.events import JobFailed
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.language import tr
from mirnet_gui.ui.model.activity import Activity, Doing
from mirnet_gui.ui.model.message import Message, MessageKind
from mirnet_gui.ui.model.tasks import BackgroundTask, Tasks


@dataclass(frozen=True, slots=True)
class _Look:
    """What a change is followed by: a look at all tasks as they are by then.

    The batch runs again where something waits by then, if ``goes_on``.
    """

    session: Session
    goes_on: bool = False


class SessionChanges(QObject):
    """Makes them one after the other; all that the journal knows by then is told of each."""

    looked = Signal(object)
    """All tasks as the journal has them, list of :class:`BackgroundTask` of the batch."""
    retried = Signal()
    """What failed waits again."""
    run_ended = Signal(object)
    """:class:`Session`: all changes that were asked for before its run ended are made."""
    message = Signal(object)
    """:class:`Message`."""

    def __init__(self, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = Tasks(runner, self)
        self._tasks.succeeded.connect(self._on_succeeded)
        self._tasks.failed.connect(self._on_failed)

    def retry_failed(self, session: Session) -> None:
        """Let what failed wait again."""
        self._submit(session, Session.retry_failed, Activity.RETRYING)

    def remove(self, session: Session, ids: Sequence[int]) -> None:
        """Take photographs out that wait."""
        self._submit(session, lambda changed: changed.remove(ids))

    def reorder(self, session: Session, ids: Sequence[int]) -> None:
        """Do what waits in the order of ``ids``."""
        self._submit(session, lambda changed: changed.reorder(ids))

    def look(self, session: Session) -> None:
        """Tell of all tasks, unless that comes by itself."""
        if not self._tasks.has(Activity.CHANGING):
            self._submit(session, _nothing)

    def look_after_run(self, session: Session, *, goes_on: bool) -> None:
        """Tell of all tasks; :attr:`run_ended` follows if the batch ``goes_on``."""
        self._submit(session, _nothing, goes_on=goes_on)

    def save_report(self, session: Session, folder: Path) -> None:
        """Write HTML, CSV and JSON into ``folder``."""
        job = batch_jobs.report_job(session, folder)
        self._tasks.submit(job, BackgroundTask(Doing(Activity.REPORTING, folder.name)))

    def forget(self) -> None:
        """Another batch is none of their business."""
        self._tasks.cancel_where(lambda task: isinstance(task.about, _Look))

    def _submit(
        self,
        session: Session,
        change: Callable[[Session], object],
        activity: Activity = Activity.CHANGING,
        *,
        goes_on: bool = False,
    ) -> None:
        job = batch_jobs.change_job(session, change)
        self._tasks.submit(job, BackgroundTask(Doing(activity), _Look(session, goes_on)))

    @Slot(object, object)
    def _on_succeeded(self, task: BackgroundTask, result: object) -> None:
        match task.about, result:
            case _, Path() as path:
                saved = tr("Saved {name}.", name=path.name)
                self.message.emit(Message(MessageKind.DONE, saved, "", path))
            case _Look(session, goes_on), list() as tasks:
                self.looked.emit(tasks)
                if task.doing.activity is Activity.RETRYING:
                    self.retried.emit()
                elif goes_on:
                    self.run_ended.emit(session)

    @Slot(object, object)
    def _on_failed(self, _task: BackgroundTask, event: JobFailed) -> None:
        self.message.emit(Message.of_failure(event))


def _nothing(_session: Session) -> None:
    """All that is wanted is the look."""
