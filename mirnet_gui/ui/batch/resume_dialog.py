"""Asks what to do about a batch that was interrupted."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mirnet_gui.batch.journals import Unfinished
from mirnet_gui.ui.labels import label, wrapped
from mirnet_gui.ui.tokens import GRID

_WIDTH = 460


class ResumeDialog(QDialog):
    """Go on, leave it for later, or give it up."""

    go_on_asked = Signal(object)
    """The :class:`Path` of the journal."""
    give_up_asked = Signal(object)
    """The :class:`Path` of the journal."""

    def __init__(self, found: Unfinished, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path: Path = found.path
        self.setWindowTitle("A batch is not finished")
        self.setMinimumWidth(_WIDTH)
        self.go_on = QPushButton("Go on")
        self.later = QPushButton("Later")
        self.give_up = QPushButton("Give it up")
        self.go_on.clicked.connect(self._on_go_on)
        self.later.clicked.connect(self.reject)
        self.give_up.clicked.connect(self._on_give_up)
        self._lay_out(_words(found))

    @Slot()
    def _on_go_on(self) -> None:
        self.go_on_asked.emit(self._path)
        self.accept()

    @Slot()
    def _on_give_up(self) -> None:
        self.give_up_asked.emit(self._path)
        self.accept()

    def _lay_out(self, words: str) -> None:
        self.go_on.setProperty("kind", "accent")
        self.go_on.setDefault(True)
        buttons = QHBoxLayout()
        buttons.addWidget(self.give_up)
        buttons.addStretch(1)
        buttons.addWidget(self.later)
        buttons.addWidget(self.go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * GRID, 5 * GRID, 5 * GRID, 5 * GRID)
        column.setSpacing(4 * GRID)
        column.addWidget(label("title", "Go on with the batch that was interrupted?"))
        column.addWidget(wrapped("quiet", words))
        column.addLayout(buttons)


def _words(found: Unfinished) -> str:
    begun = datetime.fromisoformat(found.header.created).strftime("%d %B, %H:%M")
    counts = found.counts
    where = found.header.options.folder
    into = f" into {where}" if where else ""
    if not counts.total:
        return f"Begun {begun}{into}; it was not planned yet."
    return (
        f"Begun {begun}{into}: {counts.left:,} of {counts.total:,} photographs are left. "
        "What is done stays as it is."
    )
