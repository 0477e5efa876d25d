"""The line at the foot of every page: what is going on, how far it is, and Cancel."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from mirnet_gui.ui.actions import ActionName, Actions
from mirnet_gui.ui.buttons import ActionButton
from mirnet_gui.ui.labels import ElidedLabel, label
from mirnet_gui.ui.tokens import GRID, STATUS_HEIGHT

_STEPS = 1000
_LONGEST = "100 % · 9 min 50 s left"


class StatusLine(QFrame):
    """Says what it is told to say."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusLine")
        self.setFixedHeight(STATUS_HEIGHT)
        self._what = ElidedLabel("quiet")
        self._device = ElidedLabel("quiet")
        self._figures = label("quiet")
        # Room for what may come, so that Cancel does not run away from the pointer.
        self._figures.setMinimumWidth(self.fontMetrics().horizontalAdvance(_LONGEST))
        self._bar = QProgressBar()
        self._bar.setFixedSize(240, 6)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Progress")
        self._cancel = ActionButton(actions[ActionName.CANCEL], "small")
        self._lay_out()
        self.say_idle("Ready")

    @property
    def text(self) -> str:
        """What stands at the left."""
        return self._what.text()

    @property
    def figures(self) -> str:
        """Per cent and time left."""
        return self._figures.text()

    def say_idle(self, text: str) -> None:
        """Nothing is going on."""
        self._what.setText(text)
        self._figures.setText("")
        for part in (self._bar, self._figures, self._cancel):
            part.hide()

    def say_busy(self, text: str, *, can_cancel: bool) -> None:
        """Something is going on, and nobody knows yet for how long."""
        self._what.setText(text)
        self._figures.setText("")
        self._bar.setRange(0, 0)
        self._bar.show()
        self._figures.show()
        self._cancel.setVisible(can_cancel)

    def say_progress(self, fraction: float, figures: str) -> None:
        """How far it is, 0..1, and the same in words."""
        self._bar.setRange(0, _STEPS)
        self._bar.setValue(round(fraction * _STEPS))
        self._figures.setText(figures)

    def say_device(self, name: str) -> None:
        """Which processor does the work."""
        self._device.setText(name)
        self._device.setToolTip(name)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(4 * GRID, 0, 4 * GRID, 0)
        row.setSpacing(3 * GRID)
        for part in (self._what, self._bar, self._figures, self._cancel):
            row.addWidget(part)
        row.addStretch(1)
        self._device.setAlignment(Qt.AlignmentFlag.AlignRight)
        row.addWidget(self._device)
