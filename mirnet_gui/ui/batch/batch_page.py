"""The Batch page: a list of photographs, how they are to be enhanced, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mirnet_gui.batch.estimate import Estimate
from mirnet_gui.batch.journals import Unfinished
from mirnet_gui.batch.passed_over import sentences_on
from mirnet_gui.batch.records import OPEN, Task
from mirnet_gui.formatting import duration
from mirnet_gui.jobs.batch_feed import Running
from mirnet_gui.jobs.batch_jobs import Pair
from mirnet_gui.language import mark, tr
from mirnet_gui.ui.actions import ActionName
from mirnet_gui.ui.batch.batch_bar import FILTERS, BatchBar, FilterBar
from mirnet_gui.ui.batch.batch_controller import BatchController
from mirnet_gui.ui.batch.batch_list import BatchList
from mirnet_gui.ui.batch.batch_model import BatchModel
from mirnet_gui.ui.batch.batch_panel import BatchPanel
from mirnet_gui.ui.batch.batch_state import Filter, Phase, counted
from mirnet_gui.ui.batch.batch_wording import estimate_line, rest_line, unfinished_question
from mirnet_gui.ui.batch.empty_batch import EmptyBatch
from mirnet_gui.ui.batch.pair_view import PairView
from mirnet_gui.ui.model.activity import Advance
from mirnet_gui.ui.model.message import Answer, Message, MessageKind
from mirnet_gui.ui.page import Context, LongWork, Page, PageEntry, ReasonToStay
from mirnet_gui.ui.theme.icons import Glyph
from mirnet_gui.ui.theme.tokens import Tokens
from mirnet_gui.ui.widgets.file_dialogs import ask_for_folder

_ENTRY = PageEntry("batch", mark("Batch"), mark("Many photographs at once"), Glyph.BATCH)
_MOVES: dict[ActionName, int] = {
    ActionName.MOVE_FIRST: -(1 << 30),
    ActionName.MOVE_UP: -1,
    ActionName.MOVE_DOWN: 1,
    ActionName.MOVE_LAST: 1 << 30,
}


class BatchPage(Page):
    """Puts the parts together and keeps them in step with the controller."""

    def __init__(self, context: Context, controller: BatchController) -> None:
        super().__init__(_ENTRY, context, controller)
        self._controller = controller
        self._facts = ""
        self._advance: Advance | None = None
        actions, preferences = context.actions, self.shared.preferences
        self._bar = BatchBar(actions, context.menu)
        self._filters = FilterBar(actions)
        self._model = BatchModel(self)
        self._list = BatchList(self._model, actions)
        self._pair = PairView(actions)
        self._empty = EmptyBatch(actions)
        self._panel = BatchPanel(actions, self.shared.weights, preferences.model)
        self._panel.recall(preferences.settings.batch)
        self._list_side = self._listing()
        sides = (self._empty, self._list_side, self._pair)
        self.compose(self._bar, self._panel, sides, messages_at_foot=True)
        self._connect()
        controller.choose_device(preferences.device)
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
    def controller(self) -> BatchController:
        """What happens here."""
        return self._controller

    @property
    def shows_pair(self) -> bool:
        """Whether the before/after view is open."""
        return self.side is self._pair

    # What the window asks

    def take_focus(self) -> None:
        """Let keys come here."""
        if self.shows_pair:
            self._pair.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._model.rows:
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._empty.take_focus()

    @property
    def centre(self) -> QWidget:
        """See :class:`Page`."""
        return self._list

    @property
    def viewer(self) -> QWidget:
        """See :class:`Page`."""
        return self._pair.canvas

    def take_in(self, paths: Sequence[Path]) -> None:
        """Add photographs and folders."""
        self._on_panel_changed()
        self._controller.add(paths)

    def set_active(self, active: bool) -> None:
        """See :class:`Page`."""
        super().set_active(active)
        self._pair.set_active(active and self.shows_pair)
        self._update_actions()

    @property
    def can_be_stopped_elsewhere(self) -> bool:
        """A batch is the work of a night."""
        return False

    def escape(self) -> bool:
        """See :class:`Page`; first back to the list."""
        if self.shows_pair:
            self.close_pair()
            return True
        if self.message is not None:
            self.dismiss()
            return True
        return super().escape()

    def reason_to_stay(self) -> ReasonToStay | None:
        """A batch that runs."""
        if not self.phase.is_active:
            return None
        done = self._controller.doing.name
        return ReasonToStay(
            tr("Close while a batch runs?"),
            tr(
                "A batch is running: {done}. What is not done then waits, and the "
                "window offers to go on when it is opened again.",
                done=done,
            ),
        )

    def begin(self) -> None:
        """Look whether a batch was interrupted."""
        self._controller.look_for_unfinished()

    def remember(self) -> None:
        """See :class:`Page`."""
        remembered = self._panel.remembered()
        if remembered:
            self.shared.preferences.change(batch=remembered)

    def release(self) -> None:
        """See :class:`Page`."""
        self._controller.close()

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        super().apply_theme(tokens)
        self._model.apply_theme(tokens)
        self._pair.apply_theme(tokens)

    @Slot()
    def close_pair(self) -> None:
        """Go back to the list."""
        self.show_side(self._list_side if self._model.rows else self._empty)
        self._pair.set_active(False)
        self.take_focus()

    def _show_list_or_invitation(self, side: QWidget) -> None:
        """Who was on the side that goes is on the other one from now on."""
        focused, before = self.focusWidget(), self.side
        is_inside = focused is not None and before is not None and before.isAncestorOf(focused)
        self.show_side(side)
        if is_inside and side is not before and self.is_active:
            self.take_focus()

    # What the controller tells

    @Slot(object)
    def _on_tasks_reset(self, rows: Sequence[Task]) -> None:
        marked = [row.id for row in self._list.selected]
        place = self._list.verticalScrollBar().value()
        self._model.show_rows(rows)
        self._list.select(marked)
        self._list.verticalScrollBar().setValue(place)
        if not self.shows_pair:
            self._show_list_or_invitation(self._list_side if rows else self._empty)
        self._update_actions()

    @Slot(object)
    def _on_counts(self, counts: Mapping[Filter, int]) -> None:
        self._filters.show_counts(counts)
        failed = counts[Filter.FAILED]
        text = tr("Retry failed ({count:,})", count=failed) if failed else tr("Retry failed")
        self.actions_table[ActionName.RETRY_FAILED].setText(text)
        if self._controller.phase is Phase.ENDED and counts[Filter.WAITING]:
            self._bar.say(rest_line(counts))
        self._update_actions()

    @Slot(object)
    def _on_phase_changed(self, phase: Phase) -> None:
        self.actions_table[ActionName.PAUSE_BATCH].setText(
            tr("Resume") if phase is Phase.PAUSED else tr("Pause")
        )
        self.actions_table[ActionName.START_BATCH].setText(
            tr("Starting…") if self._controller.is_beginning else tr("Start")
        )
        self._model.set_paused(phase is Phase.PAUSED)
        self._panel.allow_changes(not self._controller.has_begun)
        if phase is Phase.EMPTY:
            # Another batch: what was said of the last one, and listed of it, is history.
            self._facts = ""
            self._bar.say("")
            self.clear_messages()
            self._filters.reset()
        elif phase is Phase.PAUSED:
            self._bar.say(tr("Paused"))
        elif phase is Phase.RUNNING:
            self._bar.say(self._facts)
        elif phase is Phase.ENDED:
            # What was planned, or that a folder is watched, is not true any more.
            self._bar.say(rest_line(counted(self._model.rows)))
        watched = self._controller.watched
        switch = ActionName.WATCH_OFF if watched is None else ActionName.WATCH_ON
        self.actions_table[switch].setChecked(True)
        self._panel.show_watched(
            ""
            if watched is None
            else tr("Photographs that arrive in {folder} are enhanced.", folder=watched)
        )
        self._advance = self._advance if phase.is_active else None
        self._tell_desktop()
        self._update_actions()

    @Slot(object)
    def _on_estimate(self, estimate: Estimate) -> None:
        request = self._controller.request
        if self._controller.has_begun:
            self._panel.show_options(request.options, request.method)
        watched = self._controller.watched
        self._facts = estimate_line(estimate) if watched is None else tr("Watching a folder")
        self._bar.say(self._facts, "\n".join(sentences_on(estimate.passed_over)))

    @Slot(object)
    def _on_advanced(self, advance: Advance) -> None:
        self._advance = advance
        self._tell_desktop()
        self.advanced.emit(advance)
        if advance.seconds_left is not None:
            self._facts = tr("{duration} left", duration=duration(advance.seconds_left))
            self._bar.say(self._facts)

    def _tell_desktop(self) -> None:
        phase, advance = self._controller.phase, self._advance
        fraction = None if advance is None else advance.progress.fraction
        work = LongWork(fraction, phase is Phase.PAUSED) if phase.is_active else None
        self.long_work_changed.emit(work)

    @Slot(object)
    def _on_running(self, running: Sequence[Running]) -> None:
        self._model.show_running(running)

    @Slot(object)
    def _on_pair(self, pair: Pair) -> None:
        self.dismiss()
        self._pair.show_pair(pair)
        self.show_side(self._pair)
        self._pair.set_active(self.is_active)
        self.take_focus()

    @Slot(object)
    def _on_through(self, message: Message) -> None:
        self._bar.say(message.sentence.rstrip("."))
        self.say(message)
        self.through.emit(message)

    @Slot(object)
    def _on_unfinished(self, found: Unfinished) -> None:
        answers = (
            Answer(tr("Resume"), partial(self._go_on_with, found.path)),
            Answer(tr("Later"), _nothing),
            Answer(tr("Discard"), partial(self._controller.give_up, found.path)),
        )
        self.asked.emit(unfinished_question(found, answers))

    def _go_on_with(self, path: Path) -> None:
        self.front_wanted.emit()
        self._controller.go_on_with(path)

    @Slot(str)
    def _on_preference(self, name: str) -> None:
        if name == "device":
            self._controller.choose_device(self.shared.preferences.device)

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
        by = next((by for name, by in _MOVES.items() if self.actions_table[name] is action), 0)
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
        ask_for_folder(self, tr("Add the photographs of"), lambda folder: self.take_in([folder]))

    @Slot()
    def _ask_for_report(self) -> None:
        ask_for_folder(self, tr("Save the report into"), self._controller.save_report)

    @Slot(QAction)
    def _on_watch(self) -> None:
        if self.actions_table[ActionName.WATCH_ON].isChecked():
            if self._controller.phase.is_active:
                self.actions_table[ActionName.WATCH_OFF].setChecked(True)
                hint = tr("Cancel it first, or wait until it is through.")
                self.say(Message(MessageKind.NOTE, tr("A batch is running."), hint))
                return
            dialog = ask_for_folder(self, tr("Watch"), self._on_watched)
            dialog.rejected.connect(self.actions_table[ActionName.WATCH_OFF].trigger)
        else:
            self._controller.cancel()

    def _on_watched(self, folder: Path) -> None:
        self._on_panel_changed()
        self._controller.watch(folder)

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
            if self.is_active and allowed:
                self.actions_table[name].setEnabled(True)
        self._bar.offer(
            pause=phase.is_active,
            retry="failed" in states,
            ended=begun and not phase.is_active,
            is_paused=phase is Phase.PAUSED,
        )
        for name, allowed in may.items():
            if not (self.is_active and allowed):
                self.actions_table[name].setEnabled(False)

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
        self.actions_table.handle(handlers)
        self.shared.preferences.changed.connect(self._on_preference)
        controller = self._controller
        controller.unfinished_found.connect(self._on_unfinished)
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
        controller.message.connect(self.say)
        self._model.thumbnails_wanted.connect(controller.thumbnails.make)
        self._filters.words_changed.connect(self._on_filter)
        self._list.chosen.connect(self._on_chosen)
        self._list.selection_changed.connect(self._update_actions)
        self._pair.closed.connect(self.close_pair)
        self._panel.changed.connect(self._on_panel_changed)

    def _listing(self) -> QWidget:
        listing = QWidget()
        column = QVBoxLayout(listing)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._filters)
        column.addWidget(self._list, 1)
        return listing


def _nothing() -> None:
    """The question comes again the next time."""
