"""What goes into the report of a problem, asked before it is saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QDialog, QPushButton, QVBoxLayout, QWidget

from mirnet_gui.escaping import printable
from mirnet_gui.language import tr
from mirnet_gui.ui.theme.tokens import GRID
from mirnet_gui.ui.widgets.answer_row import AnswerRow
from mirnet_gui.ui.widgets.labels import wrapped

_WIDTH = 460


class ReportDialog(QDialog):
    """Asks whether ``photograph``, the file of the current one, is to be in it: not by itself."""

    def __init__(self, photograph: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._photograph = photograph
        self.setWindowTitle(tr("Report a problem"))
        self.setMinimumWidth(_WIDTH)
        words = tr(
            "The report is a ZIP file with the log, the settings, and what this computer is like. "
            "All of them name files and folders. Nothing is sent: you pass it on yourself."
        )
        self.with_photograph = QCheckBox(tr("With the photograph that is open"))
        if photograph is not None:
            name = printable(photograph.name)
            self.with_photograph.setText(tr("With the photograph {name}", name=name))
        self.with_photograph.setEnabled(photograph is not None)
        self.take = QPushButton(tr("Choose a folder…"))
        column = QVBoxLayout(self)
        column.setContentsMargins(6 * GRID, 5 * GRID, 6 * GRID, 5 * GRID)
        column.setSpacing(4 * GRID)
        column.addWidget(wrapped("quiet", words))
        column.addWidget(self.with_photograph)
        column.addStretch(1)
        column.addLayout(AnswerRow(self, self.take))

    @property
    def chosen(self) -> Path | None:
        """The file that is to be in it, None for no picture at all."""
        return self._photograph if self.with_photograph.isChecked() else None
