"""Finds out beside the window what saving would give: the newest wish wins."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui.jobs.events import JobFailed, JobFinished, JobSucceeded
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.jobs.save_jobs import date_job
from mirnet_gui.jobs.save_trials import CompressionLook, Trial
from mirnet_gui.jobs.worker import Job
from mirnet_gui.photo.encoding import Encoding


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: a file, and the place at which its compression is looked at.

    ``middle`` is in shares of the picture, ``side`` in pixels; 0 for no look.
    """

    encoding: Encoding
    middle: tuple[float, float] = (0.5, 0.5)
    side: int = 0


class SaveTrials(QObject):
    """Tries in a thread of its own, first the look, which takes less, and then the size."""

    looked = Signal(object)
    """:class:`CompressionLook`."""
    measured = Signal(object)
    """:class:`FileSize`, or None where it cannot be known."""
    dated = Signal(object)
    """When the photograph was taken."""

    def __init__(self, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._trial: Trial | None = None
        self._jobs: set[int] = set()
        self._dating: int | None = None
        self._wish: Wish | None = None
        runner.succeeded.connect(self._on_succeeded)
        runner.failed.connect(self._on_failed)
        runner.finished.connect(self._on_finished)

    def begin(self, trial: Trial) -> None:
        """Try with another result from now on."""
        self.end()
        self._trial = trial

    def end(self) -> None:
        """Nobody wants to know any more."""
        self._cancel()
        self._trial = self._wish = None

    def ask(self, wish: Wish) -> bool:
        """Find out what it would give; what was asked for before is given up.

        Gives back whether the size will be told anew.
        """
        if self._trial is None or wish == self._wish:
            return False
        is_moved = self._wish is not None and self._wish.encoding == wish.encoding
        is_measured = is_moved and not self._jobs
        self._wish = wish
        self._cancel()
        if wish.side:
            self._submit(self._trial.look_job(wish.encoding, wish.middle, wish.side))
        if not is_measured:
            self._submit(self._trial.size_job(wish.encoding))
        return not is_measured

    def ask_date(self, source: Path) -> None:
        """Find out when the photograph in a file was taken."""
        self._dating = self._runner.submit(date_job(source), urgent=True)

    def _submit(self, job: Job) -> None:
        self._jobs.add(self._runner.submit(job))

    def _cancel(self) -> None:
        jobs, self._jobs = self._jobs, set()
        for job_id in jobs:
            self._runner.cancel(job_id)

    @Slot(object)
    def _on_succeeded(self, event: JobSucceeded) -> None:
        if event.job_id == self._dating:
            self.dated.emit(event.result)
        elif event.job_id in self._jobs and isinstance(event.result, CompressionLook):
            self.looked.emit(event.result)
        elif event.job_id in self._jobs:
            self.measured.emit(event.result)

    @Slot(object)
    def _on_failed(self, event: JobFailed) -> None:
        if event.job_id in self._jobs:
            self.measured.emit(None)

    @Slot(object)
    def _on_finished(self, event: JobFinished) -> None:
        self._jobs.discard(event.job_id)
