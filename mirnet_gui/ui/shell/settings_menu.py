"""The menu of the gear: theme, device, and what is rarely wanted."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QAction, QActionGroup, QDesktopServices
from PySide6.QtWidgets import QMenu, QWidget

from mirnet_gui.language import LANGUAGES, tr
from mirnet_gui.settings import ThemeChoice
from mirnet_gui.ui.actions import ActionName, Actions
from mirnet_gui.ui.model.diagnostics import Diagnostics
from mirnet_gui.ui.model.preferences import Preferences
from mirnet_gui.ui.shell.about_dialog import AboutDialog
from mirnet_gui.ui.shell.shortcuts_dialog import ShortcutsDialog
from mirnet_gui.ui.widgets.file_dialogs import ask_for_folder, open_dialog

_THEMES: dict[ActionName, ThemeChoice] = {
    ActionName.THEME_SYSTEM: "system",
    ActionName.THEME_DARK: "dark",
    ActionName.THEME_LIGHT: "light",
}
_IN_MENU = (
    ActionName.FULL_SCREEN,
    ActionName.SHORTCUTS,
    ActionName.LOG_FOLDER,
    ActionName.SAVE_DIAGNOSTICS,
    ActionName.ABOUT,
)


class SettingsMenu(QMenu):
    """Changes preferences, and does what needs no more than the window around it."""

    def __init__(
        self, actions: Actions, preferences: Preferences, diagnostics: Diagnostics, window: QWidget
    ) -> None:
        super().__init__(window)
        self._actions = actions
        self._preferences = preferences
        self._window = window
        self._diagnostics = diagnostics
        self._devices: QActionGroup | None = None
        themes = self.addMenu(tr("Theme"))
        themes.addActions(actions.of(_THEMES))
        actions[
            {choice: name for name, choice in _THEMES.items()}[preferences.settings.theme]
        ].setChecked(True)
        self.addMenu(self._language_menu())
        self.addSeparator()
        self.addActions(actions.of(_IN_MENU))
        self.addSeparator()
        self.addAction(actions[ActionName.QUIT])
        handlers = {
            ActionName.FULL_SCREEN: self._toggle_full_screen,
            ActionName.SHORTCUTS: self._show_shortcuts,
            ActionName.LOG_FOLDER: self._show_log_folder,
            ActionName.SAVE_DIAGNOSTICS: self._save_diagnostics,
            ActionName.ABOUT: self._show_about,
            ActionName.QUIT: window.close,
            **dict.fromkeys(_THEMES, self._choose_theme),
        }
        actions.handle(handlers)
        preferences.devices_found.connect(self._on_devices)
        preferences.changed.connect(self._on_preference)

    def _language_menu(self) -> QMenu:
        menu = QMenu(tr("Language"), self)
        menu.setObjectName("languages")
        group = QActionGroup(menu)
        for code, name in {"": tr("System language"), **LANGUAGES}.items():
            action = group.addAction(name)
            action.setCheckable(True)
            action.setData(code)
            action.setChecked(code == self._preferences.settings.language)
        group.triggered.connect(self._on_language)
        menu.addActions(group.actions())
        return menu

    @Slot(QAction)
    def _on_language(self, action: QAction) -> None:
        self._preferences.change(language=action.data())

    @Slot()
    def _on_devices(self) -> None:
        """With one processor there is nothing to choose."""
        devices = self._preferences.devices
        if len(devices) < 2:
            return
        menu = QMenu(tr("Compute on"), self)
        menu.setObjectName("devices")
        self._devices = QActionGroup(menu)
        for device, name in (("auto", tr("Automatic")), *devices):
            action = self._devices.addAction(name if device == "auto" else f"{name} ({device})")
            action.setCheckable(True)
            action.setData(device)
        self._check_device()
        self._devices.triggered.connect(self._on_device)
        menu.addActions(self._devices.actions())
        self.insertMenu(self._actions[ActionName.FULL_SCREEN], menu)

    @Slot(str)
    def _on_preference(self, name: str) -> None:
        if name == "device":
            self._check_device()

    def _check_device(self) -> None:
        for action in [] if self._devices is None else self._devices.actions():
            action.setChecked(action.data() == self._preferences.device)

    @Slot(QAction)
    def _on_device(self, action: QAction) -> None:
        self._preferences.change(device=action.data())

    @Slot()
    def _choose_theme(self) -> None:
        for name, choice in _THEMES.items():
            if self._actions[name].isChecked():
                self._preferences.change(theme=choice)

    @Slot()
    def _toggle_full_screen(self) -> None:
        if self._window.isFullScreen():
            self._window.showNormal()
        else:
            self._window.showFullScreen()

    @Slot()
    def _show_shortcuts(self) -> None:
        open_dialog(ShortcutsDialog(self._actions, self._window))

    @Slot()
    def _save_diagnostics(self) -> None:
        title = tr("Save a report of a problem")
        ask_for_folder(self._window, title, self._diagnostics.save, str(Path.home()))

    @Slot()
    def _show_about(self) -> None:
        open_dialog(AboutDialog(self._window))

    @Slot()
    def _show_log_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._diagnostics.log_folder)))
