"""A ranking of views without their names: begun, made click by click, kept at its end."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mirnet_gui.compare.blind import BlindTest, blind_test
from mirnet_gui.jobs.compare_jobs import ranking_job
from mirnet_gui.ui.model.activity import Activity, Doing
from mirnet_gui.ui.model.tasks import BackgroundTask, Tasks


class BlindRanking(QObject):
    """Submits finished ones to ``tasks``, to be added to the table in ``file``."""

    changed = Signal()
    ranked = Signal(str)
    """The last view got its rank; the key of the best one."""

    def __init__(self, tasks: Tasks, file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._file = file
        self._test: BlindTest | None = None
        self._is_on = False

    @property
    def test(self) -> BlindTest | None:
        """The ranking that is going on, or was made."""
        return self._test

    @property
    def is_on(self) -> bool:
        """Whether views are ranked, those of the photographs to come as well."""
        return self._is_on

    @property
    def waits(self) -> bool:
        """Whether a ranking begins as soon as the views are there."""
        return self._is_on and self._test is None

    @property
    def hides_names(self) -> bool:
        """Whether one is going on, or about to begin."""
        return self.waits or (self._test is not None and not self._test.is_finished)

    def begin(self, keys: Sequence[str]) -> None:
        """Hide the names and shuffle the views."""
        self._test, self._is_on = blind_test(keys), True
        self.changed.emit()

    def end(self) -> None:
        """Show the names again."""
        self._test, self._is_on = None, False
        self.changed.emit()

    def forget(self) -> None:
        """The views are others now, and will be told of by who changed them."""
        self._test = None

    def rank(self, key: str, photograph: Path | None) -> None:
        """The view ``key`` of ``photograph`` is the best of those without a rank."""
        if self._test is None or self._test.is_finished or key not in self._test.order:
            return
        self._test = self._test.with_next(key)
        if self._test.is_finished:
            name = "Pasted photograph" if photograph is None else str(photograph)
            job = ranking_job(self._test, name, self._file)
            self._tasks.submit(job, BackgroundTask(Doing(Activity.SAVING, self._file.name)))
        self.changed.emit()
        if self._test.is_finished:
            self.ranked.emit(self._test.ranked[0])
