"""What is to be learnt from the chosen pictures, in plain words; for how long; under which name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from mirnet_gui.formatting import duration
from mirnet_gui.jobs.training_recipes import DataKind, Recipe
from mirnet_gui.jobs.training_runs import is_good_name
from mirnet_gui.language import tr
from mirnet_gui.ui.theme.tokens import GRID, Tokens
from mirnet_gui.ui.widgets.choice_box import ChoiceBox
from mirnet_gui.ui.widgets.labels import label, section, wrapped


class RecipeForm(QWidget):
    """The first recipe is what most people want."""

    recipe_chosen = Signal(str)
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recipes: Sequence[Recipe] = ()
        self._kind: DataKind = "pairs"
        self._choice = ChoiceBox(tr("What is learnt"))
        self._words = wrapped("quiet")
        self._steps = ChoiceBox(tr("How long"))
        self._time = wrapped("quiet")
        self._name = QLineEdit()
        self._name.setAccessibleName(tr("Name of the training"))
        self._name.setToolTip(tr("The weights are called so afterwards."))
        self._complaint = wrapped("failed", tr("A name has letters, digits, - and _ only."))
        self._lay_out()
        self._choice.activated.connect(self._on_choice)
        self._steps.activated.connect(self._tell_time)
        self._name.textChanged.connect(self._check)
        self._check()

    @property
    def steps(self) -> int:
        """How many steps each pass learns."""
        return int(self._steps.currentData() or 1)

    @property
    def name(self) -> str:
        """What it is to be called."""
        return self._name.text().strip()

    @property
    def is_complete(self) -> bool:
        """Whether a training can be begun so."""
        return bool(self._recipes) and is_good_name(self.name)

    def set_name(self, name: str) -> None:
        """Propose a name."""
        self._name.setText(name)

    def show_recipes(
        self, recipes: Sequence[Recipe], chosen: Recipe | None, kind: DataKind
    ) -> None:
        """These fit the pictures."""
        self._recipes, self._kind = recipes, kind
        self._choice.clear()
        for recipe in recipes:
            self._choice.addItem(tr(recipe.label), recipe.key)
        if chosen is not None:
            self._choice.setCurrentIndex(self._choice.findData(chosen.key))
        self._describe()

    def choose(self, key: str, steps: int) -> None:
        """As a hand would."""
        self._choice.setCurrentIndex(self._choice.findData(key))
        self._on_choice()
        if self._steps.findData(steps) < 0:
            self._steps.addItem(_steps(steps), steps)
        self._steps.setCurrentIndex(self._steps.findData(steps))
        self._tell_time()

    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self._choice.apply_theme(tokens)
        self._steps.apply_theme(tokens)

    @property
    def _recipe(self) -> Recipe | None:
        return next((r for r in self._recipes if r.key == self._choice.currentData()), None)

    @Slot()
    def _on_choice(self) -> None:
        self._describe()
        self.recipe_chosen.emit(str(self._choice.currentData() or ""))

    def _describe(self) -> None:
        recipe = self._recipe
        self._steps.clear()
        if recipe is not None:
            self._words.setText(tr(recipe.words(self._kind)))
            for steps in recipe.steps:
                self._steps.addItem(_steps(steps), steps)
        self._tell_time()
        self.changed.emit()

    @Slot()
    def _tell_time(self) -> None:
        recipe = self._recipe
        if recipe is not None:
            about = duration(recipe.seconds * self.steps)
            told = [tr("About {duration} on a computer with two processor cores.", duration=about)]
            if recipe.passes > 1:
                told.append(
                    tr("Light learns {steps:,} steps, then detail as many.", steps=self.steps)
                )
            self._time.setText(" ".join(told))

    @Slot()
    def _check(self) -> None:
        self._complaint.setVisible(not is_good_name(self.name))
        self.changed.emit()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setVerticalSpacing(2 * GRID)
        for line, (text, control) in enumerate(
            ((tr("How long"), self._steps), (tr("Name"), self._name))
        ):
            grid.addWidget(label("", text), line, 0)
            grid.addWidget(control, line, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addWidget(section(tr("What is learnt")))
        column.addWidget(self._choice)
        column.addWidget(self._words)
        column.addLayout(grid)
        column.addWidget(self._time)
        column.addWidget(self._complaint)


def _steps(steps: int) -> str:
    return tr("{steps:,} steps", steps=steps)
