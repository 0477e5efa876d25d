"""Memory that networks worked in, given back to the computer while nobody asks anything of them."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot

from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.jobs.window_jobs import release_memory_job

_WAIT_MS = 3000
"""Longer than somebody who goes from photograph to photograph waits between two."""


class IdleMemory(QObject):
    """Has it given back by ``runner`` once none of the watched runners was asked for a while."""

    def __init__(self, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        self._wait.timeout.connect(self._give_back)
        self._is_open = True

    def watch(self, runner: JobRunner) -> None:
        """Count ``runner`` among those whose jobs may compute networks."""
        runner.started.connect(self._wait.stop)
        runner.finished.connect(self._begin_waiting)

    def stop(self) -> None:
        """Ask nothing of the runner any more."""
        self._is_open = False
        self._wait.stop()

    @Slot()
    def _begin_waiting(self) -> None:
        if self._is_open:
            self._wait.start()

    @Slot()
    def _give_back(self) -> None:
        self._runner.submit(release_memory_job())
