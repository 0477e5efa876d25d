"""Asks what a preset is to be called."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QVBoxLayout, QWidget

from mirnet_gui.errors import UsageError
from mirnet_gui.language import tr
from mirnet_gui.presets.preset import Preset, checked_name
from mirnet_gui.ui.model.presets import Presets
from mirnet_gui.ui.theme.tokens import GRID
from mirnet_gui.ui.widgets.answer_row import AnswerRow
from mirnet_gui.ui.widgets.labels import label, wrapped

_WIDTH = 400


class PresetNameDialog(QDialog):
    """Accepted with a :attr:`name` that can be had.

    ``renamed`` is called otherwise; without it the name is that of a new preset, which may take the
    place of another one of the user's.
    """

    def __init__(
        self, presets: Presets, renamed: Preset | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._presets = presets
        self._renamed = renamed
        self._field = QLineEdit("" if renamed is None else renamed.name)
        self._field.setAccessibleName(tr("Name of the preset"))
        self._complaint = wrapped("quiet")
        self._take = QPushButton()
        self._take.setObjectName("takeName")
        title = tr("Save as preset") if renamed is None else tr("Rename the preset")
        self.setWindowTitle(title)
        self.setMinimumWidth(_WIDTH)
        self._lay_out()
        self._field.textChanged.connect(self._check)
        self._check()
        self._field.selectAll()
        self._field.setFocus()

    @property
    def name(self) -> str:
        """What it is to be called."""
        return checked_name(self._field.text())

    @property
    def replaces(self) -> bool:
        """Whether another preset of the user's goes for it."""
        return self._renamed is None and self._presets.own_called(self._field.text()) is not None

    @Slot()
    def _check(self) -> None:
        complaint = self._wrong()
        self._take.setEnabled(not complaint and bool(self._field.text().strip()))
        note = tr("There is one called that: it is replaced.") if self.replaces else ""
        self._complaint.setText(complaint or note)
        words = tr("Replace") if self.replaces else tr("Save")
        self._take.setText(words if self._renamed is None else tr("Rename"))

    def _wrong(self) -> str:
        text = self._field.text()
        if not text.strip():
            return ""
        try:
            checked_name(text)
        except UsageError as error:
            return error.sentence
        others = [each for each in self._presets.all if each != self._renamed]
        taken = next((each for each in others if each.is_called(text)), None)
        if taken is not None and (taken.is_built_in or self._renamed is not None):
            return tr("There is a preset called {name} already.", name=taken.label)
        return ""

    def _lay_out(self) -> None:
        # Room for a line that comes and goes.
        self._complaint.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        column = QVBoxLayout(self)
        column.setContentsMargins(6 * GRID, 5 * GRID, 6 * GRID, 5 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(label("quiet", tr("Name")))
        column.addWidget(self._field)
        column.addWidget(self._complaint)
        column.addStretch(1)
        column.addLayout(AnswerRow(self, self._take))
