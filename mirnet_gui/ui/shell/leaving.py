"""Whether the window may be closed: what would be lost or stopped is asked about once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from mirnet_gui.language import tr
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.page import ReasonToStay
from mirnet_gui.ui.shell.leave_dialog import LeaveDialog
from mirnet_gui.ui.widgets.file_dialogs import open_dialog


class Leaving(QObject):
    """Closes the window once it is agreed to; ``over`` is the parent of what opens over it."""

    stayed = Signal()
    """It was not."""

    def __init__(self, over: QWidget, actions: Actions) -> None:
        super().__init__(over)
        self._over = over
        self._actions = actions
        self._dialog: LeaveDialog | None = None
        self._is_agreed = False

    @Slot()
    def close_unasked(self) -> None:
        """Close at once."""
        self._is_agreed = True
        self._over.window().close()

    def may_leave(self, reasons: Sequence[ReasonToStay]) -> bool:
        """Whether to close now; it is asked about where there are ``reasons`` not to."""
        if self._is_agreed or not reasons:
            return True
        if self._dialog is None:
            self._dialog = self._asking(reasons)
            open_dialog(self._dialog)
        return False

    def _asking(self, reasons: Sequence[ReasonToStay]) -> LeaveDialog:
        title = reasons[0].question if len(reasons) == 1 else tr("Close all the same?")
        saving = next((each.save for each in reasons if each.save is not None), None)
        save = "" if saving is None else self._actions[saving].text()
        lines = [each.line for each in reasons]
        dialog = LeaveDialog(title, lines, save=save, parent=self._over)
        dialog.accepted.connect(self.close_unasked)
        if saving is not None:
            dialog.save_asked.connect(self._actions[saving].trigger)
        dialog.finished.connect(self._on_answered)
        return dialog

    @Slot()
    def _on_answered(self) -> None:
        self._dialog = None
        if not self._is_agreed:
            self.stayed.emit()
