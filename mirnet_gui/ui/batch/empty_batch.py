"""The Batch page before anything is in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mirnet_gui.batch.journals import Unfinished
from mirnet_gui.language import tr
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.batch.batch_wording import unfinished_name, unfinished_place
from mirnet_gui.ui.model.recent import Recent
from mirnet_gui.ui.theme.tokens import GRID
from mirnet_gui.ui.widgets.buttons import ActionButton
from mirnet_gui.ui.widgets.labels import label, paragraph
from mirnet_gui.ui.widgets.recent_photos import RecentFolders

_MOST: Final = 3


class EmptyBatch(QFrame):
    """A calm invitation, and the batches that can be gone on with."""

    chosen = Signal(object)
    """The :class:`Path` of a folder that was opened lately."""
    resumed = Signal(object)
    """The :class:`Path` of the journal of a batch that is to be gone on with."""
    discarded = Signal(object)
    """That of one that is not to be offered again."""

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
        title = label("display", tr("Drop folders of photographs here"))
        column.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        what = tr(
            "Thousands are fine. Originals stay as they are, and nothing is lost when the "
            "power fails: the batch goes on where it was."
        )
        column.addLayout(paragraph(what))
        column.addSpacing(2 * GRID)
        column.addLayout(buttons)
        folders = RecentFolders(recent)
        folders.chosen.connect(self.chosen)
        column.addSpacing(2 * GRID)
        column.addWidget(folders, 0, Qt.AlignmentFlag.AlignHCenter)
        self._not_through = QWidget()
        self._rows = QVBoxLayout(self._not_through)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(2 * GRID)
        title = label("quiet", tr("Not through yet"))
        self._rows.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        self._offered: list[QWidget] = []
        column.addWidget(self._not_through, 0, Qt.AlignmentFlag.AlignHCenter)
        self._not_through.hide()
        column.addStretch(5)

    def take_focus(self) -> None:
        """To the button that most people want."""
        self._add.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def offer(self, found: Sequence[Unfinished]) -> None:
        """Offer to go on with the newest few of these."""
        for row in self._offered:
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._offered = [self._row(each) for each in found[:_MOST]]
        for row in self._offered:
            self._rows.addWidget(row, 0, Qt.AlignmentFlag.AlignHCenter)
        self._not_through.setVisible(bool(self._offered))

    def _row(self, found: Unfinished) -> QWidget:
        name = unfinished_name(found)
        resume = _small(tr("Resume {name}", name=name), unfinished_place(found))
        resume.clicked.connect(lambda: self.resumed.emit(found.path))
        discard = _small(tr("Discard"), tr("Offer it no more; what is done stays"))
        discard.setAccessibleName(tr("Discard {name}", name=name))
        discard.clicked.connect(lambda: self.discarded.emit(found.path))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GRID)
        line.addWidget(resume)
        line.addWidget(discard)
        return row


def _small(text: str, tip: str) -> QPushButton:
    button = QPushButton(text.replace("&", "&&"))
    button.setProperty("kind", "small")
    button.setToolTip(tip)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button
