"""The panel at the right: what is to be learnt, or where a training is; and the trainings."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from mirnet_gui.jobs.training_runs import Training, TrainingState
from mirnet_gui.ui.theme.tokens import GRID, Tokens
from mirnet_gui.ui.train.now_table import NowTable
from mirnet_gui.ui.train.recipe_form import RecipeForm
from mirnet_gui.ui.train.train_state import Phase
from mirnet_gui.ui.train.trainings_list import TrainingsList
from mirnet_gui.ui.widgets.labels import section, wrapped
from mirnet_gui.ui.widgets.panel import Panel


class TrainPanel(Panel):
    """Shows the parts that matter now, and nothing of itself where none does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = RecipeForm()
        self.now = NowTable()
        self.trainings = TrainingsList()
        self._about = wrapped("quiet")
        self._section = section("")
        column = self.column
        column.addWidget(self.form)
        column.addWidget(self._section)
        column.addWidget(self._about)
        column.addWidget(self.now)
        column.addSpacing(3 * GRID)
        column.addWidget(self.trainings, 1)
        column.addStretch(0)
        self.show_part(form=False)

    def show_part(self, *, form: bool, title: str = "", about: str = "") -> None:
        """The ``form`` of a new training, or what the shown one is ``about``."""
        self.form.setVisible(form)
        self.now.setVisible(bool(about))
        for words, text in ((self._section, title.upper()), (self._about, about)):
            words.setText(text)
            words.setVisible(bool(text))
        self._vanish_if_empty()

    def show_trainings(
        self,
        states: Sequence[TrainingState],
        shown: Training | None,
        running: Training | None,
        phase: Phase,
    ) -> None:
        """List these; ``phase`` is that of the ``running`` one."""
        self.trainings.show_trainings(states, shown, running, phase)
        self._vanish_if_empty()

    def _vanish_if_empty(self) -> None:
        parts = (self.form, self.now, self._about, self.trainings)
        self.setHidden(all(part.isHidden() for part in parts))

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self.form.apply_theme(tokens)
