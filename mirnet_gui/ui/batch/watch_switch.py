"""The switch that lets a folder be watched, which asks for the folder first."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from mirnet_gui.language import tr
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.batch.batch_controller import BatchController
from mirnet_gui.ui.model.message import Message, MessageKind
from mirnet_gui.ui.widgets.file_dialogs import ask_for_folder


class WatchSwitch(QObject):
    """Stands on what is true of the batch; its dialog belongs to ``page``."""

    folder_chosen = Signal(object)
    """The path of a folder that is to be watched."""
    message = Signal(object)
    """:class:`Message`: why none can be watched now."""

    def __init__(self, actions: Actions, controller: BatchController, page: QWidget) -> None:
        super().__init__(page)
        self._on, self._off = actions.of((ActionName.WATCH_ON, ActionName.WATCH_OFF))
        self._controller = controller
        self._page = page
        for action in (self._on, self._off):
            action.triggered.connect(self._on_switched)
        controller.phase_changed.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        switch = self._off if self._controller.watched is None else self._on
        switch.setChecked(True)

    @Slot()
    def _on_switched(self) -> None:
        if not self._on.isChecked():
            self._controller.cancel()
        elif self._controller.phase.is_active:
            self._off.setChecked(True)
            hint = tr("Cancel it first, or wait until it is through.")
            self.message.emit(Message(MessageKind.NOTE, tr("A batch is running."), hint))
        else:
            dialog = ask_for_folder(self._page, tr("Watch"), self.folder_chosen.emit)
            dialog.rejected.connect(self._off.trigger)
