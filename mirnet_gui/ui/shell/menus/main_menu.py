"""The menus made of the table: behind one button, and in the bar of macOS as well."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from mirnet_gui.language import tr
from mirnet_gui.ui.action_table import ActionName, ActionSpec
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.model.recent import Recent
from mirnet_gui.ui.shell.menus.layout import HELP, MENUS, RECENT, VIEW, MenuLayout
from mirnet_gui.ui.shell.menus.recent_menu import RecentMenu

_ROLES = {
    ActionName.ABOUT: QAction.MenuRole.AboutRole,
    ActionName.SETTINGS: QAction.MenuRole.PreferencesRole,
    ActionName.QUIT: QAction.MenuRole.QuitRole,
}


class MainMenu(QMenu):
    """Holds every action; those that no layout names stand behind their neighbour in the table.

    :attr:`recent` is the menu of what was opened.
    """

    def __init__(self, actions: Actions, recent: Recent, window: QWidget) -> None:
        super().__init__(window)
        self.recent = RecentMenu(recent, self)
        self._actions = actions
        self._menu_of: dict[str, QMenu] = {}
        self._above: dict[QMenu, QMenu] = {}
        self._by_title: dict[str, QMenu] = {}
        for layout in MENUS:
            self._by_title[layout.title] = self._made(layout)
            self.addMenu(self._by_title[layout.title])
        self._pages_end = self._by_title[VIEW.title].insertSeparator(
            self._by_title[VIEW.title].actions()[0]
        )
        self._place_the_rest(actions.specs)
        for name, role in _ROLES.items():
            actions[name].setMenuRole(role)

    @property
    def menus(self) -> list[QMenu]:
        """In their order, as a menu bar has them."""
        return [menu for action in self.actions() if isinstance(menu := action.menu(), QMenu)]

    @property
    def path_of(self) -> dict[str, tuple[str, ...]]:
        """The titles of the menus that each action stands in, the outermost first, by its name."""
        return {name: tuple(self._titles(menu)) for name, menu in self._menu_of.items()}

    def add_page(self, title: str, name: str) -> None:
        """One page more: the action called ``name`` turns to it.

        What it brought to the table stands in the menu of its ``title``.
        """
        self._by_title[VIEW.title].insertAction(self._pages_end, self._actions[name])
        self._menu_of[name] = self._by_title[VIEW.title]
        own = [spec for spec in self._actions.specs if spec.name not in self._menu_of]
        if not own:
            return
        if title not in self._by_title:
            self._by_title[title] = QMenu(tr(title), self)
            help_menu = self._by_title[HELP.title]
            self.insertMenu(help_menu.menuAction(), self._by_title[title])
        for spec in own:
            self._by_title[title].addAction(self._actions[spec.name])
            self._menu_of[spec.name] = self._by_title[title]

    def _titles(self, menu: QMenu) -> list[str]:
        above = self._above.get(menu)
        return [*(self._titles(above) if above is not None else ()), menu.title()]

    def _made(self, layout: MenuLayout) -> QMenu:
        menu = self.recent if layout is RECENT else QMenu(tr(layout.title), self)
        for place, section in enumerate(layout.sections):
            if place:
                menu.addSeparator()
            for part in section:
                if isinstance(part, MenuLayout):
                    below = self._made(part)
                    self._above[below] = menu
                    menu.addMenu(below)
                else:
                    menu.addAction(self._actions[part])
                    self._menu_of[part] = menu
        return menu

    def _place_the_rest(self, specs: Sequence[ActionSpec]) -> None:
        for before, spec in pairwise(specs):
            if spec.name in self._menu_of:
                continue
            menu = self._menu_of[before.name]
            there = menu.actions()
            place = there.index(self._actions[before.name]) + 1
            if place < len(there):
                menu.insertAction(there[place], self._actions[spec.name])
            else:
                menu.addAction(self._actions[spec.name])
            self._menu_of[spec.name] = menu
