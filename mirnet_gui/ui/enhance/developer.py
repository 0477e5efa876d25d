"""Keeps what is seen of a result in step with what is chosen: the newest wish wins."""

from __future__ import annotations

from dataclasses import replace
from weakref import ref

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui.jobs.developing import DevelopedShot, Shot, develop_job
from mirnet_gui.jobs.display import DisplayPicture
from mirnet_gui.jobs.photo_jobs import EnhancedPhoto
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.tone.layers import Choice
from mirnet_gui.ui.model.newest_job import NewestJob


class Developer(QObject):
    """Develops the shown part of a result in a thread of its own, one wish at a time."""

    developed = Signal(object)
    """:class:`DevelopedShot` of the newest result, or None where it is seen as it is."""

    message = Signal(object)
    """:class:`Message`: what is seen is not what was chosen."""

    def __init__(self, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._enhanced: EnhancedPhoto | None = None
        self._before: DisplayPicture | None = None
        self._choice = Choice()
        self._shot: Shot | None = None
        # By itself it would keep the result of a photograph that was closed.
        self._in_work: ref[EnhancedPhoto] | None = None
        self._newest = NewestJob(runner, self)
        self._newest.succeeded.connect(self._on_succeeded)
        self._newest.failed.connect(self.message)

    @property
    def is_busy(self) -> bool:
        """Whether what is seen is not yet what was chosen."""
        return self._newest.is_busy

    def take(self, enhanced: EnhancedPhoto, before: DisplayPicture | None = None) -> None:
        """Develop another result, or preview, of the photograph ``before`` from now on."""
        self._enhanced, self._before = enhanced, before
        self._develop()

    def drop(self) -> None:
        """There is no result any more."""
        self._enhanced = self._before = None
        self._newest.drop()

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
            self._newest.drop()
            self.developed.emit(None)
            return
        if self._newest.is_free(self._develop) and shot is not None:
            self._in_work = ref(enhanced)
            self._newest.start(develop_job(enhanced, self._choice, shot, self._before))

    @Slot(object)
    def _on_succeeded(self, shot: object) -> None:
        # Another photograph, or another result, may have come meanwhile.
        worked_on = None if self._in_work is None else self._in_work()
        is_of_this = worked_on is not None and worked_on is self._enhanced
        if is_of_this and not self._is_plain and isinstance(shot, DevelopedShot):
            self.developed.emit(shot)


def _as_developed(choice: Choice) -> Choice:
    """All of ``choice`` that is not painted: strength costs nothing, unless it varies."""
    return choice if choice.strength_varies else replace(choice, strength=1.0)
