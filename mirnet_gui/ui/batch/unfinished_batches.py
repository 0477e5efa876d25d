"""Batches that are not through: the page offers them, and an interrupted one is asked about."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui.batch.journals import Unfinished
from mirnet_gui.batch.run_header import RunState
from mirnet_gui.jobs import batch_jobs
from mirnet_gui.jobs.events import JobFailed
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.language import tr
from mirnet_gui.ui.batch.batch_wording import unfinished_question
from mirnet_gui.ui.model.activity import Activity, Doing
from mirnet_gui.ui.model.message import Answer, Message
from mirnet_gui.ui.model.tasks import BackgroundTask, Tasks


class UnfinishedBatches(QObject):
    """Those whose journals lie in the folder ``journals``."""

    found = Signal(object)
    """All :class:`Unfinished`, the newest first."""
    asked = Signal(object)
    """:class:`Message` with answers."""
    resumed = Signal(object)
    """The path of the journal of a batch that is to be gone on with."""
    message = Signal(object)
    """:class:`Message`."""

    def __init__(self, runner: JobRunner, journals: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._journals = journals
        self._tasks = Tasks(runner, self)
        self._tasks.succeeded.connect(self._on_succeeded)
        self._tasks.failed.connect(self._on_failed)

    @property
    def is_looking(self) -> bool:
        """Whether it is not known yet if there is one."""
        return self._tasks.has(Activity.LOOKING)

    def look(self, *, asks: bool = False) -> None:
        """Find them. With ``asks`` also ask about the newest one that was interrupted.

        Who cancelled one knows that it is not through, and is not asked about it.
        """
        job = batch_jobs.unfinished_job(self._journals)
        self._tasks.submit(job, BackgroundTask(Doing(Activity.LOOKING), asks))

    def discard(self, path: Path) -> None:
        """Let nobody be asked about the batch at ``path`` again; what is done stays."""
        self._tasks.submit(batch_jobs.discard_job(path), BackgroundTask(Doing(Activity.CHANGING)))

    @Slot(object, object)
    def _on_succeeded(self, task: BackgroundTask, result: object) -> None:
        if not isinstance(result, tuple):
            # One was discarded.
            self.look()
            return
        self.found.emit(result)
        if task.about:
            self._ask(result)

    def _ask(self, found: tuple[Unfinished, ...]) -> None:
        newest = next((each for each in found if each.state is not RunState.CANCELLED), None)
        if newest is not None:
            answers = (
                Answer(tr("Resume"), partial(self.resumed.emit, newest.path)),
                Answer(tr("Later"), _nothing),
                Answer(tr("Discard"), partial(self.discard, newest.path)),
            )
            self.asked.emit(unfinished_question(newest, answers))

    @Slot(object, object)
    def _on_failed(self, task: BackgroundTask, event: JobFailed) -> None:
        if task.doing.activity is not Activity.LOOKING:
            self.message.emit(Message.of_failure(event))


def _nothing() -> None:
    """The page offers it meanwhile, and the question comes again the next time."""
