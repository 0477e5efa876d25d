"""What the trainer itself says of the chosen pictures: what is wrong, and what it would see."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui.jobs.trainer_events import DataChecked, TrainerEvent
from mirnet_gui.jobs.trainer_process import TrainerEnd, TrainerProcess
from mirnet_gui.jobs.training_data import TrainingData
from mirnet_gui.jobs.training_recipes import Recipe, prepare_arguments, preview_arguments
from mirnet_gui.language import tr

_EXAMPLES = 6


class DataCheck(QObject):
    """Checks, then draws examples; another request takes the place of one that is under way."""

    busy_changed = Signal(bool)
    checked = Signal(object)
    """:class:`DataChecked`."""
    pictured = Signal(object)
    """The :class:`Path` of a picture of examples."""
    not_pictured = Signal(str)
    """Why there is no such picture."""
    failed = Signal(str)
    """Why the pictures cannot serve."""

    def __init__(self, process: TrainerProcess, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process = process
        self._folder = TemporaryDirectory(prefix="mirnet-gui-")
        self._wanted: tuple[Recipe, TrainingData] | None = None
        self._current: tuple[Recipe, TrainingData] | None = None
        self._is_drawing = self._was_checked = False
        self._number = 0
        process.told.connect(self._on_told)
        process.ended.connect(self._on_ended)

    @property
    def is_busy(self) -> bool:
        """Whether it looks."""
        return self._process.is_running

    def request(self, recipe: Recipe, data: TrainingData) -> None:
        """Look at ``data`` as ``recipe`` would use it."""
        self._wanted = (recipe, data)
        if self._process.is_running:
            self._process.kill()
        else:
            self._begin()

    def cancel(self) -> None:
        """Do not look any more."""
        if self._current is not None and self.is_busy and not self._was_checked:
            self.failed.emit(tr("The pictures were not checked."))
        self._wanted = self._current = None
        self._process.kill()

    def close(self) -> None:
        """The program ends."""
        self.cancel()
        self._process.close()
        self._folder.cleanup()

    @property
    def _sheet(self) -> Path:
        return Path(self._folder.name) / f"examples-{self._number}.png"

    def _begin(self) -> None:
        self._current, self._wanted = self._wanted, None
        self._is_drawing = self._was_checked = False
        if self._current is not None:
            recipe, data = self._current
            arguments = prepare_arguments(recipe, data.kind, data.folder, None)
            self._process.start(arguments, is_check=True)
        self.busy_changed.emit(self.is_busy)

    @Slot(object)
    def _on_told(self, event: TrainerEvent) -> None:
        if isinstance(event, DataChecked) and self._current is not None and self._wanted is None:
            self._was_checked = True
            self.checked.emit(event)

    @Slot(object)
    def _on_ended(self, end: TrainerEnd) -> None:
        if self._wanted is not None or self._current is None:
            self._begin()
            return
        recipe, data = self._current
        if not self._is_drawing and self._was_checked:
            self._is_drawing = True
            self._number += 1
            self._process.start(
                preview_arguments(recipe, data.kind, data.folder, self._sheet, _EXAMPLES)
            )
            return
        self.busy_changed.emit(False)
        if self._is_drawing and end.outcome == "done":
            self.pictured.emit(self._sheet)
        elif self._is_drawing:
            self.not_pictured.emit(end.sentence)
        elif end.outcome == "failed" and not self._was_checked:
            self.failed.emit(end.sentence)
