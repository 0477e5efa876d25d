"""The Batch page: a list of photographs, how they are to be enhanced, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from mirnet_gui.batch.records import Task
from mirnet_gui.jobs.batch_jobs import BeforeAfter
from mirnet_gui.language import mark, tr
from mirnet_gui.methods.registry import text_of
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.batch.batch_actions import BatchActions
from mirnet_gui.ui.batch.batch_bar import BatchBar
from mirnet_gui.ui.batch.batch_controller import BatchController
from mirnet_gui.ui.batch.batch_facts import BatchFacts
from mirnet_gui.ui.batch.batch_listing import BatchListing
from mirnet_gui.ui.batch.batch_panel import BatchPanel
from mirnet_gui.ui.batch.batch_sending import BatchSending
from mirnet_gui.ui.batch.batch_settings import BatchSettings
from mirnet_gui.ui.batch.batch_state import Phase
from mirnet_gui.ui.batch.batch_wording import reason_to_stay
from mirnet_gui.ui.batch.empty_batch import EmptyBatch
from mirnet_gui.ui.batch.pair_view import PairView
from mirnet_gui.ui.batch.watch_switch import WatchSwitch
from mirnet_gui.ui.model.activity import Advance
from mirnet_gui.ui.model.message import Message, MessageKind
from mirnet_gui.ui.page import Context, LongWork, Page, PageEntry, ReasonToStay, Sending
from mirnet_gui.ui.theme.icons import Glyph
from mirnet_gui.ui.theme.tokens import Tokens
from mirnet_gui.ui.widgets.file_dialogs import ask_for_folder

_ENTRY = PageEntry("batch", mark("Batch"), mark("Many photographs at once"), Glyph.BATCH)


class BatchPage(Page):
    """Puts the parts together and keeps them in step with the controller."""

    def __init__(self, context: Context, controller: BatchController) -> None:
        super().__init__(_ENTRY, context, controller)
        self._controller = controller
        self._advance: Advance | None = None
        actions = context.actions
        self._bar = BatchBar(actions, context.menu)
        self._watch = WatchSwitch(actions, controller, self)
        self._facts = BatchFacts(self._bar, controller)
        self._listing = BatchListing(actions, controller)
        self._pair = PairView(actions)
        self._empty = EmptyBatch(actions, self.shared.recent)
        self._empty.chosen.connect(self._on_folder)
        self._empty.resumed.connect(self._on_resumed)
        self._panel = BatchPanel(actions, self.shared.weights, self.shared.preferences.model)
        self._settings = BatchSettings(self._panel, controller, self.shared, self)
        sides = (self._empty, self._listing, self._pair)
        self.compose(self._bar, self._panel, sides, messages_at_foot=True)
        self._connect()
        self._batch_actions = BatchActions(actions, self._bar, self._listing, controller)
        self._sending = BatchSending(actions, self._listing, controller, self)
        self._settings.complete_changed.connect(self._batch_actions.set_complete)
        self._settings.choose()
        self._on_phase_changed(controller.phase)
        self._bar.inherit(self._listing.photographs)

    @property
    def panel(self) -> BatchPanel:
        """How it is to be done."""
        return self._panel

    @property
    def bar(self) -> BatchBar:
        """What stands above the list."""
        return self._bar

    @property
    def listing(self) -> BatchListing:
        """The photographs, and which of them are listed."""
        return self._listing

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
        elif self._listing.model.rows:
            self._listing.photographs.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._empty.take_focus()

    @property
    def centre(self) -> QWidget:
        """See :class:`Page`."""
        return self._listing.photographs

    @property
    def viewer(self) -> QWidget:
        """See :class:`Page`."""
        return self._pair.canvas

    def take_in(self, paths: Sequence[Path]) -> None:
        """Add photographs and folders."""
        self.take_over(Sending(tuple(paths)))

    def take_over(self, sending: Sending) -> None:
        """Add photographs, and keep to what was wanted of each before it came here."""
        self._settings.choose()
        texts = {method: text_of(method) for method in set(sending.methods.values())}
        own = {path: texts[method] for path, method in sending.methods.items()}
        self._controller.add(sending.paths, own)
        self.shared.recent.note(sending.paths)

    def set_active(self, active: bool) -> None:
        """See :class:`Page`."""
        super().set_active(active)
        self._pair.set_active(active and self.shows_pair)
        self._batch_actions.set_active(active)
        self._sending.set_active(active)

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
        return reason_to_stay(self.phase, self._controller.doing.name)

    def begin(self) -> None:
        """Look whether a batch was interrupted."""
        self._controller.unfinished.look(asks=True)

    def remember(self) -> None:
        """See :class:`Page`."""
        self._settings.remember()

    def stop(self) -> None:
        """See :class:`Page`."""
        self._listing.model.thumbnails.stop()
        self._controller.stop()

    def release(self) -> None:
        """See :class:`Page`."""
        self._controller.close()

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        super().apply_theme(tokens)
        self._listing.model.apply_theme(tokens)
        self._pair.apply_theme(tokens)

    @Slot()
    def close_pair(self) -> None:
        """Go back to the list."""
        self.show_side(self._listing if self._listing.model.rows else self._empty)
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
        if not self.shows_pair:
            self._show_list_or_invitation(self._listing if rows else self._empty)

    @Slot(object)
    def _on_phase_changed(self, phase: Phase) -> None:
        if phase is Phase.EMPTY:
            self._controller.unfinished.look()
            # Another batch: what was said of the last one is history.
            self.clear_messages()
        watched = self._controller.watched
        self._panel.show_watched(
            ""
            if watched is None
            else tr("Photographs that arrive in {folder} are enhanced.", folder=watched)
        )
        self._advance = self._advance if phase.is_active else None
        self._tell_desktop()

    @Slot(object)
    def _on_advanced(self, advance: Advance) -> None:
        self._advance = advance
        self._tell_desktop()
        self.advanced.emit(advance)

    def _tell_desktop(self) -> None:
        phase, advance = self._controller.phase, self._advance
        fraction = None if advance is None else advance.progress.fraction
        work = LongWork(fraction, phase is Phase.PAUSED) if phase.is_active else None
        self.long_work_changed.emit(work)

    @Slot(object)
    def _on_pair(self, pair: BeforeAfter) -> None:
        self.dismiss()
        self._pair.show_pair(pair)
        self.show_side(self._pair)
        self._pair.set_active(self.is_active)
        self.take_focus()

    @Slot(object)
    def _on_through(self, message: Message) -> None:
        self.say(message)
        self.through.emit(message)

    @Slot(object)
    def _on_resumed(self, path: Path) -> None:
        self.front_wanted.emit()
        self._controller.go_on_with(path)

    # What the hand does

    @Slot(object)
    def _on_chosen(self, row: Task) -> None:
        if row.state == "done":
            self._controller.open_pair(row)
        elif row.reason:
            # The list has room for the beginning of it only.
            self.say(Message(MessageKind.NOTE, row.reason))

    @Slot()
    def _show_pair(self) -> None:
        for row in self._listing.selected[:1]:
            self._on_chosen(row)

    @Slot()
    def _start(self) -> None:
        self._settings.choose()
        self._controller.start()

    @Slot()
    def _ask_for_folder(self) -> None:
        ask_for_folder(self, tr("Add the photographs of"), self._on_folder)

    @Slot(object)
    def _on_folder(self, folder: Path) -> None:
        self.take_in([folder])

    @Slot()
    def _ask_for_report(self) -> None:
        ask_for_folder(
            self,
            tr("Save a page, a table and a JSON file about the batch into"),
            self._controller.save_report,
        )

    @Slot(object)
    def _on_folder_to_watch(self, folder: Path) -> None:
        self._settings.choose()
        self._controller.watch(folder)

    # Putting together

    def _connect(self) -> None:
        handlers = {
            ActionName.ADD_FOLDER: self._ask_for_folder,
            ActionName.START_BATCH: self._start,
            ActionName.SAVE_REPORT: self._ask_for_report,
            ActionName.SHOW_PAIR: self._show_pair,
        }
        self.actions_table.handle(handlers)
        controller = self._controller
        controller.unfinished.asked.connect(self.asked)
        controller.unfinished.found.connect(self._empty.offer)
        self._empty.discarded.connect(controller.unfinished.discard)
        controller.unfinished.resumed.connect(self._on_resumed)
        controller.listed.reset.connect(self._on_tasks_reset)
        controller.phase_changed.connect(self._on_phase_changed)
        controller.advanced.connect(self._on_advanced)
        controller.pair_opened.connect(self._on_pair)
        controller.through.connect(self._on_through)
        controller.message.connect(self.say)
        self._listing.photographs.chosen.connect(self._on_chosen)
        self._pair.closed.connect(self.close_pair)
        self._watch.folder_chosen.connect(self._on_folder_to_watch)
        self._watch.message.connect(self.say)
