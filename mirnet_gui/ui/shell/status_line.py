"""The line at the foot of every page: what is going on, how far it is, and Cancel."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from mirnet_gui.language import tr
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.theme.tokens import GRID, STATUS_HEIGHT
from mirnet_gui.ui.widgets.buttons import ActionButton
from mirnet_gui.ui.widgets.labels import ElidedLabel

_STEPS = 1000
_LONGEST = "100 % · 9 min 50 s left"
_ROOMY = 1000
_BAR_WIDTHS = (120, 240)


class StatusLine(QFrame):
    """Says what it is told to say. Cancel stands where it stands, however long the words are."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusLine")
        self.setFixedHeight(STATUS_HEIGHT)
        self._what = ElidedLabel("quiet")
        self._what.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._device = ElidedLabel("quiet")
        self._figures = ElidedLabel("quiet")
        self._figures.setFixedWidth(self.fontMetrics().horizontalAdvance(_LONGEST) + GRID)
        self._bar = QProgressBar()
        self._bar.setFixedSize(_BAR_WIDTHS[-1], 6)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Progress"))
        self._cancel = ActionButton(actions[ActionName.STOP], "small")
        self._lay_out()
        self.say_idle(tr("Ready"))

    @property
    def text(self) -> str:
        """What stands at the left."""
        return self._what.text()

    @property
    def figures(self) -> str:
        """Per cent and time left."""
        return self._figures.text()

    @property
    def cancel(self) -> ActionButton:
        """The button that stops what is told here."""
        return self._cancel

    @property
    def bar(self) -> QProgressBar:
        """How far it is; its range is empty while nobody knows."""
        return self._bar

    def say_idle(self, text: str) -> None:
        """Nothing is going on."""
        self._say(text)
        self._figures.setText("")
        for part in (self._bar, self._figures, self._cancel):
            part.hide()

    def say_busy(self, text: str, *, can_cancel: bool) -> None:
        """Something is going on, and nobody knows yet for how long."""
        self._say(text)
        self._figures.setText("")
        self._bar.setRange(0, 0)
        self._show_bar(can_cancel, is_paused=False)

    def say_waiting(self, text: str, *, can_cancel: bool) -> None:
        """Nothing is being done, but it can be ended: a folder is watched."""
        self._say(text)
        self._figures.setText("")
        self._bar.hide()
        self._figures.hide()
        self._cancel.setVisible(can_cancel)

    def say_paused(self, text: str, fraction: float | None, *, can_cancel: bool) -> None:
        """It stands still, at ``fraction`` (0..1) where that is known."""
        self._say(text)
        self._figures.setText(tr("Paused"))
        self._bar.setRange(0, _STEPS)
        self._bar.setValue(round((fraction or 0.0) * _STEPS))
        self._show_bar(can_cancel, is_paused=True)

    def say_progress(self, fraction: float, figures: str) -> None:
        """How far it is, 0..1, and the same in words."""
        self._bar.setRange(0, _STEPS)
        self._bar.setValue(round(fraction * _STEPS))
        self._figures.setText(figures)
        self._figures.setToolTip(figures)

    def say_device(self, name: str) -> None:
        """Which processor does the work."""
        self._device.setText(name)
        self._device.setToolTip(name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window what goes on needs the room more than the processor's name."""
        super().resizeEvent(event)
        roomy = event.size().width() >= _ROOMY
        self._device.setVisible(roomy)
        self._bar.setFixedWidth(_BAR_WIDTHS[roomy])

    def _say(self, text: str) -> None:
        self._what.setText(text)
        self._what.setToolTip(text)

    def _show_bar(self, can_cancel: bool, *, is_paused: bool) -> None:
        if self._bar.property("paused") != is_paused:
            self._bar.setProperty("paused", is_paused)
            self._bar.style().unpolish(self._bar)
            self._bar.style().polish(self._bar)
        self._bar.show()
        self._figures.show()
        self._cancel.setVisible(can_cancel)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(4 * GRID, 0, 4 * GRID, 0)
        row.setSpacing(3 * GRID)
        # Whatever grows stands at the left of Cancel and takes its room there.
        row.addWidget(self._what, 1)
        for part in (self._bar, self._figures, self._cancel, self._device):
            row.addWidget(part)
        self._device.setAlignment(Qt.AlignmentFlag.AlignRight)
