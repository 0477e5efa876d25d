"""Keeps what is seen of a result in step with what is chosen: the newest wish wins."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui.jobs.developing import DevelopedShot, Shot, develop_job
from mirnet_gui.jobs.display import DisplayPicture
from mirnet_gui.jobs.events import JobFailed, JobFinished, JobSucceeded
from mirnet_gui.jobs.photo_jobs import EnhancedPhoto
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.tone.layers import Choice
from mirnet_gui.ui.model.message import Message


class Developer(QObject):
    """Develops the shown part of a result in a thread of its own, one wish at a time."""

    developed = Signal(object)
    """:class:`DevelopedShot` of the newest result, or None where it is seen as it is."""

    message = Signal(object)
    """:class:`Message`: what is seen is not what was chosen."""

    def __init__(self, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._enhanced: EnhancedPhoto | None = None
        self._before: DisplayPicture | None = None
        self._choice = Choice()
        self._shot: Shot | None = None
        self._job: int | None = None
        self._in_work: EnhancedPhoto | None = None
        self._is_late = False
        runner.succeeded.connect(self._on_succeeded)
        runner.failed.connect(self._on_failed)
        runner.finished.connect(self._on_finished)

    @property
    def is_busy(self) -> bool:
        """Whether what is seen is not yet what was chosen."""
        return self._job is not None or self._is_late

    def take(self, enhanced: EnhancedPhoto, before: DisplayPicture | None = None) -> None:
        """Develop another result, or preview, of the photograph ``before`` from now on."""
        self._enhanced, self._before = enhanced, before
        self._develop()

    def drop(self) -> None:
        """There is no result any more."""
        self._enhanced = self._before = None
        self._is_late = False

    def choose(self, choice: Choice) -> None:
        """What is wanted of the result."""
        same = _as_developed(choice) == _as_developed(self._choice)
        self._choice = choice
        if not same:
            self._develop()

    def look_at(self, shot: Shot | None) -> None:
        """What the window shows of it; None: nothing at all."""
        if shot != self._shot:
            self._shot = shot
            if not self._is_plain:
                self._develop()

    def refresh(self) -> None:
        """Parts of the result have changed."""
        self._develop()

    @property
    def _is_plain(self) -> bool:
        """Whether the result, if there is one, is seen as it is."""
        enhanced, choice = self._enhanced, self._choice
        is_one = enhanced is None or enhanced.finished is enhanced.relit
        is_neutral = choice.controls.is_neutral and not choice.changing
        return is_neutral and (not choice.leaves_noise or is_one)

    def _develop(self) -> None:
        enhanced, shot = self._enhanced, self._shot
        if enhanced is None:
            return
        if self._is_plain:
            self._is_late = False
            self.developed.emit(None)
            return
        # Two jobs at once would only wait for each other.
        self._is_late = self._job is not None
        if not self._is_late and shot is not None:
            self._in_work = enhanced
            job = develop_job(enhanced, self._choice, shot, self._before)
            self._job = self._runner.submit(job)

    @Slot(object)
    def _on_succeeded(self, event: JobSucceeded) -> None:
        if event.job_id != self._job or not isinstance(event.result, DevelopedShot):
            return
        # Another photograph, or another result, may have come meanwhile.
        if self._in_work is self._enhanced and not self._is_plain:
            self.developed.emit(event.result)

    @Slot(object)
    def _on_failed(self, event: JobFailed) -> None:
        if event.job_id == self._job:
            self.message.emit(Message.of_failure(event))

    @Slot(object)
    def _on_finished(self, event: JobFinished) -> None:
        if event.job_id == self._job:
            self._job = self._in_work = None
            if self._is_late:
                self._develop()


def _as_developed(choice: Choice) -> Choice:
    """All of ``choice`` that is not painted: strength costs nothing, unless it varies."""
    return choice if choice.strength_varies else replace(choice, strength=1.0)
