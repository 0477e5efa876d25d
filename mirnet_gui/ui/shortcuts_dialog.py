"""All shortcuts on one sheet, made from the table of actions."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QPushButton, QVBoxLayout, QWidget

from mirnet_gui.ui.actions import ACTIONS, key_text
from mirnet_gui.ui.labels import label
from mirnet_gui.ui.tokens import GRID

_HANDS = (
    ("Move the divider, or the picture when it is zoomed", "Arrows"),
    ("Hold to see the photograph as it was", "Space or B"),
    ("Zoom around the pointer", "Wheel"),
    ("Whole picture or actual pixels", "Double click"),
    ("Choose a view of the comparison", "Alt+1, Alt+2, …"),
)


class ShortcutsDialog(QDialog):
    """What to press for what."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        rows = [(spec.tip, key_text(spec.keys[0])) for spec in ACTIONS if spec.keys]
        grid = QGridLayout()
        grid.setHorizontalSpacing(10 * GRID)
        grid.setVerticalSpacing(2 * GRID)
        told = (*rows, *_HANDS)
        half = (len(told) + 1) // 2
        for place, (words, keys) in enumerate(told):
            # Two columns, so that the sheet is no higher than a small screen.
            row, column = place % half, 2 * (place // half)
            grid.addWidget(label("", words), row, column)
            grid.addWidget(label("quiet", keys), row, column + 1, Qt.AlignmentFlag.AlignRight)
        close = QPushButton("Close")
        close.clicked.connect(self.accept)
        body = QVBoxLayout(self)
        body.setContentsMargins(6 * GRID, 5 * GRID, 6 * GRID, 5 * GRID)
        body.setSpacing(5 * GRID)
        body.addLayout(grid)
        body.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
