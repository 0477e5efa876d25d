"""What is going on, in the status line: of all pages, the open one first."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from mirnet_gui.ui.actions import ActionName
from mirnet_gui.ui.batch.batch_controller import BatchController
from mirnet_gui.ui.compare.compare_controller import CompareController
from mirnet_gui.ui.enhance_controller import EnhanceController
from mirnet_gui.ui.enhance_state import Activity, Advance, Doing
from mirnet_gui.ui.status_line import StatusLine
from mirnet_gui.ui.wording import progress_line

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
    Activity.EXPORTING: "Exporting into {}",
    Activity.PLANNING: "Looking at the photographs",
    Activity.BATCHING: "Batch · {}",
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
        for controller in (enhance, comparison, batch):
            controller.doing_changed.connect(self.tell)
        comparison.views_changed.connect(self._on_views_changed)
        enhance.advanced.connect(self._on_advanced)
        comparison.advanced.connect(self._on_advanced)
        batch.advanced.connect(self._on_batch_advanced)
        enhance.device_named.connect(status.say_device)

    def turn_to(self, page: ActionName) -> None:
        """Another page is the open one."""
        self._page = page
        self.tell()

    @Slot()
    def tell(self) -> None:
        """Say it anew."""
        doing = self._first()
        if doing.activity is Activity.IDLE:
            self._status.say_idle(self._idle_text())
            return
        # Who presses Esc on another page does not mean the work of a night.
        mine = doing is not self._batch.doing or self._page is ActionName.PAGE_BATCH
        text = _SAYING[doing.activity].format(doing.name)
        self._status.say_busy(text, can_cancel=doing.can_cancel and mine)

    def _first(self) -> Doing:
        doings = {
            ActionName.PAGE_ENHANCE: self._enhance.doing,
            ActionName.PAGE_COMPARE: self._comparison.doing,
            ActionName.PAGE_BATCH: self._batch.doing,
        }
        ordered = [doings[self._page], *doings.values()]
        return next((each for each in ordered if each.activity is not Activity.IDLE), Doing())

    @Slot(object)
    def _on_advanced(self, advance: Advance) -> None:
        figures = progress_line(advance.progress, advance.seconds_left)
        self._status.say_progress(advance.progress.fraction, figures)

    @Slot(object)
    def _on_batch_advanced(self, advance: Advance) -> None:
        if self._first() is self._batch.doing:
            self._on_advanced(advance)

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
