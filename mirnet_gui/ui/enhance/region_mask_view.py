"""Keeps the red over the chosen region in step with what is seen: the newest wish wins."""

from __future__ import annotations

from weakref import ref

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction

from mirnet_gui.jobs.photo_jobs import EnhancedPhoto
from mirnet_gui.jobs.region_mask import ShownMask, region_mask_job
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.ui.enhance.region_editor import RegionEditor
from mirnet_gui.ui.model.newest_job import NewestJob
from mirnet_gui.ui.viewer.picture_canvas import PictureCanvas


class RegionMaskView(QObject):
    """Shows it while ``action`` is on, and as long as the region has no amounts to be seen by."""

    message = Signal(object)
    """:class:`Message`: it is not seen, though it is wanted."""

    def __init__(
        self, canvas: PictureCanvas, editor: RegionEditor, action: QAction, runner: JobRunner
    ) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._editor = editor
        self._action = action
        self._enhanced: EnhancedPhoto | None = None
        # By itself it would keep the result of a photograph that was closed.
        self._in_work: ref[EnhancedPhoto] | None = None
        self._newest = NewestJob(runner, self)
        self._newest.succeeded.connect(self._on_succeeded)
        self._newest.failed.connect(self.message)
        for changed in (canvas.view_changed, editor.shown, action.toggled):
            changed.connect(self._follow)

    @property
    def is_busy(self) -> bool:
        """Whether what is seen is not yet what is chosen."""
        return self._newest.is_busy

    def take(self, enhanced: EnhancedPhoto | None) -> None:
        """The result that regions act on; None while there is none."""
        self._enhanced = enhanced
        self._follow()

    @property
    def _is_wanted(self) -> bool:
        region = self._editor.region
        if region is None or self._enhanced is None:
            return False
        return self._action.isChecked() or region.is_neutral

    @Slot()
    def _follow(self) -> None:
        region, enhanced = self._editor.region, self._enhanced
        if not self._is_wanted or region is None or enhanced is None:
            self._newest.drop()
            self._canvas.show_mask(None)
            return
        if self._newest.is_free(self._follow):
            shot = self._canvas.shot_of(enhanced.finished)
            self._in_work = ref(enhanced)
            self._newest.start(region_mask_job(enhanced, region, shot))

    @Slot(object)
    def _on_succeeded(self, mask: object) -> None:
        # Another photograph, or another result, may have come meanwhile.
        worked_on = None if self._in_work is None else self._in_work()
        is_of_this = worked_on is not None and worked_on is self._enhanced
        if is_of_this and self._is_wanted and isinstance(mask, ShownMask):
            self._canvas.show_mask(mask)
