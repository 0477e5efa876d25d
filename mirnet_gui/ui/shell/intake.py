"""How photographs come into the window: opened, pasted or dropped."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QWidget

from mirnet_gui.language import tr
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.model.message import Message, MessageKind
from mirnet_gui.ui.model.preferences import Preferences
from mirnet_gui.ui.shell.drop_overlay import DropOverlay
from mirnet_gui.ui.widgets.file_dialogs import ask_for_photographs
from mirnet_gui.ui.widgets.incoming import Incoming, accept_as_copy, can_take, take


class Intake(QObject):
    """Watches what is dropped on the window, over which ``overlay`` appears meanwhile.

    ``over`` is the parent of what opens over that window.
    """

    files_came = Signal(object)
    """Paths of files and folders, list."""
    picture_came = Signal(object)
    """:class:`Photo` without a file."""
    message = Signal(object)
    """:class:`Message`: why nothing came."""

    def __init__(
        self, over: QWidget, overlay: DropOverlay, actions: Actions, preferences: Preferences
    ) -> None:
        super().__init__(over)
        self._over = over
        self._window = over.window()
        self._overlay = overlay
        self._preferences = preferences
        actions.handle({ActionName.OPEN: self._open, ActionName.PASTE: self._paste})
        self._window.setAcceptDrops(True)
        self._window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Something is dragged over the window."""
        if isinstance(event, QDragEnterEvent):
            if can_take(event.mimeData()):
                accept_as_copy(event)
                self._overlay.appear()
            return True
        if isinstance(event, QDragMoveEvent):
            # It is said all the way that it is copied.
            accept_as_copy(event)
            return True
        if event.type() == QEvent.Type.DragLeave:
            self._overlay.hide()
            return True
        if isinstance(event, QDropEvent):
            self._drop(event)
            return True
        return super().eventFilter(watched, event)

    def _drop(self, event: QDropEvent) -> None:
        self._overlay.hide()
        incoming = take(event.mimeData())
        accept_as_copy(event)
        self._pass_on(incoming)
        self._window.activateWindow()

    @Slot()
    def _open(self) -> None:
        folder = self._preferences.last_folder
        ask_for_photographs(self._over, tr("Open photographs"), self._on_selected, folder)

    def _on_selected(self, paths: list[Path]) -> None:
        self._preferences.change(last_folder=str(paths[0].parent))
        self.files_came.emit(paths)

    @Slot()
    def _paste(self) -> None:
        incoming = take(QGuiApplication.clipboard().mimeData())
        if incoming.is_empty:
            sentence = tr("There is no photograph on the clipboard.")
            hint = tr("Copy a picture, or a file of one, and paste again.")
            self.message.emit(Message(MessageKind.NOTE, sentence, hint))
        self._pass_on(incoming)

    def _pass_on(self, incoming: Incoming) -> None:
        if incoming.photo is not None:
            self.picture_came.emit(incoming.photo)
        elif incoming.paths:
            self.files_came.emit(incoming.paths)
