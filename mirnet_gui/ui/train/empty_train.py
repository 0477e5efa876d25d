"""The Train page before anything is chosen: what it is for."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mirnet_gui.language import tr
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.theme.tokens import GRID
from mirnet_gui.ui.train import train_actions as names
from mirnet_gui.ui.widgets.buttons import ActionButton
from mirnet_gui.ui.widgets.labels import label, paragraph


class EmptyTrain(QFrame):
    """A calm invitation."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pairs = ActionButton(actions[names.PAIRS], "accent")
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * GRID)
        buttons.addStretch(1)
        buttons.addWidget(self._pairs)
        buttons.addWidget(ActionButton(actions[names.PHOTOGRAPHS]))
        buttons.addStretch(1)
        what = tr(
            "Here the program learns from photographs of your own, so that it does better on "
            "yours. It takes minutes or hours, you can pause it at any time, and nothing "
            "leaves this computer."
        )
        pairs = tr(
            "Pairs are a folder with two folders in it, low and high (or noisy and clean): the "
            "same pictures under the same names, as they were taken and as they should be. "
            "Without pairs, good photographs do, which the program darkens itself."
        )
        column = QVBoxLayout(self)
        column.setSpacing(3 * GRID)
        column.addStretch(4)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(label("display", tr("Teach it your photographs")), 0, centre)
        for text in (what, pairs):
            column.addLayout(paragraph(text))
        column.addSpacing(2 * GRID)
        column.addLayout(buttons)
        column.addStretch(5)

    def take_focus(self) -> None:
        """To the button that most people want."""
        self._pairs.setFocus(Qt.FocusReason.OtherFocusReason)
