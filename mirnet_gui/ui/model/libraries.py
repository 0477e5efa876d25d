"""The libraries that ship with the program, found when somebody asks."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.jobs.window_jobs import libraries_job
from mirnet_gui.ui.model.activity import Activity, Doing
from mirnet_gui.ui.model.tasks import BackgroundTask, Tasks
from mirnet_gui.versions import Library


class Libraries(QObject):
    """Found once; told to everybody who asks."""

    found = Signal(object)
    """The list of each :class:`Library`."""

    def __init__(self, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known: list[Library] = []
        self._tasks = Tasks(runner, self)
        self._tasks.succeeded.connect(self._on_succeeded)

    def find(self) -> None:
        """Tell of them by :attr:`found`, now or soon."""
        if self._known:
            self.found.emit(self._known)
        elif not self._tasks.all():
            self._tasks.submit(libraries_job(), BackgroundTask(Doing(Activity.LOOKING)))

    @Slot(object, object)
    def _on_succeeded(self, _task: BackgroundTask, found: object) -> None:
        if isinstance(found, list):
            self._known = found
            self.found.emit(found)
