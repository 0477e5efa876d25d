"""The Batch page before anything is in it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mirnet_gui.language import tr
from mirnet_gui.ui.actions import ActionName, Actions
from mirnet_gui.ui.model.recent import Recent
from mirnet_gui.ui.theme.tokens import GRID
from mirnet_gui.ui.widgets.buttons import ActionButton
from mirnet_gui.ui.widgets.labels import label
from mirnet_gui.ui.widgets.recent_photos import RecentFolders


class EmptyBatch(QFrame):
    """A calm invitation."""

    chosen = Signal(object)
    """The :class:`Path` of a folder that was opened lately."""

    def __init__(self, actions: Actions, recent: Recent, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._add = ActionButton(actions[ActionName.ADD_FOLDER], "accent")
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * GRID)
        buttons.addStretch(1)
        buttons.addWidget(self._add)
        buttons.addWidget(ActionButton(actions[ActionName.OPEN]))
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(3 * GRID)
        column.addStretch(4)
        words = (
            label("display", tr("Drop folders of photographs here")),
            label(
                "quiet", tr("Thousands are fine. Originals stay as they are, and nothing is lost")
            ),
            label("quiet", tr("when the power fails: the batch goes on where it was.")),
        )
        for word in words:
            column.addWidget(word, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(2 * GRID)
        column.addLayout(buttons)
        folders = RecentFolders(recent)
        folders.chosen.connect(self.chosen)
        column.addSpacing(2 * GRID)
        column.addWidget(folders, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(5)

    def take_focus(self) -> None:
        """To the button that most people want."""
        self._add.setFocus(Qt.FocusReason.OtherFocusReason)
