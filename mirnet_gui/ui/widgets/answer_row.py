"""The buttons at the foot of a dialog that asks for something."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton

from mirnet_gui.language import tr
from mirnet_gui.ui.theme.tokens import GRID


class AnswerRow(QHBoxLayout):
    """A way out of ``dialog``, and ``take``, which accepts it and which Return presses."""

    def __init__(self, dialog: QDialog, take: QPushButton) -> None:
        super().__init__()
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(dialog.reject)
        take.setProperty("kind", "accent")
        take.setDefault(True)
        take.setCursor(Qt.CursorShape.PointingHandCursor)
        take.clicked.connect(dialog.accept)
        self.setSpacing(2 * GRID)
        self.addStretch(1)
        self.addWidget(self.cancel)
        self.addWidget(take)
