"""What can be done to the photographs that are selected in the filmstrip."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from mirnet_gui.methods.method import Method
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.enhance.settings_for_many import SettingsForMany
from mirnet_gui.ui.model.next_turn import NextTurn
from mirnet_gui.ui.page import Page, Sending
from mirnet_gui.ui.widgets.filmstrip import Filmstrip

_IN_MENU = (
    ActionName.COPY_SETTINGS,
    ActionName.PASTE_SETTINGS,
    ActionName.SEND_TO_COMPARE,
    ActionName.SEND_TO_BATCH,
    ActionName.SAVE_ALL,
    ActionName.SHOW_IN_FOLDER,
    ActionName.REMOVE_OPEN,
)


class StripActions(QObject):
    """Offers them on its page alone; without a selection they are about the current photograph."""

    def __init__(
        self, actions: Actions, strip: Filmstrip, many: SettingsForMany, page: Page
    ) -> None:
        super().__init__(page)
        model = page.shared
        self._many = many
        self._page = page
        self._actions = actions
        self._model = model
        self._strip = strip
        self._is_active = False
        self._copied: Method | None = None
        strip.set_actions(actions.of(_IN_MENU))
        # A selection loses its lines one after the other.
        strip.selection_changed.connect(NextTurn(self._offer, self).start)
        model.photographs.current_changed.connect(self._offer)
        model.photographs.emptied.connect(self._offer)
        actions.handle(
            {
                ActionName.COPY_SETTINGS: self._copy_settings,
                ActionName.PASTE_SETTINGS: self._paste_settings,
                ActionName.SHOW_IN_FOLDER: self._show_in_folder,
                ActionName.SEND_TO_COMPARE: self._send_to_compare,
                ActionName.SEND_TO_BATCH: self._send_to_batch,
                ActionName.REMOVE_OPEN: self._remove,
            }
        )
        self._offer()

    def set_active(self, active: bool) -> None:
        """Whether the page is the one that is open."""
        self._is_active = active
        self._offer()

    @property
    def _files(self) -> list[Path]:
        """Those of the selected that have a file."""
        return [key for key in self._strip.selected if key.is_absolute()]

    @Slot()
    def _offer(self) -> None:
        has_some = self._is_active and bool(self._strip.selected)
        self._actions.enable(has_some, ActionName.REMOVE_OPEN, ActionName.COPY_SETTINGS)
        self._actions.enable(has_some and self._copied is not None, ActionName.PASTE_SETTINGS)
        self._actions.enable(has_some, ActionName.SEND_TO_COMPARE)
        with_file = (ActionName.SHOW_IN_FOLDER, ActionName.SEND_TO_BATCH)
        self._actions.enable(has_some and bool(self._files), *with_file)

    @property
    def _first(self) -> Path:
        """The one that speaks for all of the selected."""
        selected, current = self._strip.selected, self._model.photographs.listed.current
        return current if current in selected else selected[0]

    @Slot()
    def _copy_settings(self) -> None:
        first = self._first
        self._copied = self._model.recipes.method_of(first)
        self._many.tell_copied(first)
        self._offer()

    @Slot()
    def _paste_settings(self) -> None:
        if self._copied is None:
            return
        self._many.tell(self._model.recipes.paste(self._copied, self._strip.selected))

    @Slot()
    def _send_to_compare(self) -> None:
        # There is one photograph on that page.
        key = self._first
        self._model.photographs.go_to(key)
        self._page.sent.emit("compare", Sending((), self._methods([key])))

    def _methods(self, keys: Sequence[Path]) -> dict[Path, Method]:
        recipes = self._model.recipes
        return {key: recipes.method_of(key) for key in keys if recipes.is_edited(key)}

    @Slot()
    def _send_to_batch(self) -> None:
        self._page.sent.emit("batch", Sending(tuple(self._files), self._methods(self._files)))

    @Slot()
    def _remove(self) -> None:
        self._model.take_out(self._strip.selected)

    @Slot()
    def _show_in_folder(self) -> None:
        # One window is enough, however many are selected.
        for key in self._files[:1]:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(key.parent)))
