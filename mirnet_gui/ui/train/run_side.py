"""The side of the Train page that shows one training: loaded when the first is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from mirnet_gui.jobs.training_curves import Curves
from mirnet_gui.jobs.training_runs import Sample, TrainingState
from mirnet_gui.language import tr
from mirnet_gui.ui.model.activity import Advance
from mirnet_gui.ui.theme.tokens import DARK, Tokens
from mirnet_gui.ui.train.train_controller import TrainController
from mirnet_gui.ui.train.train_panel import TrainPanel
from mirnet_gui.ui.train.train_state import Phase
from mirnet_gui.ui.train.train_wording import outcome_line

if TYPE_CHECKING:
    from mirnet_gui.ui.train.run_view import RunView


class RunSide(QStackedWidget):
    """Keeps a :class:`RunView`, and what ``panel`` says of it, in step with ``controller``."""

    def __init__(
        self, controller: TrainController, panel: TrainPanel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._trainings = controller.trainings
        self._run = controller.run
        self._panel = panel
        self._view: RunView | None = None
        self._advance: Advance | None = None
        self._tokens = DARK
        self._trainings.points_came.connect(self._on_points)
        panel.trainings.ticked.connect(self._on_points)

    @property
    def view(self) -> RunView:
        """One training, its plots and its pictures."""
        if self._view is None:
            from mirnet_gui.ui.train.run_view import RunView  # loads pyqtgraph

            self._view = RunView()
            self._view.apply_theme(self._tokens)
            self._view.pass_chosen.connect(self._on_pass)
            self._trainings.samples_came.connect(self._on_samples)
            self.addWidget(self._view)
        return self._view

    @property
    def is_loaded(self) -> bool:
        """Whether a training was shown already."""
        return self._view is not None

    def show_training(self, shown: TrainingState) -> None:
        """Show this one, which goes on or ended somehow."""
        view, is_running = self.view, self._trainings.shows_running
        newest = self._run.pass_name if is_running else next(iter(shown.curves))
        view.show_states(self._with_ticked(shown), newest)
        phase = self._run.phase if is_running else None
        failure = self._trainings.failure
        view.say(
            failure.sentence if failure else self._outcome(shown, phase),
            failure.tail if failure else "",
        )
        self._trainings.want_samples(view.pass_name)
        self._show_now()
        self.setCurrentWidget(view)

    def show_advance(self, advance: Advance | None) -> None:
        """How far the training is that goes on; None while none does."""
        self._advance = advance
        if advance is not None:
            self._show_now()

    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self._tokens = tokens
        if self._view is not None:
            self._view.apply_theme(tokens)

    def release(self) -> None:
        """The program ends."""
        if self._view is not None:
            self._view.plots.release()

    def _with_ticked(self, shown: TrainingState) -> list[TrainingState]:
        ticked = self._panel.trainings.ticked_names - {shown.training.name}
        return [shown, *(s for s in self._trainings.all if s.training.name in ticked)]

    def _outcome(self, shown: TrainingState, phase: Phase | None) -> str:
        if self._trainings.is_out_of_date and phase is None and not shown.is_done:
            return tr("Looking what was learnt…")
        return outcome_line(shown, phase)

    def _show_now(self) -> None:
        shown, is_running = self._trainings.shown, self._trainings.shows_running
        if shown is None:
            return
        curves = shown.curves.get(self.view.pass_name, Curves())
        self._panel.now.show_steps(shown.steps_done, shown.training.steps_of_all_passes)
        self._panel.now.show_curves(curves)
        self._tell_of_samples(is_expected=is_running and not curves.psnr)
        advance = self._advance if is_running and self._run.phase is Phase.RUNNING else None
        self._panel.now.show_left(None if advance is None else advance.seconds_left)

    def _tell_of_samples(self, *, is_expected: bool) -> None:
        if is_expected:
            why = tr("Sample pictures come with the first measurement.")
        else:
            why = tr("Looking for sample pictures…") if self._trainings.reads_samples else ""
        self.view.samples.say_why_none(why)

    @Slot(object)
    def _on_samples(self, samples: Sequence[Sample]) -> None:
        self.view.samples.show_samples(samples)
        self._show_now()

    @Slot()
    def _on_pass(self) -> None:
        self._trainings.want_samples(self.view.pass_name)
        self._show_now()

    @Slot()
    def _on_points(self) -> None:
        shown = self._trainings.shown
        if shown is not None:
            newest = self._run.pass_name if self._trainings.shows_running else ""
            self.view.show_states(self._with_ticked(shown), newest)
            self._show_now()
