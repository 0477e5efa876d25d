"""How a result leaves the window: saved, or copied to the clipboard."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication

from mirnet_gui.jobs.chosen_results import ChosenResult, SaveRequest
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.jobs.save_jobs import common_encoding, namer_of, settings_of
from mirnet_gui.jobs.save_trials import Trial
from mirnet_gui.language import tr
from mirnet_gui.photo.colour.srgb import Bytes
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.enhance.enhance_controller import EnhanceController
from mirnet_gui.ui.enhance.save_all_dialog import SaveAllDialog
from mirnet_gui.ui.enhance.save_dialog import SaveDialog
from mirnet_gui.ui.enhance.save_plan import Naming, place_of_results, proposed
from mirnet_gui.ui.enhance.save_trials import SaveTrials
from mirnet_gui.ui.model.message import Message, MessageKind
from mirnet_gui.ui.model.next_turn import NextTurn
from mirnet_gui.ui.page import Page
from mirnet_gui.ui.viewer.picture_layer import copied_image
from mirnet_gui.ui.widgets.file_dialogs import open_dialog


class ResultActions(QObject):
    """Asks over ``page`` how a result is to be saved, and says there what came of it."""

    def __init__(
        self, actions: Actions, controller: EnhanceController, page: Page, trials: JobRunner
    ) -> None:
        super().__init__(page)
        self._trials = SaveTrials(trials, self)
        self._actions = actions
        self._controller = controller
        self._page = page
        actions.handle(
            {
                ActionName.SAVE_AS: self._save_as,
                ActionName.SAVE_ALL: self._save_all,
                ActionName.COPY: self._copy,
            }
        )
        shared = page.shared
        # Settings of thousands change one after the other.
        next_turn = NextTurn(self._offer_all, self)
        for changed in (shared.marks.changed, shared.photographs.list_changed):
            changed.connect(next_turn.start)
        controller.doing_changed.connect(next_turn.start)
        self._offer_all()
        controller.saving.copied.connect(self._on_copied)

    def offer(self, offered: bool) -> None:
        """Whether there is a result."""
        self._actions.enable(offered, ActionName.SAVE_AS, ActionName.COPY)

    @Slot()
    def _offer_all(self) -> None:
        # From every page: whoever closes the window there is asked, too.
        self._actions.enable(self._controller.saving.has_savable, ActionName.SAVE_ALL)

    @Slot()
    def _save_all(self) -> None:
        preferences, current = self._page.shared.preferences, self._controller.current.opened
        settings, photo = preferences.settings, None if current is None else current.photo
        keys = self._controller.saving.savable
        if not keys:
            return
        place = place_of_results(photo, preferences.last_folder, settings)
        method = self._page.shared.recipes.method_of(keys[0])
        name = namer_of(settings.save_name, method).template
        request = SaveRequest(place / name, common_encoding(settings), overwrite=False)
        dialog = SaveAllDialog(keys, method, request, self._page.tokens, self._page)
        self._measure_by_shown(dialog, keys)
        dialog.accepted.connect(self._on_save_all_agreed)
        dialog.finished.connect(self._trials.end)
        open_dialog(dialog)

    def _measure_by_shown(self, dialog: SaveAllDialog, keys: list[Path]) -> None:
        opened, enhanced = self._controller.current.opened, self._controller.current.enhanced
        if opened is not None and enhanced is not None and opened.key in keys:
            result = ChosenResult(opened.photo, enhanced, self._controller.choice)
            self._trials.begin(Trial(result))
            dialog.measure(self._trials, opened.photo)

    @Slot()
    def _on_save_all_agreed(self) -> None:
        dialog = self.sender()
        if isinstance(dialog, SaveAllDialog):
            kept = settings_of(dialog.encoding)
            self._page.shared.preferences.change(**kept, save_name=dialog.template)
            self._controller.saving.save_all(dialog.folder)

    @Slot()
    def _save_as(self) -> None:
        current = self._controller.current
        opened, enhanced, choice = current.opened, current.enhanced, self._controller.choice
        if opened is None or enhanced is None:
            return
        preferences = self._page.shared.preferences
        naming = Naming(opened.key, enhanced.method)
        request = proposed(opened.photo, naming, preferences.last_folder, preferences.settings)
        dialog = SaveDialog(opened.photo, request, self._page.tokens, self._page)
        self._trials.begin(Trial(ChosenResult(opened.photo, enhanced, choice)))
        dialog.use(naming, self._trials, enhanced.seconds)
        dialog.accepted.connect(self._on_save_agreed)
        dialog.finished.connect(self._trials.end)
        open_dialog(dialog)

    @Slot()
    def _on_save_agreed(self) -> None:
        dialog = self.sender()
        if isinstance(dialog, SaveDialog):
            request, preferences = dialog.request, self._page.shared.preferences
            kept = settings_of(request.encoding)
            if dialog.template:
                kept["save_name"] = dialog.template
            preferences.change(**kept)
            self._controller.saving.save(self._controller.current, request)

    @Slot()
    def _copy(self) -> None:
        self._controller.saving.copy(self._controller.current)

    @Slot(object)
    def _on_copied(self, pixels: Bytes) -> None:
        QGuiApplication.clipboard().setImage(copied_image(pixels))
        self._page.say(Message(MessageKind.DONE, tr("The result is on the clipboard.")))
