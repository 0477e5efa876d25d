"""What is going on, in the status line: of all pages, the open one first."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from mirnet_gui.ui.actions import ActionName
from mirnet_gui.ui.batch.batch_controller import BatchController
from mirnet_gui.ui.batch.batch_state import Phase
from mirnet_gui.ui.compare.compare_controller import CompareController
from mirnet_gui.ui.enhance_controller import EnhanceController
from mirnet_gui.ui.enhance_state import Activity, Advance, Doing
from mirnet_gui.ui.labels import printable
from mirnet_gui.ui.status_line import StatusLine
from mirnet_gui.ui.wording import progress_line

Controller = EnhanceController | CompareController | BatchController

_SAYING = {
    Activity.GATHERING: "Looking into {}",
    Activity.OPENING: "Opening {}",
    Activity.PREPARING: "Getting MIRNet ready",
    Activity.PREVIEWING: "Previewing {}",
    Activity.ENHANCING: "Enhancing {}",
    Activity.SAVING: "Saving {}",
    Activity.COPYING: "Copying {}",
    Activity.COMPARING: "Computing {}",
    Activity.MEASURING: "Measuring",
    Activity.DRAWING: "Drawing differences",
    Activity.EXPORTING: "Exporting into {}",
    Activity.PLANNING: "Looking at the photographs",
    Activity.BEGINNING: "Beginning the batch",
    Activity.BATCHING: "Batch · {}",
    Activity.WATCHING: "Watching {}",
    Activity.PAUSED: "Paused · {}",
    Activity.STOPPING: "Stopping · {}",
}


class DoingLine(QObject):
    """Listens to the controllers of the pages."""

    def __init__(
        self,
        status: StatusLine,
        enhance: EnhanceController,
        comparison: CompareController,
        batch: BatchController,
    ) -> None:
        super().__init__(status)
        self._status = status
        self._enhance, self._comparison, self._batch = enhance, comparison, batch
        self._page = ActionName.PAGE_ENHANCE
        self._told = Doing()
        self._batch_advance: Advance | None = None
        for controller in (enhance, comparison, batch):
            controller.doing_changed.connect(self.tell)
        comparison.views_changed.connect(self._on_views_changed)
        enhance.advanced.connect(self._on_advanced)
        comparison.advanced.connect(self._on_advanced)
        batch.advanced.connect(self._on_batch_advanced)
        batch.phase_changed.connect(self._on_phase)
        enhance.device_named.connect(status.say_device)

    def turn_to(self, page: ActionName) -> None:
        """Another page is the open one."""
        self._page = page
        self.tell()

    @Slot()
    def tell(self) -> None:
        """Say it anew."""
        controller = self._first()
        doing = Doing() if controller is None else controller.doing
        before, self._told = self._told, doing
        if doing.activity is Activity.IDLE:
            self._status.say_idle(self._idle_text())
            return
        text = _SAYING[doing.activity].format(printable(doing.name))
        can_cancel = doing.can_cancel and self._is_mine(controller)
        if doing.activity is Activity.WATCHING:
            self._status.say_waiting(text, can_cancel=can_cancel)
        elif doing.activity is Activity.PAUSED:
            share = None if self._batch_advance is None else self._batch_advance.progress.fraction
            self._status.say_paused(text, share, can_cancel=can_cancel)
        else:
            self._status.say_busy(text, can_cancel=can_cancel)
            if before.activity is doing.activity is Activity.BATCHING:
                # One more is done: the bar goes on from where it stands.
                self._show_batch()

    def stop(self) -> None:
        """Stop what is told of, if it is this page's to stop."""
        controller = self._first()
        if controller is not None and controller.doing.can_cancel and self._is_mine(controller):
            controller.cancel()

    def _is_mine(self, controller: Controller | None) -> bool:
        # Who stops something on another page does not mean the work of a night.
        return controller is not self._batch or self._page is ActionName.PAGE_BATCH

    def _first(self) -> Controller | None:
        of_pages: dict[ActionName, Controller] = {
            ActionName.PAGE_ENHANCE: self._enhance,
            ActionName.PAGE_COMPARE: self._comparison,
            ActionName.PAGE_BATCH: self._batch,
        }
        ordered = [of_pages[self._page], *of_pages.values()]
        busy = (each for each in ordered if each.doing.activity is not Activity.IDLE)
        return next(busy, None)

    @Slot(object)
    def _on_advanced(self, advance: Advance) -> None:
        figures = progress_line(advance.progress, advance.seconds_left)
        self._status.say_progress(advance.progress.fraction, figures)

    @Slot(object)
    def _on_batch_advanced(self, advance: Advance) -> None:
        self._batch_advance = advance
        if self._first() is self._batch:
            self._on_advanced(advance)

    @Slot(object)
    def _on_phase(self, phase: Phase) -> None:
        if not phase.is_active:
            self._batch_advance = None

    def _show_batch(self) -> None:
        if self._batch_advance is not None:
            self._on_advanced(self._batch_advance)

    @Slot()
    def _on_views_changed(self) -> None:
        if self._page is ActionName.PAGE_COMPARE:
            self.tell()

    def _idle_text(self) -> str:
        if self._page is ActionName.PAGE_BATCH:
            return "Ready"
        if self._page is ActionName.PAGE_COMPARE:
            return self._comparison.status
        shown = self._enhance.shown
        if shown.enhanced is not None:
            return f"Enhanced by MIRNet · {shown.enhanced.model}"
        return "Ready" if shown.opened is None else "Not enhanced"
