"""Asks before the window closes on something that would be lost, or stopped."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mirnet_gui.language import tr
from mirnet_gui.ui.theme.tokens import GRID
from mirnet_gui.ui.widgets.labels import label, wrapped

_WIDTH = 440


class LeaveDialog(QDialog):
    """Accepted when the window is to close all the same.

    ``save`` stands on the button of what would save it; there is none without.
    """

    save_asked = Signal()

    def __init__(
        self, title: str, lines: Sequence[str], *, save: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Close MIRNet GUI"))
        self.setMinimumWidth(_WIDTH)
        self.leave = QPushButton(tr("Close"))
        self.stay = QPushButton(tr("Stay"))
        self.save = QPushButton(save)
        self.save.setVisible(bool(save))
        self.leave.clicked.connect(self.accept)
        self.stay.clicked.connect(self.reject)
        self.save.clicked.connect(self._on_save)
        self._lay_out(title, lines)

    @Slot()
    def _on_save(self) -> None:
        self.reject()
        self.save_asked.emit()

    def _lay_out(self, title: str, lines: Sequence[str]) -> None:
        self.stay.setProperty("kind", "accent")
        self.stay.setDefault(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * GRID)
        buttons.addWidget(self.leave)
        buttons.addStretch(1)
        buttons.addWidget(self.save)
        buttons.addWidget(self.stay)
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * GRID, 5 * GRID, 5 * GRID, 5 * GRID)
        column.setSpacing(3 * GRID)
        column.addWidget(label("title", title))
        for line in lines:
            column.addWidget(wrapped("quiet", line))
        column.addSpacing(GRID)
        column.addLayout(buttons)
