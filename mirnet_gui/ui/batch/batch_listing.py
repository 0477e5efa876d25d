"""The list side of the Batch page: the photographs, and above them which of them are listed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mirnet_gui.batch.records import Task
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.batch.batch_bar import FILTERS, FilterBar
from mirnet_gui.ui.batch.batch_controller import BatchController
from mirnet_gui.ui.batch.batch_list import BatchList
from mirnet_gui.ui.batch.batch_model import BatchModel
from mirnet_gui.ui.batch.batch_state import Phase


class BatchListing(QWidget):
    """Listens to the batch; what is selected stays so when all comes anew."""

    def __init__(
        self, actions: Actions, controller: BatchController, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.filters = FilterBar(actions)
        self.model = BatchModel(self)
        self.photographs = BatchList(self.model, actions)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filters)
        column.addWidget(self.photographs, 1)
        actions.handle(dict.fromkeys(FILTERS, self._on_filter))
        self.filters.words_changed.connect(self._on_filter)
        self.model.thumbnails.wanted.connect(controller.thumbnails.make)
        controller.thumbnails.made.connect(self.model.thumbnails.show_made)
        controller.listed.reset.connect(self._on_tasks_reset)
        controller.listed.changed.connect(self.model.change_rows)
        controller.running_changed.connect(self.model.show_running)
        controller.listed.counts_changed.connect(self.filters.show_counts)
        controller.phase_changed.connect(self._on_phase_changed)

    @property
    def selected(self) -> list[Task]:
        """What is selected, in its order."""
        return self.photographs.selected

    @property
    def waiting(self) -> list[Task]:
        """What is selected and waits: it can be moved and taken out."""
        return [task for task in self.selected if task.state == "waiting"]

    @Slot(object)
    def _on_tasks_reset(self, tasks: Sequence[Task]) -> None:
        marked = [task.id for task in self.selected]
        place = self.photographs.verticalScrollBar().value()
        self.model.show_rows(tasks)
        self.photographs.select(marked)
        self.photographs.verticalScrollBar().setValue(place)

    @Slot(object)
    def _on_phase_changed(self, phase: Phase) -> None:
        self.model.set_paused(phase is Phase.PAUSED)
        if phase is Phase.EMPTY:
            # Another batch: what was listed of the last one is history.
            self.filters.reset()

    @Slot()
    def _on_filter(self) -> None:
        self.photographs.show_only(self.filters.chosen, self.filters.words)
