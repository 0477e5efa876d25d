"""The Train page: what is learnt from, how it goes, what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from mirnet_gui.jobs.training_recipes import DataKind, recipe_of
from mirnet_gui.jobs.training_runs import Training, TrainingState, free_name
from mirnet_gui.language import mark, tr
from mirnet_gui.photo.pairs import is_paired
from mirnet_gui.ui.model.activity import Advance
from mirnet_gui.ui.model.message import Answer, Message, MessageKind
from mirnet_gui.ui.page import Context, LongWork, Page, PageEntry, ReasonToStay
from mirnet_gui.ui.theme.icons import Glyph
from mirnet_gui.ui.theme.tokens import Tokens
from mirnet_gui.ui.train import train_actions as names
from mirnet_gui.ui.train.data_view import DataView
from mirnet_gui.ui.train.empty_train import EmptyTrain
from mirnet_gui.ui.train.import_dialog import ImportDialog
from mirnet_gui.ui.train.run_side import RunSide
from mirnet_gui.ui.train.train_bar import TrainBar
from mirnet_gui.ui.train.train_controller import TrainController
from mirnet_gui.ui.train.train_offer import offer
from mirnet_gui.ui.train.train_panel import TrainPanel
from mirnet_gui.ui.train.train_state import Phase
from mirnet_gui.ui.widgets.file_dialogs import ask_for_file, ask_for_folder, open_dialog

if TYPE_CHECKING:
    from mirnet_gui.ui.train.run_view import RunView

_ENTRY = PageEntry("train", mark("Train"), mark("Teach it your photographs"), Glyph.TRAIN)


class TrainPage(Page):
    """Puts the parts together and keeps them in step with the controller."""

    def __init__(self, context: Context, controller: TrainController) -> None:
        super().__init__(_ENTRY, context, controller)
        self.controller = controller
        self.bar = TrainBar(context.actions, context.menu)
        self.panel = TrainPanel()
        actions = context.actions
        self.panel.trainings.set_actions(actions.of((names.RESUME, names.USE, names.DISCARD)))
        self.data_view = DataView()
        self._empty = EmptyTrain(context.actions)
        self._runs = RunSide(controller, self.panel)
        self._advance: Advance | None = None
        self.compose(
            self.bar, self.panel, (self._empty, self.data_view, self._runs), messages_at_foot=True
        )
        self._connect()
        self._follow()

    @property
    def run_view(self) -> RunView:
        """One training."""
        return self._runs.view

    # What the window asks

    def take_focus(self) -> None:
        """Let keys come here."""
        if self.side is self._empty:
            self._empty.take_focus()
        else:
            self.centre.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def centre(self) -> QWidget:
        """See :class:`Page`."""
        return self.panel.trainings.items if self.side is self._runs else self.data_view

    def take_in(self, paths: Sequence[Path]) -> None:
        """A folder was dropped: pairs, if it looks like pairs."""
        folder = next((path if path.is_dir() else path.parent for path in paths), None)
        if folder is not None:
            self.choose(folder, "pairs" if is_paired(folder) else "photographs")

    def set_active(self, active: bool) -> None:
        """See :class:`Page`."""
        super().set_active(active)
        if active and not self._runs.is_loaded:
            self.controller.trainings.look()

    @property
    def can_be_stopped_elsewhere(self) -> bool:
        """A training is the work of a night."""
        return False

    def reason_to_stay(self) -> ReasonToStay | None:
        """A training that goes on."""
        training = self.controller.run.training
        if training is None:
            return None
        return ReasonToStay(
            tr("Close while a training goes on?"),
            tr(
                "The training {name} is going on. It is stopped and kept: it can be resumed here "
                "when the window is opened again.",
                name=training.name,
            ),
        )

    def stop(self) -> None:
        """See :class:`Page`: with a checkpoint."""
        self.controller.close()

    def release(self) -> None:
        """See :class:`Page`."""
        self._runs.release()

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        super().apply_theme(tokens)
        self._runs.apply_theme(tokens)

    # What the controller tells

    @Slot()
    def _follow(self) -> None:
        """Show what matters now."""
        controller = self.controller
        shown, data = controller.trainings.shown, controller.data
        if shown is not None:
            self._show_run(shown)
        elif data is not None:
            self.bar.say(data.folder.name)
            self.panel.show_part(form=True)
            self._turn_to(self.data_view)
        else:
            self.bar.say("")
            self.panel.show_part(form=False)
            self._turn_to(self._empty)
        self._offer()
        run, looked_at = controller.run, shown.training if shown else None
        self.panel.show_trainings(controller.trainings.all, looked_at, run.training, run.phase)

    def _turn_to(self, side: QWidget) -> None:
        focused, before = self.focusWidget(), self.side
        is_inside = focused is not None and before is not None and before.isAncestorOf(focused)
        self.show_side(side)
        if is_inside and side is not before and self.is_active:
            self.take_focus()

    @Slot()
    def _offer(self) -> None:
        complete = self.panel.form.is_complete
        offer(self.bar, self.actions_table, self.controller, complete=complete)

    def _show_run(self, shown: TrainingState) -> None:
        recipe = recipe_of(shown.training.recipe)
        self.bar.say(f"{shown.training.name} · {tr(recipe.label)}")
        self.panel.show_part(form=False, title=tr(recipe.label), about=f"{shown.training.data}")
        self._runs.show_training(shown)
        self._turn_to(self._runs)

    @Slot()
    def _on_phase(self) -> None:
        if not self.controller.phase.is_active:
            self._advance = None
            self._runs.show_advance(None)
        self._tell_desktop()
        self._follow()

    @Slot(object)
    def _on_advanced(self, advance: Advance) -> None:
        self._advance = advance
        self._tell_desktop()
        self.advanced.emit(advance)
        self._runs.show_advance(advance)

    def _tell_desktop(self) -> None:
        phase = self.controller.phase
        fraction = None if self._advance is None else self._advance.progress.fraction
        work = LongWork(fraction, phase is Phase.PAUSED) if phase.is_active else None
        self.long_work_changed.emit(work)

    @Slot()
    def _on_data(self) -> None:
        controller = self.controller
        if controller.data is not None:
            self.data_view.show_data(controller.data)
            self.data_view.begin_check()
            self.panel.form.show_recipes(
                controller.recipes, controller.recipe, controller.data.kind
            )
            if not self.panel.form.name:
                self.panel.form.set_name(controller.propose_name())
        self._follow()

    @Slot(object)
    def _on_pictured(self, path: Path) -> None:
        try:
            self.data_view.show_examples(path.read_bytes())
        except OSError:
            # They are an ornament: what is wrong with the pictures was told.
            return

    @Slot(object)
    def _on_through(self, message: Message) -> None:
        self.say(message)
        self.through.emit(message)

    @Slot(str)
    def _on_weights(self, name: str) -> None:
        self.shared.weights.refresh()
        sentence = tr("The weights {name} can be chosen as a model on every page.", name=name)
        self.say(Message(MessageKind.DONE, sentence))

    # What the hand does

    @Slot()
    def _ask_for_pairs(self) -> None:
        self._ask_for_data(tr("Pairs to learn from"), "pairs")

    @Slot()
    def _ask_for_photographs(self) -> None:
        self._ask_for_data(tr("Photographs to learn from"), "photographs")

    def _ask_for_data(self, title: str, kind: DataKind) -> None:
        start = str(self.shared.preferences.last_folder)
        ask_for_folder(self, title, lambda folder: self.choose(folder, kind), start)

    def choose(self, folder: Path, kind: DataKind) -> None:
        """Learn from ``folder``."""
        self.panel.form.set_name("")
        self.controller.choose_data(folder, kind)

    @Slot()
    def _ask_for_checkpoint(self) -> None:
        ask_for_file(self, tr("A checkpoint"), self.ask_about_checkpoint)

    def ask_about_checkpoint(self, file: Path) -> None:
        """What it was trained for, which it does not say."""
        taken = {entry.name for entry in self.shared.weights} | self.controller.weights.coming
        name = free_name(file.stem, file.parent)
        dialog = ImportDialog(file, name, taken, self.tokens, self)
        dialog.accepted.connect(lambda: self._import(file, dialog))
        open_dialog(dialog)

    def _import(self, file: Path, dialog: ImportDialog) -> None:
        self.clear_messages()
        self.controller.weights.import_checkpoint(file, *dialog.chosen)

    @Slot()
    def _start(self) -> None:
        form = self.panel.form
        self.clear_messages()
        self.controller.begin(form.name, form.steps)

    @Slot()
    def _resume(self) -> None:
        self.clear_messages()
        self.controller.resume()

    @Slot()
    def _new(self) -> None:
        self.panel.form.set_name("")
        self.controller.trainings.show(None)
        self.controller.forget_data()

    @Slot()
    def _use(self) -> None:
        if self.controller.trainings.shown is not None:
            self.clear_messages()
            self.controller.weights.use(self.controller.trainings.shown.training)

    @Slot()
    def _ask_to_discard(self) -> None:
        shown = self.controller.trainings.shown
        if shown is None:
            return
        sentence = tr("Move the training {name} to the trash?", name=shown.training.name)
        hint = tr("Its curves, samples and checkpoints go with it; weights in use stay.")
        answers = (
            Answer(tr("Move to the trash"), self.controller.discard),
            Answer(tr("Keep it"), self.clear_messages),
        )
        self.say(Message(MessageKind.NOTE, sentence, hint, answers=answers))

    @Slot(object)
    def _on_chosen(self, training: Training) -> None:
        shown = self.controller.trainings.shown
        if shown is None or shown.training != training:
            self.controller.trainings.show(training)

    # Putting together

    def _connect(self) -> None:
        controller = self.controller
        handlers = {
            names.PAIRS: self._ask_for_pairs,
            names.PHOTOGRAPHS: self._ask_for_photographs,
            names.IMPORT: self._ask_for_checkpoint,
            names.NEW: self._new,
            names.START: self._start,
            names.PAUSE: controller.run.pause,
            names.RESUME: self._resume,
            names.STOP: controller.run.stop,
            names.USE: self._use,
            names.DISCARD: self._ask_to_discard,
        }
        for name, handler in handlers.items():
            self.actions_table[name].triggered.connect(handler)
        controller.data_changed.connect(self._on_data)
        controller.trainings.changed.connect(self._follow)
        controller.trainings.shown_changed.connect(self._follow)
        controller.phase_changed.connect(self._on_phase)
        controller.advanced.connect(self._on_advanced)
        controller.message.connect(self.say)
        controller.through.connect(self._on_through)
        controller.weights.made.connect(self._on_weights)
        controller.check.checked.connect(self.data_view.show_check)
        controller.check.failed.connect(self.data_view.show_failure)
        controller.check.pictured.connect(self._on_pictured)
        controller.check.not_pictured.connect(self.data_view.show_no_examples)
        self.panel.form.recipe_chosen.connect(controller.choose_recipe)
        self.panel.form.changed.connect(self._offer)
        self.panel.trainings.chosen.connect(self._on_chosen)
