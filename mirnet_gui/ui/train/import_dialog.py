"""Asks what weights are to be called, and what they were trained for if their file is silent."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mirnet_gui.jobs.training_runs import is_good_name
from mirnet_gui.language import mark, tr
from mirnet_gui.network.catalog import is_weights_file
from mirnet_gui.ui.theme.tokens import GRID, Tokens
from mirnet_gui.ui.widgets.answer_row import AnswerRow
from mirnet_gui.ui.widgets.choice_box import ChoiceBox
from mirnet_gui.ui.widgets.labels import label, wrapped

_WIDTH = 440
_LONGEST = 80
_TASKS = (
    (mark("Brightening"), ("whole", 1)),
    (mark("Denoising"), ("denoise", 1)),
    (mark("Enlarging 2×"), ("enlarge", 2)),
    (mark("Enlarging 3×"), ("enlarge", 3)),
    (mark("Enlarging 4×"), ("enlarge", 4)),
)


class ImportDialog(QDialog):
    """Accepted when it is to be imported, under a name that is not among those ``taken``."""

    def __init__(
        self,
        file: Path,
        name: str,
        taken: Collection[str],
        tokens: Tokens,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._taken = taken
        self._is_silent = not is_weights_file(file)
        self.setWindowTitle(tr("Import a checkpoint"))
        self.setMinimumWidth(_WIDTH)
        self.name = QLineEdit(name)
        self.name.setAccessibleName(tr("Name"))
        self.name.setMaxLength(_LONGEST)
        self.complaint = wrapped("failed", "")
        self._tasks = ChoiceBox(tr("Trained for"))
        self._tasks.apply_theme(tokens)
        for text, value in _TASKS:
            self._tasks.addItem(tr(text), value)
        self.take = QPushButton(tr("Import"))
        self.name.textChanged.connect(self._check)
        self._lay_out(file)
        self._check()

    @property
    def chosen(self) -> tuple[str, str, int]:
        """Its name, what it was trained for, and by how much it enlarges."""
        task, scale = self._tasks.currentData()
        return self.name.text().strip(), task, scale

    @Slot()
    def _check(self) -> None:
        name = self.name.text().strip()
        is_taken = name in self._taken
        said = tr("There are weights called {chosen} already.", chosen=name) if is_taken else ""
        self.complaint.setText(said)
        self.take.setEnabled(is_good_name(name) and not is_taken)

    def _lay_out(self, file: Path) -> None:
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setVerticalSpacing(2 * GRID)
        rows: list[tuple[str, QWidget]] = [(tr("Name"), self.name)]
        if self._is_silent:
            rows.append((tr("Trained for"), self._tasks))
        for line, (text, control) in enumerate(rows):
            grid.addWidget(label("", text), line, 0)
            grid.addWidget(control, line, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * GRID, 5 * GRID, 5 * GRID, 5 * GRID)
        column.setSpacing(3 * GRID)
        column.addWidget(label("title", file.name))
        if self._is_silent:
            words = tr("A checkpoint does not say what it was trained for: you have to.")
            column.addWidget(wrapped("quiet", words))
        column.addLayout(grid)
        column.addWidget(self.complaint)
        column.addLayout(AnswerRow(self, self.take))
