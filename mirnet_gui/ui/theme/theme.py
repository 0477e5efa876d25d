"""Dark, light or as the system has it: palette, style sheets and who wants to know."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from mirnet_gui import locations
from mirnet_gui.settings import ThemeChoice
from mirnet_gui.ui.theme.stylesheet import stylesheet
from mirnet_gui.ui.theme.tokens import DARK, LIGHT, Tokens


class Theme(QObject):
    """Tells by ``changed`` that icons and canvas must follow.

    Each part of the window has the style sheet for itself: Qt matches all rules with all widgets
    below one sheet in a single call, which for the whole window would take longer than a frame.
    """

    changed = Signal(object)
    """The new :class:`Tokens`."""

    def __init__(self, application: QApplication, choice: ThemeChoice) -> None:
        super().__init__(application)
        self._application = application
        self._choice: ThemeChoice = choice
        self._tokens = DARK
        application.setStyle("Fusion")
        application.styleHints().colorSchemeChanged.connect(self._on_system_changed)
        self._still: list[QWidget] = []
        self._turns = QTimer(self)
        self._turns.timeout.connect(self._take_turn)
        self._steps: Iterator[None] = iter(())
        self._parts: list[QWidget] = []
        self._sheet = ""
        self._colour()

    @property
    def tokens(self) -> Tokens:
        """The colours in use."""
        return self._tokens

    @property
    def choice(self) -> ThemeChoice:
        """What the user asked for."""
        return self._choice

    def dress(self, part: QWidget) -> None:
        """Give the style sheet to ``part``, and to all that is in it or opens over it."""
        self._parts.append(part)
        part.setStyleSheet(self._sheet)

    def choose(self, choice: ThemeChoice) -> None:
        """Change to ``choice`` in the next turns of the event loop."""
        self._choice = choice
        self._change()

    @Slot()
    def _on_system_changed(self) -> None:
        if self._choice == "system":
            self._change()

    def _change(self) -> None:
        # All at once it would keep the window from its user for a tenth of a second. Nothing is
        # painted meanwhile: half of it would be in no theme at all.
        self._hold_still()
        self._steps = self._in_turns()
        self._turns.start()

    @Slot()
    def _take_turn(self) -> None:
        try:
            next(self._steps)
        except StopIteration:
            self._turns.stop()
            self._tell()

    def _in_turns(self) -> Iterator[None]:
        self._colour()
        yield
        self._parts = [each for each in self._parts if isValid(each)]
        # One that is dressed meanwhile has the new sheet.
        for part in list(self._parts):
            # A sheet that takes another one's place costs Qt twice as much as one that is new.
            for sheet in ("", self._sheet):
                # One that was closed meanwhile may be gone.
                if isValid(part):
                    part.setStyleSheet(sheet)
                yield

    def _hold_still(self) -> None:
        for widget in self._application.topLevelWidgets():
            if widget.isVisible() and widget.updatesEnabled():
                widget.setUpdatesEnabled(False)
                self._still.append(widget)

    def _colour(self) -> None:
        self._tokens = self._wanted()
        tick = (locations.resources() / "icons" / "tick.svg").as_posix()
        self._application.setPalette(palette(self._tokens))
        self._sheet = stylesheet(self._tokens, tick)

    def _tell(self) -> None:
        self.changed.emit(self._tokens)
        still, self._still = self._still, []
        for widget in still:
            if isValid(widget):
                widget.setUpdatesEnabled(True)

    def _wanted(self) -> Tokens:
        if self._choice == "system":
            scheme = self._application.styleHints().colorScheme()
            # A system that does not tell gets the dark room: photographs are judged there.
            return LIGHT if scheme == Qt.ColorScheme.Light else DARK
        return LIGHT if self._choice == "light" else DARK


def palette(tokens: Tokens) -> QPalette:
    """The same colours for everything that a style sheet does not reach."""
    roles = {
        QPalette.ColorRole.Window: tokens.panel,
        QPalette.ColorRole.WindowText: tokens.text,
        QPalette.ColorRole.Base: tokens.field,
        QPalette.ColorRole.AlternateBase: tokens.raised,
        QPalette.ColorRole.Text: tokens.text,
        QPalette.ColorRole.Button: tokens.raised,
        QPalette.ColorRole.ButtonText: tokens.text,
        QPalette.ColorRole.ToolTipBase: tokens.raised,
        QPalette.ColorRole.ToolTipText: tokens.text,
        QPalette.ColorRole.PlaceholderText: tokens.quiet,
        QPalette.ColorRole.Highlight: tokens.accent,
        QPalette.ColorRole.HighlightedText: tokens.accent_text,
        QPalette.ColorRole.Link: tokens.accent_line,
    }
    made = QPalette()
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.quiet))
    return made
