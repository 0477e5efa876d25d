"""Keeps what is seen of a result in step with what is chosen: the newest wish wins."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui.jobs.developing import DevelopedShot, Shot, develop_job
from mirnet_gui.jobs.display import DisplayPicture
from mirnet_gui.jobs.events import JobFinished, JobSucceeded
from mirnet_gui.jobs.photo_jobs import EnhancedPhoto
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.tone.layers import Choice


class Developer(QObject):
    """Develops the shown part of a result in a thread of its own, one wish at a time."""

    developed = Signal(object)
    """:class:`DevelopedShot`, or None where the result is seen as it is."""

    def __init__(self, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._before: DisplayPicture | None = None
        self._enhanced: EnhancedPhoto | None = None
        self._choice = Choice()
        self._shot: Shot | None = None
        self._job: int | None = None
        self._is_late = False
        runner.succeeded.connect(self._on_succeeded)
        runner.finished.connect(self._on_finished)

    @property
    def is_busy(self) -> bool:
        """Whether what is seen is not yet what was chosen."""
        return self._job is not None

    def take(self, before: DisplayPicture, enhanced: EnhancedPhoto) -> None:
        """Develop another result, or preview, from now on."""
        self._before, self._enhanced = before, enhanced
        self._develop()

    def drop(self) -> None:
        """There is no result any more."""
        self._before = self._enhanced = None
        self._is_late = False

    def choose(self, choice: Choice) -> None:
        """What is wanted of the result."""
        # Strength is painted, so it costs nothing here.
        same = (choice.controls, choice.denoise) == (self._choice.controls, self._choice.denoise)
        self._choice = choice
        if not same:
            self._develop()

    def look_at(self, shot: Shot) -> None:
        """What the window shows of it."""
        if shot != self._shot:
            self._shot = shot
            self._develop()

    def refresh(self) -> None:
        """Parts of the result have changed."""
        self._develop()

    def _develop(self) -> None:
        before, enhanced, shot = self._before, self._enhanced, self._shot
        if before is None or enhanced is None or shot is None:
            return
        if self._job is not None:
            self._is_late = True
            return
        self._is_late = False
        if _is_plain(self._choice, enhanced):
            self.developed.emit(None)
            return
        # Two jobs at once would only wait for each other.
        self._job = self._runner.submit(develop_job(before, enhanced, self._choice, shot))

    @Slot(object)
    def _on_succeeded(self, event: JobSucceeded) -> None:
        if event.job_id == self._job and isinstance(event.result, DevelopedShot):
            self._job = None
            if self._enhanced is not None and not _is_plain(self._choice, self._enhanced):
                self.developed.emit(event.result)

    @Slot(object)
    def _on_finished(self, event: JobFinished) -> None:
        if event.job_id == self._job:
            self._job = None
        if self._job is None and self._is_late:
            self._develop()


def _is_plain(choice: Choice, enhanced: EnhancedPhoto) -> bool:
    one = enhanced.finished is enhanced.relit
    return choice.controls.is_neutral and (choice.denoise == 1.0 or one)
