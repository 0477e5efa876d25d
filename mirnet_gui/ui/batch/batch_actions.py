"""The actions of the table that are about a batch: what they do to it, and when they can."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Slot

from mirnet_gui.batch.records import OPEN
from mirnet_gui.language import tr
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.batch.batch_bar import BatchBar
from mirnet_gui.ui.batch.batch_controller import BatchController
from mirnet_gui.ui.batch.batch_listing import BatchListing
from mirnet_gui.ui.batch.batch_state import Filter, Phase

_MOVES: dict[ActionName, int] = {
    ActionName.MOVE_FIRST: -(1 << 30),
    ActionName.MOVE_UP: -1,
    ActionName.MOVE_DOWN: 1,
    ActionName.MOVE_LAST: 1 << 30,
}


class BatchActions(QObject):
    """Those that need nothing but the batch and what is selected are done here.

    Those that ask for something first, or show something, are the page's. It listens to the batch
    after those who show it: what can be done is told of what is shown by then.
    """

    def __init__(
        self, actions: Actions, bar: BatchBar, listing: BatchListing, controller: BatchController
    ) -> None:
        super().__init__(listing)
        self._actions = actions
        self._bar = bar
        self._listing = listing
        self._controller = controller
        self._is_active = self._is_complete = False
        actions.handle(
            {
                ActionName.PAUSE_BATCH: self._toggle_pause,
                ActionName.RETRY_FAILED: controller.retry_failed,
                ActionName.NEW_BATCH: controller.clear,
                ActionName.REMOVE_PHOTO: self._remove,
                ActionName.USE_BATCH_SETTINGS: self._use_batch_settings,
                **dict.fromkeys(_MOVES, self._move),
            }
        )
        controller.listed.reset.connect(self._offer)
        controller.listed.counts_changed.connect(self._on_counts)
        controller.phase_changed.connect(self._on_phase_changed)
        listing.photographs.selection_changed.connect(self._offer)
        self._on_phase_changed(controller.phase)

    def set_active(self, active: bool) -> None:
        """Whether the page is the one that is open."""
        self._is_active = active
        self._offer()

    def set_complete(self, complete: bool) -> None:
        """Whether method and options make sense."""
        self._is_complete = complete
        self._offer()

    @Slot(object)
    def _on_phase_changed(self, phase: Phase) -> None:
        """Say on the buttons what they do in ``phase``."""
        pause = tr("Resume") if phase is Phase.PAUSED else tr("Pause")
        start = tr("Starting…") if self._controller.is_beginning else tr("Start")
        self._actions[ActionName.PAUSE_BATCH].setText(pause)
        self._actions[ActionName.START_BATCH].setText(start)
        self._offer()

    @Slot(object)
    def _on_counts(self, counts: Mapping[Filter, int]) -> None:
        """Say on the buttons how many they are about."""
        failed = counts[Filter.FAILED]
        text = tr("Retry failed ({count:,})", count=failed) if failed else tr("Retry failed")
        self._actions[ActionName.RETRY_FAILED].setText(text)
        self._offer()

    @Slot()
    def _offer(self) -> None:
        """Offer what can be done now."""
        phase, begun = self._controller.phase, self._controller.has_begun
        states = {row.state for row in self._listing.model.rows}
        waits = bool(states & set(OPEN))
        ready = phase in (Phase.READY, Phase.ENDED) and (begun or self._is_complete)
        can_change = bool(self._listing.waiting) and not self._controller.is_beginning
        can_forget = any(row.method for row in self._listing.selected) and not begun
        may = {
            ActionName.ADD_FOLDER: True,
            # While it begins, the button keeps the focus of who pressed it.
            ActionName.START_BATCH: self._controller.is_beginning or (ready and waits),
            ActionName.PAUSE_BATCH: phase in (Phase.RUNNING, Phase.PAUSED),
            ActionName.RETRY_FAILED: begun and "failed" in states and phase is not Phase.STOPPING,
            ActionName.NEW_BATCH: not phase.is_active and bool(states),
            ActionName.SAVE_REPORT: begun,
            ActionName.SHOW_PAIR: any(row.state == "done" for row in self._listing.selected[:1]),
            ActionName.USE_BATCH_SETTINGS: can_forget and not self._controller.is_beginning,
            **dict.fromkeys((*_MOVES, ActionName.REMOVE_PHOTO), can_change),
        }
        # What can be done is offered before what cannot goes: one may inherit the other's focus.
        allowed = [name for name, can_be in may.items() if self._is_active and can_be]
        self._actions.enable(True, *allowed)
        self._bar.offer(
            pause=phase.is_active,
            retry="failed" in states,
            ended=begun and not phase.is_active,
            is_paused=phase is Phase.PAUSED,
        )
        self._actions.enable(False, *(name for name in may if name not in allowed))

    @Slot()
    def _toggle_pause(self) -> None:
        if self._controller.phase is Phase.PAUSED:
            self._controller.resume()
        else:
            self._controller.pause()

    @Slot()
    def _move(self) -> None:
        action = self.sender()
        by = next((by for name, by in _MOVES.items() if self._actions[name] is action), 0)
        self._controller.move([row.id for row in self._listing.waiting], by)

    @Slot()
    def _use_batch_settings(self) -> None:
        self._controller.treat_as_all([row.id for row in self._listing.selected])

    @Slot()
    def _remove(self) -> None:
        self._controller.remove([row.id for row in self._listing.waiting])
