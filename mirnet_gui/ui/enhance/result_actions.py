"""How a result leaves the window: saved, or copied to the clipboard."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication

from mirnet_gui.language import tr
from mirnet_gui.photo.colour.srgb import Bytes
from mirnet_gui.ui.actions import ActionName, Actions
from mirnet_gui.ui.enhance.enhance_controller import EnhanceController
from mirnet_gui.ui.enhance.save_dialog import SaveDialog
from mirnet_gui.ui.enhance.save_plan import proposed
from mirnet_gui.ui.model.message import Message, MessageKind
from mirnet_gui.ui.page import Page
from mirnet_gui.ui.viewer.picture_layer import copied_image
from mirnet_gui.ui.widgets.file_dialogs import ask_for_folder, open_dialog


class ResultActions(QObject):
    """Asks over ``page`` how a result is to be saved, and says there what came of it."""

    def __init__(self, actions: Actions, controller: EnhanceController, page: Page) -> None:
        super().__init__(page)
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
        for changed in (shared.marks.changed, shared.photographs.list_changed):
            changed.connect(self._offer_all)
        controller.doing_changed.connect(self._offer_all)
        self._offer_all()
        controller.saving.copied.connect(self._on_copied)

    def offer(self, offered: bool) -> None:
        """Whether there is a result."""
        self._actions.enable(offered, ActionName.SAVE_AS, ActionName.COPY)

    @Slot()
    def _offer_all(self) -> None:
        # From every page: whoever closes the window there is asked, too.
        self._actions.enable(bool(self._controller.saving.savable), ActionName.SAVE_ALL)

    @Slot()
    def _save_all(self) -> None:
        start, current = self._page.shared.preferences.last_folder, self._controller.current.opened
        if current is not None and current.photo.path is not None:
            start = current.photo.path.parent
        ask_for_folder(
            self._page.window(), tr("Save all into"), self._controller.saving.save_all, str(start)
        )

    @Slot()
    def _save_as(self) -> None:
        opened = self._controller.current.opened
        if opened is None or self._controller.current.enhanced is None:
            return
        preferences = self._page.shared.preferences
        request = proposed(opened.photo, preferences.last_folder, preferences.settings)
        dialog = SaveDialog(opened.photo, request, self._page.tokens, self._page.window())
        dialog.accepted.connect(self._on_save_agreed)
        open_dialog(dialog)

    @Slot()
    def _on_save_agreed(self) -> None:
        dialog = self.sender()
        if isinstance(dialog, SaveDialog):
            request, preferences = dialog.request, self._page.shared.preferences
            preferences.change(save_format=request.format, save_quality=request.quality)
            self._controller.saving.save(self._controller.current, request)

    @Slot()
    def _copy(self) -> None:
        self._controller.saving.copy(self._controller.current)

    @Slot(object)
    def _on_copied(self, pixels: Bytes) -> None:
        QGuiApplication.clipboard().setImage(copied_image(pixels))
        self._page.say(Message(MessageKind.DONE, tr("The result is on the clipboard.")))
