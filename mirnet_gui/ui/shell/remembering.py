"""What the window remembers of photographs: offered again, and forgotten when that is wanted."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui.language import tr, tr_count
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.model.message import Answer, Message, MessageKind
from mirnet_gui.ui.model.model import Model


class Remembering(QObject):
    """Handles two actions, which are of use on every page."""

    message = Signal(object)
    """:class:`Message`."""

    def __init__(self, actions: Actions, model: Model, parent: QObject) -> None:
        super().__init__(parent)
        self._actions = actions
        self._model = model
        model.keeper.message.connect(self.message)
        model.last.offered.connect(self._offer_last)
        actions.handle(
            {
                ActionName.OPEN_LAST: model.last.open,
                ActionName.FORGET_SETTINGS: self._ask_to_forget,
            }
        )
        self._offer_last(model.last.count)

    @Slot(int)
    def _offer_last(self, count: int) -> None:
        if count:
            text = tr_count(
                "Open the {count:,} photograph of last time",
                "Open the {count:,} photographs of last time",
                count,
            )
            self._actions.entitle(ActionName.OPEN_LAST, text)
        self._actions.enable(count > 0, ActionName.OPEN_LAST)

    @Slot()
    def _ask_to_forget(self) -> None:
        answers = (
            Answer(tr("Forget them"), self._model.keeper.forget),
            Answer(tr("Keep them"), _nothing),
        )
        sentence = tr("Forget what was chosen for every photograph so far?")
        hint = tr("Photographs and results stay as they are; this cannot be taken back.")
        self.message.emit(Message(MessageKind.NOTE, sentence, hint, answers=answers))


def _nothing() -> None:
    """All of it stays."""
