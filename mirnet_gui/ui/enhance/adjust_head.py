"""What stands above the controls of the Enhance panel: undo, redo, and all as in the beginning."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from mirnet_gui.language import tr
from mirnet_gui.ui.widgets.buttons import IconButton
from mirnet_gui.ui.widgets.labels import section


class AdjustHead(QWidget):
    """A heading with buttons for the actions ``history``, and :attr:`reset`."""

    def __init__(self, history: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reset = QPushButton(tr("Reset all"))
        self.reset.setObjectName("resetAdjustments")
        self.reset.setProperty("kind", "small")
        self.reset.setToolTip(tr("All as it was in the beginning: sliders, and no regions."))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(section(tr("Adjust")), 1)
        for action in history:
            row.addWidget(IconButton(action))
        row.addWidget(self.reset)
