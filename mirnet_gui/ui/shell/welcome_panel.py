"""What is said at the first start: what is being measured, once, and what to do first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from mirnet_gui.formatting import duration
from mirnet_gui.jobs.window_jobs import MEGAPIXELS, Speed
from mirnet_gui.language import tr
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.theme.icons import Glyph, icon
from mirnet_gui.ui.theme.tokens import GRID, Tokens
from mirnet_gui.ui.widgets.buttons import ActionButton
from mirnet_gui.ui.widgets.labels import wrapped


class WelcomePanel(QFrame):
    """Stands below the page, covers nothing, and goes for good when it is closed.

    Once a photograph is open it is one line about the measuring, and goes with the end of that.
    """

    closed = Signal()
    measured_unseen = Signal(str)
    """What is to be said elsewhere: it goes with the end of measuring."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcome")
        self.setAccessibleName(tr("Welcome"))
        self._measuring = wrapped("quiet", _measuring_text())
        self._greeting = wrapped(
            "title", tr("Welcome. Drop a dark photograph anywhere, or try a sample.")
        )
        self._is_measured = self._gives_room = False
        self._close = QToolButton()
        self._close.setProperty("kind", "ghost")
        self._close.setAccessibleName(tr("Close the welcome"))
        self._close.setToolTip(tr("Close; it does not come again"))
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close.clicked.connect(self._on_closed)
        names = (ActionName.SAMPLE, ActionName.HELP)
        self._buttons = [ActionButton(actions[name], "small") for name in names]
        self._lay_out()

    @property
    def measuring(self) -> str:
        """What is said of measuring."""
        return self._measuring.text()

    @Slot(object)
    def show_speed(self, speed: Speed) -> None:
        """The computer is measured."""
        if speed.seconds is None:
            text = tr("This computer could not be measured; that is tried again when needed.")
        else:
            text = tr(
                "Measured: a photograph of {megapixels} megapixels takes about {time} on this "
                "computer, its preview a second. This will not be measured again.",
                megapixels=MEGAPIXELS,
                time=duration(speed.seconds),
            )
        self._measuring.setText(text)
        self._is_measured = True
        if self._gives_room:
            self.measured_unseen.emit(text)
            self._on_closed()

    @Slot()
    def give_room(self) -> None:
        """A photograph is open: what to do first was done."""
        self._gives_room = True
        for each in (self._greeting, *self._buttons):
            each.hide()
        if self._is_measured:
            self._on_closed()
        else:
            self._measuring.setText(tr("Measuring this computer, once…"))

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self._close.setIcon(icon(Glyph.CLOSE, tokens.quiet))

    @Slot()
    def _on_closed(self) -> None:
        self.hide()
        self.closed.emit()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(GRID // 2)
        words.addWidget(self._greeting)
        words.addWidget(self._measuring)
        row = QHBoxLayout(self)
        row.setContentsMargins(4 * GRID, 3 * GRID, 2 * GRID, 3 * GRID)
        row.setSpacing(2 * GRID)
        row.addLayout(words, 1)
        for button in self._buttons:
            row.addWidget(button)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)


def _measuring_text() -> str:
    return tr(
        "The program is finding out which way of computing is the fastest on this computer. It "
        "happens once, takes about half a minute, and goes on beside your work. Nothing leaves "
        "this computer."
    )
