"""Dark, light or as the system has it: palette, style sheet and who wants to know."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from mirnet_gui import locations
from mirnet_gui.settings import ThemeChoice
from mirnet_gui.ui.theme.stylesheet import stylesheet
from mirnet_gui.ui.theme.tokens import DARK, LIGHT, Tokens


class Theme(QObject):
    """Dresses the application and tells by ``changed`` that icons and canvas must follow."""

    changed = Signal(object)
    """The new :class:`Tokens`."""

    def __init__(self, application: QApplication, choice: ThemeChoice) -> None:
        super().__init__(application)
        self._application = application
        self._choice: ThemeChoice = choice
        self._tokens = DARK
        application.setStyle("Fusion")
        application.styleHints().colorSchemeChanged.connect(self._on_system_changed)
        self._apply_theme()

    @property
    def tokens(self) -> Tokens:
        """The colours in use."""
        return self._tokens

    @property
    def choice(self) -> ThemeChoice:
        """What the user asked for."""
        return self._choice

    def choose(self, choice: ThemeChoice) -> None:
        """Change to ``choice`` at once."""
        self._choice = choice
        self._apply_theme()

    @Slot()
    def _on_system_changed(self) -> None:
        if self._choice == "system":
            self._apply_theme()

    def _apply_theme(self) -> None:
        self._tokens = self._wanted()
        tick = (locations.resources() / "icons" / "tick.svg").as_posix()
        # A sheet that takes another one's place costs Qt four times as much as one that is new.
        self._application.setStyleSheet("")
        self._application.setPalette(palette(self._tokens))
        self._application.setStyleSheet(stylesheet(self._tokens, tick))
        self.changed.emit(self._tokens)

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
