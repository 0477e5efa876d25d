"""A dialog that tells something and can only be closed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from mirnet_gui.language import tr
from mirnet_gui.ui.theme.tokens import GRID


class InformationDialog(QDialog):
    """Subclasses fill ``column``, with ``spacing`` pixels between its parts."""

    def __init__(self, title: str, spacing: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._close = QPushButton(tr("Close"))
        self._close.clicked.connect(self.accept)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(6 * GRID, 5 * GRID, 6 * GRID, 5 * GRID)
        self.column.setSpacing(spacing)

    def end(self) -> None:
        """Put the button below all that is there."""
        self.column.addWidget(self._close, 0, Qt.AlignmentFlag.AlignRight)

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its words are at its width: Qt gives two thirds of the screen at the most."""
        needed = self.column.totalHeightForWidth(self.width())
        self.resize(self.width(), max(self.height(), needed))
        super().showEvent(event)
