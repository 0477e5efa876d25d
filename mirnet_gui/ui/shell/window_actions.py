"""What needs no more than the window around it: theme, full screen, dialogs, log, quit."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from mirnet_gui.language import tr
from mirnet_gui.settings import ThemeChoice
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.model.errands import Errands
from mirnet_gui.ui.model.model import Model
from mirnet_gui.ui.shell.about.about_dialog import AboutDialog
from mirnet_gui.ui.shell.report_dialog import ReportDialog
from mirnet_gui.ui.shell.settings.settings_dialog import SettingsDialog
from mirnet_gui.ui.theme.theme import Theme
from mirnet_gui.ui.widgets.file_dialogs import ask_for_folder, open_dialog
from mirnet_gui.ui.widgets.samples import samples

_THEMES: dict[ActionName, ThemeChoice] = {
    ActionName.THEME_SYSTEM: "system",
    ActionName.THEME_DARK: "dark",
    ActionName.THEME_LIGHT: "light",
}


class WindowActions(QObject):
    """Does them; ``over`` is the parent of what opens over the window."""

    sample_wanted = Signal(object)
    """The :class:`Path` of a photograph that came along."""

    def __init__(
        self, actions: Actions, model: Model, theme: Theme, errands: Errands, over: QWidget
    ) -> None:
        super().__init__(over)
        self._actions = actions
        self._model = model
        self._theme = theme
        self._errands = errands
        self._over = over
        self._window = over.window()
        actions.handle(
            {
                ActionName.FULL_SCREEN: self._toggle_full_screen,
                ActionName.SETTINGS: self._show_settings,
                ActionName.CLEAR_RECENT: model.recent.clear,
                ActionName.SAMPLE: self._try_sample,
                ActionName.LOG_FOLDER: self._show_log_folder,
                ActionName.SAVE_DIAGNOSTICS: self._ask_for_report,
                ActionName.ABOUT: self._show_about,
                ActionName.QUIT: self._window.close,
                **dict.fromkeys(_THEMES, self._choose_theme),
            }
        )
        model.preferences.changed.connect(self._on_preference)
        model.recent.changed.connect(self._on_recent)
        self._check_theme()
        self._on_recent()
        actions.enable(bool(samples()), ActionName.SAMPLE)

    @Slot(str)
    def _on_preference(self, name: str) -> None:
        if name == "theme":
            self._theme.choose(self._model.preferences.settings.theme)
            self._check_theme()

    def _check_theme(self) -> None:
        chosen = self._model.preferences.settings.theme
        for name, choice in _THEMES.items():
            if choice == chosen:
                self._actions[name].setChecked(True)

    @Slot()
    def _choose_theme(self) -> None:
        for name, choice in _THEMES.items():
            if self._actions[name].isChecked():
                self._model.preferences.change(theme=choice)

    @Slot()
    def _on_recent(self) -> None:
        recent = self._model.recent
        self._actions.enable(bool(recent.files or recent.folders), ActionName.CLEAR_RECENT)

    @Slot()
    def _toggle_full_screen(self) -> None:
        if self._window.isFullScreen():
            self._window.showNormal()
        else:
            self._window.showFullScreen()

    @Slot()
    def _show_settings(self) -> None:
        # Somebody may want to choose one of them.
        self._errands.computer.find_devices()
        dialog = SettingsDialog(
            self._model.preferences, self._actions, self._theme.tokens, self._over
        )
        dialog.finished.connect(self._model.preferences.save)
        open_dialog(dialog)

    @Slot()
    def _try_sample(self) -> None:
        self.sample_wanted.emit(samples()[0].path)

    @Slot()
    def _ask_for_report(self) -> None:
        current = self._model.photographs.listed.current
        is_file = current is not None and current.is_absolute()
        dialog = ReportDialog(current if is_file else None, self._over)
        dialog.accepted.connect(lambda: self._save_report(dialog.chosen))
        open_dialog(dialog)

    def _save_report(self, photograph: Path | None) -> None:
        title = tr("Save a report of a problem")
        save = partial(self._errands.diagnostics.save, photograph=photograph)
        ask_for_folder(self._over, title, save, str(Path.home()))

    @Slot()
    def _show_about(self) -> None:
        open_dialog(AboutDialog(self._errands.libraries, self._over))

    @Slot()
    def _show_log_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._errands.diagnostics.log_folder)))
