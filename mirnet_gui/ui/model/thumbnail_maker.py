"""Thumbnails on a runner of their own, which nothing else has to wait for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui.jobs.batch_jobs import thumbnails_job
from mirnet_gui.jobs.events import JobFailed
from mirnet_gui.jobs.photo_jobs import OpenedPhoto
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.ui.model.activity import Activity, Doing
from mirnet_gui.ui.model.tasks import BackgroundTask, Tasks


def _nobody(_key: Path) -> None:
    return None


class ThumbnailMaker(QObject):
    """Makes small pictures of what is looked at, at most ``size`` pixels wide and high.

    ``find`` gives a photograph that is in memory already, None where it is to be read.
    """

    made = Signal(object)
    """JPEG by path, b"" where there can be none; without any where making them failed."""

    def __init__(
        self,
        runner: JobRunner,
        size: tuple[int, int],
        find: Callable[[Path], OpenedPhoto | None] = _nobody,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._size = size
        self._find = find
        self._tasks = Tasks(runner, self)
        self._tasks.succeeded.connect(self._on_succeeded)
        self._tasks.failed.connect(self._on_failed)

    @Slot(list)
    def make(self, sources: list[Path]) -> None:
        """Have small pictures of ``sources`` made."""
        found = {source: self._find(source) for source in sources}
        photos = {source: opened.photo for source, opened in found.items() if opened is not None}
        self._tasks.submit(
            thumbnails_job(sources, self._size, photos), BackgroundTask(Doing(Activity.LOOKING))
        )

    @Slot(object, object)
    def _on_succeeded(self, _task: BackgroundTask, made: object) -> None:
        self.made.emit(made)

    @Slot(object, object)
    def _on_failed(self, _task: BackgroundTask, _event: JobFailed) -> None:
        self.made.emit({})
