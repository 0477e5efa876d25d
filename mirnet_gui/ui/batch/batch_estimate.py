"""What a batch that has not begun will take, found out again whenever something is changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from mirnet_gui.batch.estimate import Estimate
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.jobs.worker import Job
from mirnet_gui.ui.model.activity import Activity, Doing
from mirnet_gui.ui.model.background_work import BackgroundWork
from mirnet_gui.ui.model.message import Message, MessageKind
from mirnet_gui.ui.model.tasks import BackgroundTask

_REST_MS = 300
"""So long nothing is changed before it is estimated again: a slider is moved in many steps."""


class BatchEstimate(BackgroundWork):
    """Asks ``job`` for what is to be done; None means that there is nothing to be estimated."""

    found = Signal(object)
    """:class:`Estimate`."""

    def __init__(
        self, runner: JobRunner, job: Callable[[], Job | None], parent: QObject | None = None
    ) -> None:
        super().__init__(runner, parent)
        self._job = job
        self._known: Estimate | None = None
        self._warnings: list[str] = []
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.ask)

    @Slot()
    def ask(self) -> None:
        """Find it out now, as things are."""
        self.cancel()
        job = self._job()
        if job is not None:
            self._tasks.submit(job, BackgroundTask(Doing(Activity.ESTIMATING)))

    def ask_soon(self) -> None:
        """Find it out once nothing is changed any more; until then the time is not known."""
        self.cancel()
        if self._known is not None:
            self.found.emit(replace(self._known, seconds=None))
            self._rest.start()

    def begin(self, counted: Estimate) -> None:
        """All but the time is known of what was planned now; its warnings are told in any case."""
        self._known, self._warnings = counted, []
        self.found.emit(counted)
        self._warn(counted.warnings())

    def forget(self) -> None:
        """There is nothing to be estimated any more."""
        self.cancel()
        self._known = None

    def cancel(self) -> None:
        """Stop; what is known stays."""
        self._rest.stop()
        self._tasks.cancel(Activity.ESTIMATING)

    @Slot(object, object)
    def _on_succeeded(self, _task: BackgroundTask, result: object) -> None:
        if isinstance(result, Estimate):
            self._known = result
            self.found.emit(result)
            self._warn(result.warnings())

    def _warn(self, warnings: list[str]) -> None:
        # Once, not with every change of a slider.
        new = [each for each in warnings if each not in self._warnings]
        self._warnings = warnings
        for warning in new:
            self.message.emit(Message(MessageKind.NOTE, warning))
