"""The Batch page: a list of photographs, how they are to be enhanced, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from mirnet_gui.batch.estimate import Estimate
from mirnet_gui.batch.passed_over import sentences_on
from mirnet_gui.batch.records import OPEN, Task
from mirnet_gui.jobs.batch_feed import Running
from mirnet_gui.jobs.batch_jobs import Pair
from mirnet_gui.quantities import duration
from mirnet_gui.ui.actions import ActionName, Actions
from mirnet_gui.ui.batch.batch_bar import FILTERS, BatchBar, FilterBar
from mirnet_gui.ui.batch.batch_controller import BatchController
from mirnet_gui.ui.batch.batch_list import BatchList
from mirnet_gui.ui.batch.batch_model import BatchModel
from mirnet_gui.ui.batch.batch_panel import BatchPanel
from mirnet_gui.ui.batch.batch_state import Filter, Phase, counted
from mirnet_gui.ui.batch.batch_wording import estimate_line, rest_line
from mirnet_gui.ui.batch.empty_batch import EmptyBatch
from mirnet_gui.ui.batch.pair_view import PairView
from mirnet_gui.ui.enhance_state import Advance
from mirnet_gui.ui.info_bar import InfoBar
from mirnet_gui.ui.message import Message, MessageKind
from mirnet_gui.ui.tokens import Tokens

_MOVES: dict[ActionName, int] = {
    ActionName.MOVE_FIRST: -(1 << 30),
    ActionName.MOVE_UP: -1,
    ActionName.MOVE_DOWN: 1,
    ActionName.MOVE_LAST: 1 << 30,
}


class BatchPage(QWidget):
    """Puts the parts together and keeps them in step with the controller."""

    def __init__(
        self,
        controller: BatchController,
        actions: Actions,
        panel: BatchPanel,
        menu: QMenu,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._actions = actions
        self._active = False
        self._facts = ""
        self._bar = BatchBar(actions, menu)
        self._filters = FilterBar(actions)
        self._model = BatchModel(self)
        self._list = BatchList(self._model, actions)
        self._pair = PairView()
        self._empty = EmptyBatch(actions)
        self._stack = QStackedWidget()
        self._panel = panel
        self._lay_out()
        self._info = InfoBar(self._stack, at_foot=True)
        self._connect()
        self._on_panel_changed()
        self._on_phase_changed(controller.phase)
        self._bar.inherit(self._list)

    @property
    def panel(self) -> BatchPanel:
        """How it is to be done."""
        return self._panel

    @property
    def bar(self) -> BatchBar:
        """What stands above the list."""
        return self._bar

    @property
    def filters(self) -> FilterBar:
        """Which photographs are listed."""
        return self._filters

    @property
    def photographs(self) -> BatchList:
        """The photographs."""
        return self._list

    @property
    def model(self) -> BatchModel:
        """What the list shows."""
        return self._model

    @property
    def pair(self) -> PairView:
        """The before/after view."""
        return self._pair

    @property
    def phase(self) -> Phase:
        """Where the batch is."""
        return self._controller.phase

    @property
    def shows_pair(self) -> bool:
        """Whether the before/after view is open."""
        return self._stack.currentWidget() is self._pair

    @property
    def message(self) -> Message | None:
        """What is being said over the page."""
        return self._info.message

    def dismiss(self) -> None:
        """Take the message away."""
        self._info.dismiss()

    def take_focus(self) -> None:
        """Let keys come here."""
        if self.shows_pair:
            self._pair.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._model.rows:
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._empty.take_focus()

    def withdraw(self, message: Message) -> None:
        """Take ``message`` away: it was answered elsewhere."""
        self._info.withdraw(message)

    @Slot(object)
    def say(self, message: Message) -> None:
        """Show a message over the page."""
        self._info.say(message)

    def take_in(self, paths: Sequence[Path]) -> None:
        """Add photographs and folders."""
        self._on_panel_changed()
        self._controller.add(paths)

    def set_active(self, active: bool) -> None:
        """Whether this page is the one that is open."""
        self._active = active
        self._update_actions()

    @Slot()
    def close_pair(self) -> None:
        """Go back to the list."""
        self._stack.setCurrentWidget(self._list_side if self._model.rows else self._empty)
        self.take_focus()

    def _show_side(self, side: QWidget) -> None:
        """Who was on the side that goes is on the other one from now on."""
        focused, before = self.focusWidget(), self._stack.currentWidget()
        is_inside = focused is not None and before is not None and before.isAncestorOf(focused)
        self._stack.setCurrentWidget(side)
        if is_inside and side is not before and self._active:
            self.take_focus()

    @Slot(object)
    def dress(self, tokens: Tokens) -> None:
        """Follow the theme."""
        for part in (self._bar, self._panel, self._info, self._model, self._pair):
            part.dress(tokens)

    # What the controller tells

    @Slot(object)
    def _on_tasks_reset(self, rows: Sequence[Task]) -> None:
        marked = [row.id for row in self._list.selected]
        place = self._list.verticalScrollBar().value()
        self._model.show_rows(rows)
        self._list.select(marked)
        self._list.verticalScrollBar().setValue(place)
        if not self.shows_pair:
            self._show_side(self._list_side if rows else self._empty)
        self._update_actions()

    @Slot(object)
    def _on_counts(self, counts: Mapping[Filter, int]) -> None:
        self._filters.show_counts(counts)
        failed = counts[Filter.FAILED]
        text = f"Retry failed ({failed:,})" if failed else "Retry failed"
        self._actions[ActionName.RETRY_FAILED].setText(text)
        if self._controller.phase is Phase.ENDED and counts[Filter.WAITING]:
            self._bar.say(rest_line(counts))
        self._update_actions()

    @Slot(object)
    def _on_phase_changed(self, phase: Phase) -> None:
        self._actions[ActionName.PAUSE_BATCH].setText("Go on" if phase is Phase.PAUSED else "Pause")
        self._actions[ActionName.START_BATCH].setText(
            "Starting…" if self._controller.is_beginning else "Start"
        )
        self._model.set_paused(phase is Phase.PAUSED)
        self._panel.allow_changes(not self._controller.has_begun)
        if phase is Phase.EMPTY:
            # Another batch: what was said of the last one, and listed of it, is history.
            self._facts = ""
            self._bar.say("")
            self._info.clear()
            self._filters.reset()
        elif phase is Phase.PAUSED:
            self._bar.say("Paused")
        elif phase is Phase.RUNNING:
            self._bar.say(self._facts)
        elif phase is Phase.ENDED:
            # What was planned, or that a folder is watched, is not true any more.
            self._bar.say(rest_line(counted(self._model.rows)))
        watched = self._controller.watched
        switch = ActionName.WATCH_OFF if watched is None else ActionName.WATCH_ON
        self._actions[switch].setChecked(True)
        self._panel.show_watched(
            "" if watched is None else f"Photographs that arrive in {watched} are enhanced."
        )
        self._update_actions()

    @Slot(object)
    def _on_estimate(self, estimate: Estimate) -> None:
        request = self._controller.request
        if self._controller.has_begun:
            self._panel.show_options(request.options, request.method)
        watched = self._controller.watched
        self._facts = estimate_line(estimate) if watched is None else "Watching a folder"
        self._bar.say(self._facts, "\n".join(sentences_on(estimate.passed_over)))

    @Slot(object)
    def _on_advanced(self, advance: Advance) -> None:
        if advance.seconds_left is not None:
            self._facts = f"{duration(advance.seconds_left)} left"
            self._bar.say(self._facts)

    @Slot(object)
    def _on_running(self, running: Sequence[Running]) -> None:
        self._model.show_running(running)

    @Slot(object)
    def _on_pair(self, pair: Pair) -> None:
        self._info.dismiss()
        self._pair.show_pair(pair)
        self._stack.setCurrentWidget(self._pair)
        self.take_focus()

    @Slot(object)
    def _on_through(self, message: Message) -> None:
        self._bar.say(message.sentence.rstrip("."))
        self.say(message)

    # What the hand does

    @Slot(object)
    def _on_chosen(self, row: Task) -> None:
        if row.state == "done":
            self._controller.open_pair(row)

    @Slot()
    def _show_pair(self) -> None:
        for row in self._list.selected[:1]:
            self._on_chosen(row)

    @Slot()
    def _on_filter(self) -> None:
        self._list.show_only(self._filters.chosen, self._filters.words)

    @Slot()
    def _start(self) -> None:
        self._on_panel_changed()
        self._controller.start()

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
        self._controller.move([row.id for row in self._waiting()], by)

    @Slot()
    def _remove(self) -> None:
        self._controller.remove([row.id for row in self._waiting()])

    def _waiting(self) -> list[Task]:
        return [row for row in self._list.selected if row.state == "waiting"]

    @Slot()
    def _on_panel_changed(self) -> None:
        method, options = self._panel.method, self._panel.options
        if method is not None and options is not None:
            self._controller.choose(method, options)
        self._update_actions()

    @Slot()
    def _ask_for_folder(self) -> None:
        self._ask("Add the photographs of", self._on_folder)

    @Slot(str)
    def _on_folder(self, name: str) -> None:
        self.take_in([Path(name)])

    @Slot()
    def _ask_for_report(self) -> None:
        self._ask("Save the report into", self._on_report)

    @Slot(str)
    def _on_report(self, name: str) -> None:
        self._controller.save_report(Path(name))

    @Slot(QAction)
    def _on_watch(self) -> None:
        if self._actions[ActionName.WATCH_ON].isChecked():
            if self._controller.phase.is_active:
                self._actions[ActionName.WATCH_OFF].setChecked(True)
                hint = "Cancel it first, or wait until it is through."
                self.say(Message(MessageKind.NOTE, "A batch is running.", hint))
                return
            dialog = self._ask("Watch", self._on_watched)
            dialog.rejected.connect(self._actions[ActionName.WATCH_OFF].trigger)
        else:
            self._controller.cancel()

    @Slot(str)
    def _on_watched(self, name: str) -> None:
        self._on_panel_changed()
        self._controller.watch(Path(name))

    def _ask(self, title: str, answer: object) -> QFileDialog:
        dialog = QFileDialog(self, title)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(answer)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    # Putting together

    def _update_actions(self) -> None:
        phase, begun = self._controller.phase, self._controller.has_begun
        states = {row.state for row in self._model.rows}
        waits = bool(states & set(OPEN))
        complete = begun or (self._panel.method is not None and self._panel.options is not None)
        ready = phase in (Phase.READY, Phase.ENDED)
        may = {
            ActionName.ADD_FOLDER: True,
            # While it begins, the button keeps the focus of who pressed it.
            ActionName.START_BATCH: self._controller.is_beginning or (ready and waits and complete),
            ActionName.PAUSE_BATCH: phase in (Phase.RUNNING, Phase.PAUSED),
            ActionName.RETRY_FAILED: begun and "failed" in states and phase is not Phase.STOPPING,
            ActionName.NEW_BATCH: not phase.is_active and bool(states),
            ActionName.SAVE_REPORT: begun,
            ActionName.SHOW_PAIR: any(row.state == "done" for row in self._list.selected[:1]),
            **dict.fromkeys((*_MOVES, ActionName.REMOVE_PHOTO), bool(self._waiting())),
        }
        # What can be done is offered before what cannot goes: one may inherit the other's focus.
        for name, allowed in may.items():
            if self._active and allowed:
                self._actions[name].setEnabled(True)
        self._bar.offer(
            pause=phase.is_active,
            retry="failed" in states,
            ended=begun and not phase.is_active,
            is_paused=phase is Phase.PAUSED,
        )
        for name, allowed in may.items():
            if not (self._active and allowed):
                self._actions[name].setEnabled(False)

    def _connect(self) -> None:
        handlers = {
            ActionName.ADD_FOLDER: self._ask_for_folder,
            ActionName.START_BATCH: self._start,
            ActionName.PAUSE_BATCH: self._toggle_pause,
            ActionName.RETRY_FAILED: self._controller.retry_failed,
            ActionName.NEW_BATCH: self._controller.clear,
            ActionName.SAVE_REPORT: self._ask_for_report,
            ActionName.SHOW_PAIR: self._show_pair,
            ActionName.REMOVE_PHOTO: self._remove,
            **dict.fromkeys(_MOVES, self._move),
            **dict.fromkeys(FILTERS, self._on_filter),
            **dict.fromkeys((ActionName.WATCH_OFF, ActionName.WATCH_ON), self._on_watch),
        }
        for name, handler in handlers.items():
            self._actions[name].triggered.connect(handler)
        controller = self._controller
        controller.tasks_reset.connect(self._on_tasks_reset)
        controller.tasks_changed.connect(self._model.change_rows)
        controller.running_changed.connect(self._on_running)
        controller.phase_changed.connect(self._on_phase_changed)
        controller.counts_changed.connect(self._on_counts)
        controller.estimate_changed.connect(self._on_estimate)
        controller.advanced.connect(self._on_advanced)
        controller.thumbnails.made.connect(self._model.show_thumbnails)
        controller.pair_opened.connect(self._on_pair)
        controller.through.connect(self._on_through)
        controller.told.connect(self.say)
        self._model.thumbnails_wanted.connect(controller.thumbnails.make)
        self._filters.words_changed.connect(self._on_filter)
        self._list.chosen.connect(self._on_chosen)
        self._list.selection_changed.connect(self._update_actions)
        self._pair.closed.connect(self.close_pair)
        self._panel.changed.connect(self._on_panel_changed)

    def _lay_out(self) -> None:
        self._list_side = QWidget()
        left = QVBoxLayout(self._list_side)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self._filters)
        left.addWidget(self._list, 1)
        self._stack.setObjectName("pageStack")
        for page in (self._empty, self._list_side, self._pair):
            self._stack.addWidget(page)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._stack, 1)
        middle.addWidget(self._panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addLayout(middle, 1)
