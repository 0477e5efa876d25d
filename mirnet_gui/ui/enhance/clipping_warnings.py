"""Keeps the marks of what is clipped in step with what is seen: the newest sight wins."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction

from mirnet_gui.jobs.clipping import clipping_job
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.ui.model.newest_job import NewestJob
from mirnet_gui.ui.viewer.picture_canvas import PictureCanvas


class ClippingWarnings(QObject):
    """Has what ``canvas`` shows looked through, in a thread of its own, while ``action`` is on."""

    message = Signal(object)
    """:class:`Message`: there are no marks, though they are wanted."""

    def __init__(self, canvas: PictureCanvas, action: QAction, runner: JobRunner) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._action = action
        self._active = False
        self._newest = NewestJob(runner, self)
        self._newest.succeeded.connect(self._on_succeeded)
        self._newest.failed.connect(self.message)
        for changed in (canvas.panes_changed, canvas.view_changed, canvas.pixels_changed):
            changed.connect(self._follow)
        action.toggled.connect(self._follow)
        self._follow()

    @property
    def is_busy(self) -> bool:
        """Whether what is marked is not yet what is seen."""
        return self._newest.is_busy

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
            self._newest.drop()
            self._canvas.show_clipping({})
            return
        if self._newest.is_free(self._follow) and (shown := self._canvas.shown):
            self._newest.start(clipping_job(shown))

    @Slot(object)
    def _on_succeeded(self, clipping: object) -> None:
        if self._is_wanted and isinstance(clipping, dict):
            self._canvas.show_clipping(clipping)
