"""Keeps the marks of what is clipped in step with what is seen: the newest sight wins."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction

from mirnet_gui.jobs.clipping import clipping_job
from mirnet_gui.jobs.events import JobFailed, JobFinished, JobSucceeded
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.ui.model.message import Message
from mirnet_gui.ui.viewer.picture_canvas import PictureCanvas


class ClippingWarnings(QObject):
    """Has what ``canvas`` shows looked through, in a thread of its own, while ``action`` is on."""

    message = Signal(object)
    """:class:`Message`: there are no marks, though they are wanted."""

    def __init__(self, canvas: PictureCanvas, action: QAction, runner: JobRunner) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._action = action
        self._runner = runner
        self._active = False
        self._job: int | None = None
        self._is_late = False
        for changed in (canvas.panes_changed, canvas.view_changed, canvas.pixels_changed):
            changed.connect(self._follow)
        action.toggled.connect(self._follow)
        runner.succeeded.connect(self._on_succeeded)
        runner.failed.connect(self._on_failed)
        runner.finished.connect(self._on_finished)
        self._follow()

    @property
    def is_busy(self) -> bool:
        """Whether what is marked is not yet what is seen."""
        return self._job is not None or self._is_late

    def set_active(self, active: bool) -> None:
        """Whether the canvas is the one that is looked at."""
        self._active = active
        self._follow()

    @property
    def _is_wanted(self) -> bool:
        return self._active and self._action.isChecked()

    @Slot()
    def _follow(self) -> None:
        self._action.setEnabled(self._active and bool(self._canvas.panes))
        if not self._is_wanted:
            self._is_late = False
            self._canvas.show_clipping({})
            return
        # Two jobs at once would only wait for each other.
        self._is_late = self._job is not None
        shown = self._canvas.shown
        if not self._is_late and shown:
            self._job = self._runner.submit(clipping_job(shown))

    @Slot(object)
    def _on_succeeded(self, event: JobSucceeded) -> None:
        if event.job_id == self._job and self._is_wanted and isinstance(event.result, dict):
            self._canvas.show_clipping(event.result)

    @Slot(object)
    def _on_failed(self, event: JobFailed) -> None:
        if event.job_id == self._job:
            self.message.emit(Message.of_failure(event))

    @Slot(object)
    def _on_finished(self, event: JobFinished) -> None:
        if event.job_id == self._job:
            self._job = None
            if self._is_late:
                self._follow()
