"""The first start: the computer is measured, and who sits before it is told so."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.model.computer import Computer
from mirnet_gui.ui.model.message import Message, MessageKind
from mirnet_gui.ui.model.model import Model
from mirnet_gui.ui.shell.welcome_panel import WelcomePanel
from mirnet_gui.ui.theme.theme import Theme


class FirstStart(QObject):
    """Every start is the first one until its panel was closed."""

    closed = Signal()
    """The panel is gone, for good."""
    message = Signal(object)
    """:class:`Message`: what came of measuring, where the panel gave its room to a photograph."""

    def __init__(
        self,
        actions: Actions,
        model: Model,
        computer: Computer,
        theme: Theme,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        self._preferences = model.preferences
        self._photographs = model.photographs
        self._computer = computer
        self._theme = theme
        self._panel: WelcomePanel | None = None

    @property
    def panel(self) -> WelcomePanel | None:
        """What is said; None when it was closed."""
        return self._panel

    def begin(self, place: Callable[[QWidget], None]) -> None:
        """Welcome who is here for the first time; ``place`` puts the panel into the window."""
        if self._preferences.settings.welcomed:
            return
        self._panel = WelcomePanel(self._actions)
        self._theme.dress(self._panel)
        self._panel.apply_theme(self._theme.tokens)
        self._panel.closed.connect(self._on_closed)
        self._panel.measured_unseen.connect(self._on_measured_unseen)
        self._theme.changed.connect(self._panel.apply_theme)
        self._computer.measured.connect(self._panel.show_speed)
        self._photographs.current_changed.connect(self._panel.give_room)
        place(self._panel)
        self._computer.measure()

    @Slot(str)
    def _on_measured_unseen(self, text: str) -> None:
        self.message.emit(Message(MessageKind.NOTE, text))

    @Slot()
    def _on_closed(self) -> None:
        self._preferences.change(welcomed=True)
        self._preferences.save()
        if self._panel is not None:
            self._panel.deleteLater()
            self._panel = None
        self.closed.emit()
