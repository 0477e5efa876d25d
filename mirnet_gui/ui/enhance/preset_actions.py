"""What is done with presets on the Enhance page: applied, saved, renamed, deleted, shared."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Slot

from mirnet_gui.batch.names import usable
from mirnet_gui.errors import UsageError
from mirnet_gui.language import tr
from mirnet_gui.presets.preset import Preset, settings_of
from mirnet_gui.presets.preset_file import EXTENSION
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.enhance.preset_control import PresetControl
from mirnet_gui.ui.enhance.preset_name_dialog import PresetNameDialog
from mirnet_gui.ui.enhance.settings_for_many import SettingsForMany
from mirnet_gui.ui.model.message import Message, MessageKind
from mirnet_gui.ui.page import Page
from mirnet_gui.ui.widgets.file_dialogs import ask_for_file, ask_for_new_file, open_dialog
from mirnet_gui.ui.widgets.filmstrip import Filmstrip

IN_MENU = (
    ActionName.SAVE_PRESET,
    ActionName.RENAME_PRESET,
    ActionName.DELETE_PRESET,
    ActionName.IMPORT_PRESET,
    ActionName.EXPORT_PRESET,
)
"""What stands beside the choice."""

_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*]+')


class PresetActions(QObject):
    """A preset comes to all photographs that are selected in ``strip``, one step for each."""

    def __init__(
        self,
        actions: Actions,
        control: PresetControl,
        strip: Filmstrip,
        many: SettingsForMany,
        page: Page,
    ) -> None:
        super().__init__(page)
        self._many = many
        self._actions = actions
        self._control = control
        self._strip = strip
        self._page = page
        self._presets, self._recipes = page.shared.presets, page.shared.recipes
        self._is_active = False
        control.box.offer(self._presets.all)
        control.box.preset_chosen.connect(self._apply)
        control.box.opening.connect(self._presets.look)
        control.reset_asked.connect(self._recipes.reset)
        self._presets.changed.connect(self._on_presets)
        self._presets.message.connect(page.say)
        self._recipes.history_changed.connect(self._follow)
        actions.handle(
            {
                ActionName.SAVE_PRESET: self._ask_for_name,
                ActionName.RENAME_PRESET: self._ask_for_other_name,
                ActionName.DELETE_PRESET: self._delete,
                ActionName.IMPORT_PRESET: self._ask_what_to_import,
                ActionName.EXPORT_PRESET: self._ask_where_to_export,
            }
        )
        self._follow()

    def set_active(self, active: bool) -> None:
        """Whether the page is the one that is open."""
        self._is_active = active
        self._offer()

    @Slot()
    def _follow(self) -> None:
        self._control.box.show_method(self._recipes.method)
        self._control.show_last_time(self._recipes.is_of_last_time)
        self._offer()

    @Slot()
    def _on_presets(self) -> None:
        self._control.box.offer(self._presets.all)
        self._offer()

    def _offer(self) -> None:
        preset, enable = self._control.box.preset, self._actions.enable
        has_photograph = self._page.shared.photographs.listed.current is not None
        enable(self._is_active and has_photograph, ActionName.SAVE_PRESET)
        enable(self._is_active, ActionName.IMPORT_PRESET)
        enable(self._is_active and preset is not None, ActionName.EXPORT_PRESET)
        is_own = preset is not None and not preset.is_built_in
        own_only = (ActionName.RENAME_PRESET, ActionName.DELETE_PRESET)
        enable(self._is_active and is_own, *own_only)

    @Slot(object)
    def _apply(self, preset: Preset) -> None:
        selected, current = self._strip.selected, self._page.shared.photographs.listed.current
        if current is not None:
            # What the panel says is said of the photograph that is shown.
            keys = selected if current in selected else [current]
            self._many.tell(self._recipes.change_each(keys, preset.applied_to))

    @Slot()
    def _ask_for_name(self) -> None:
        dialog = PresetNameDialog(self._presets, parent=self._page)
        dialog.accepted.connect(lambda: self._save(dialog.name, overwrite=dialog.replaces))
        open_dialog(dialog)

    def _save(self, name: str, *, overwrite: bool) -> None:
        try:
            preset = Preset(name, settings_of(self._recipes.method))
        except UsageError as error:
            self._page.say(Message(MessageKind.FAILED, error.sentence, error.hint))
            return
        self._presets.save(preset, overwrite=overwrite)

    @Slot()
    def _ask_for_other_name(self) -> None:
        preset = self._control.box.preset
        if preset is not None:
            dialog = PresetNameDialog(self._presets, preset, self._page)
            dialog.accepted.connect(lambda: self._presets.rename(preset, dialog.name))
            open_dialog(dialog)

    @Slot()
    def _delete(self) -> None:
        preset = self._control.box.preset
        if preset is not None:
            self._presets.delete(preset)

    @Slot()
    def _ask_what_to_import(self) -> None:
        kind = tr("Presets ({patterns})", patterns=f"*{EXTENSION}")
        title, start = tr("Import a preset"), str(self._page.shared.preferences.last_folder)
        ask_for_file(self._page, title, self._presets.take_in, start, kind)

    @Slot()
    def _ask_where_to_export(self) -> None:
        preset = self._control.box.preset
        if preset is not None:
            proposed = self._page.shared.preferences.last_folder / _file_name(preset)
            ask_for_new_file(
                self._page,
                tr("Export the preset"),
                lambda path: self._presets.export(preset, path),
                proposed,
            )


def _file_name(preset: Preset) -> Path:
    """Called as the preset is, as far as file systems allow."""
    return Path(usable(_FORBIDDEN.sub("-", preset.label)) + EXTENSION)
