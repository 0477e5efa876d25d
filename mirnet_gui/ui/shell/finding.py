"""Where things are found: help for the page that is open, all keys, and the palette of commands."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from mirnet_gui.language import tr
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.model.recent import Recent
from mirnet_gui.ui.page import PageEntry
from mirnet_gui.ui.shell.help.help_window import KEYS, HelpWindow
from mirnet_gui.ui.shell.menus.main_menu import MainMenu
from mirnet_gui.ui.shell.palette.entries import action_entries, recent_entries
from mirnet_gui.ui.shell.palette.palette import CommandPalette
from mirnet_gui.ui.theme.theme import Theme


class Finding(QObject):
    """Opens them over the window and beside it; ``over`` is their parent."""

    path_chosen = Signal(object)
    """The :class:`Path` of what is to be opened again."""

    def __init__(
        self, actions: Actions, menu: MainMenu, recent: Recent, theme: Theme, over: QWidget
    ) -> None:
        super().__init__(over)
        self._actions = actions
        self._menu = menu
        self._recent = recent
        self._theme = theme
        self._over = over
        self._page: PageEntry | None = None
        self._help: HelpWindow | None = None
        actions.handle(
            {
                ActionName.HELP: self._show_help,
                ActionName.SHORTCUTS: self._show_keys,
                ActionName.PALETTE: self._show_palette,
            }
        )

    def turn_to(self, page: PageEntry) -> None:
        """Another page is the open one."""
        self._page = page

    @property
    def help_window(self) -> HelpWindow:
        """Made when it is first wanted."""
        if self._help is None:
            tokens = self._theme.tokens
            self._help = HelpWindow(self._actions, lambda: self._menu.path_of, tokens, self._over)
            self._theme.changed.connect(self._help.apply_theme)
        return self._help

    @Slot()
    def _show_help(self) -> None:
        self.help_window.show_page("" if self._page is None else self._page.name)

    @Slot()
    def _show_keys(self) -> None:
        self.help_window.show_page(KEYS)

    @Slot()
    def _show_palette(self) -> None:
        path_of = self._menu.path_of
        title = "" if self._page is None else tr(self._page.title)
        entries = action_entries(self._actions, path_of, title)
        entries += recent_entries(self._recent, self.path_chosen.emit)
        palette = CommandPalette(entries, self._theme.tokens, self._over)
        palette.finished.connect(palette.deleteLater)
        palette.show()
        palette.activateWindow()
