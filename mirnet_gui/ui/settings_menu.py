"""The menu of the gear: theme, device, and what is rarely wanted."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QDesktopServices
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from mirnet_gui.jobs.photo_jobs import DeviceNames
from mirnet_gui.settings import ThemeChoice
from mirnet_gui.ui.about_dialog import AboutDialog
from mirnet_gui.ui.actions import ActionName, Actions
from mirnet_gui.ui.shortcuts_dialog import ShortcutsDialog

_THEMES: dict[ActionName, ThemeChoice] = {
    ActionName.THEME_SYSTEM: "system",
    ActionName.THEME_DARK: "dark",
    ActionName.THEME_LIGHT: "light",
}
_IN_MENU = (
    ActionName.FULL_SCREEN,
    ActionName.SHORTCUTS,
    ActionName.LOG_FOLDER,
    ActionName.ABOUT,
)


class SettingsMenu(QMenu):
    """Does what needs no more than the window around it, and tells of what others must do."""

    theme_chosen = Signal(str)
    """A :data:`ThemeChoice`."""
    device_chosen = Signal(str)
    """auto, cpu or cuda:N."""

    def __init__(
        self, actions: Actions, theme: ThemeChoice, log_folder: Path, window: QWidget
    ) -> None:
        super().__init__(window)
        self._actions = actions
        self._window = window
        self._log_folder = log_folder
        themes = self.addMenu("Theme")
        themes.addActions([actions[name] for name in _THEMES])
        actions[{choice: name for name, choice in _THEMES.items()}[theme]].setChecked(True)
        self.addSeparator()
        self.addActions([actions[name] for name in _IN_MENU])
        self.addSeparator()
        self.addAction(actions[ActionName.QUIT])
        handlers = {
            ActionName.FULL_SCREEN: self._toggle_full_screen,
            ActionName.SHORTCUTS: self._show_shortcuts,
            ActionName.LOG_FOLDER: self._show_log_folder,
            ActionName.ABOUT: self._show_about,
            ActionName.QUIT: window.close,
            **dict.fromkeys(_THEMES, self._choose_theme),
        }
        for name, handler in handlers.items():
            actions[name].triggered.connect(handler)

    def offer_devices(self, devices: DeviceNames, chosen: str) -> None:
        """Let one of ``devices`` be chosen; with one processor there is nothing to choose."""
        if len(devices) < 2:
            return
        menu = QMenu("Compute on", self)
        group = QActionGroup(menu)
        for device, name in (("auto", "Automatic"), *devices):
            action = group.addAction(name if device == "auto" else f"{name} ({device})")
            action.setCheckable(True)
            action.setChecked(device == chosen)
            action.setData(device)
        group.triggered.connect(self._on_device)
        menu.addActions(group.actions())
        self.insertMenu(self._actions[ActionName.FULL_SCREEN], menu)

    @Slot(QAction)
    def _on_device(self, action: QAction) -> None:
        self.device_chosen.emit(action.data())

    @Slot()
    def _choose_theme(self) -> None:
        for name, choice in _THEMES.items():
            if self._actions[name].isChecked():
                self.theme_chosen.emit(choice)

    @Slot()
    def _toggle_full_screen(self) -> None:
        if self._window.isFullScreen():
            self._window.showNormal()
        else:
            self._window.showFullScreen()

    @Slot()
    def _show_shortcuts(self) -> None:
        _open(ShortcutsDialog(self._window))

    @Slot()
    def _show_about(self) -> None:
        _open(AboutDialog(self._window))

    @Slot()
    def _show_log_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._log_folder)))


def _open(dialog: QDialog) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
