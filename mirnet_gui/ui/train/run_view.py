"""One training: how it goes, in curves and pictures, and how it ended."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mirnet_gui.jobs.training_curves import Curves
from mirnet_gui.jobs.training_runs import PassName, TrainingState
from mirnet_gui.language import mark, tr
from mirnet_gui.ui.theme.tokens import GRID, Tokens
from mirnet_gui.ui.train.curve_plots import CurvePlots, Line
from mirnet_gui.ui.train.sample_row import SampleRow
from mirnet_gui.ui.widgets.choice_box import ChoiceBox
from mirnet_gui.ui.widgets.labels import wrapped

PASSES: dict[PassName, str] = {
    "light": mark("Light pass"),
    "detail": mark("Detail pass"),
    "": mark("The whole picture"),
}


class RunView(QFrame):
    """Shows one training, and the curves of others beside it."""

    pass_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plots = CurvePlots()
        self.samples = SampleRow()
        self._states: Sequence[TrainingState] = ()
        self._outcome = wrapped("title")
        self._tail = wrapped("quiet")
        self._pass = ChoiceBox(tr("Pass"))
        self._pass.activated.connect(self._on_pass)
        above = QHBoxLayout()
        above.addWidget(self._outcome, 1)
        above.addWidget(self._pass)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        column.setSpacing(3 * GRID)
        column.addLayout(above)
        column.addWidget(self._tail)
        column.addWidget(self.plots, 2)
        column.addWidget(self.samples, 3)

    @property
    def pass_name(self) -> PassName:
        """Which pass is looked at."""
        chosen: PassName = self._pass.currentData() or ""
        return chosen

    @property
    def outcome(self) -> str:
        """What is said about the training."""
        return self._outcome.text()

    def show_states(self, states: Sequence[TrainingState], newest: PassName) -> None:
        """The first is looked at, others are compared with it; ``newest`` is its pass that learns.

        A pass that was chosen stays chosen while there is nothing newer.
        """
        self._states = states
        names = list(states[0].curves)
        known = [self._pass.itemData(place) for place in range(self._pass.count())]
        if known != names:
            self._pass.clear()
            for name in names:
                self._pass.addItem(tr(PASSES[name]), name)
            self._pass.setCurrentIndex(max(self._pass.findData(newest), 0))
        self._pass.setVisible(len(names) > 1)
        self._draw()

    def say(self, outcome: str, tail: str = "") -> None:
        """How it goes or ended; ``tail`` is what a trainer that failed said last."""
        self._outcome.setText(outcome)
        self._tail.setText(tail)
        self._tail.setVisible(bool(tail))

    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self.plots.apply_theme(tokens)
        self.samples.apply_theme(tokens)
        self._pass.apply_theme(tokens)

    @Slot()
    def _on_pass(self) -> None:
        self._draw()
        self.pass_chosen.emit()

    def _draw(self) -> None:
        name = self.pass_name
        self.plots.show_lines(
            [
                Line(state.training.name, state.curves.get(name, Curves()))
                for state in self._states
                if name in state.curves
            ]
        )
