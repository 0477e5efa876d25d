"""The panel at the right: everything that changes the picture, in the order of use."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from mirnet_gui.formatting import file_size
from mirnet_gui.jobs.photo_jobs import OpenedPhoto
from mirnet_gui.language import tr
from mirnet_gui.ui.actions import ActionName, Actions
from mirnet_gui.ui.enhance.adjustments import Adjustments
from mirnet_gui.ui.model.weights import Weights
from mirnet_gui.ui.theme.tokens import GRID, Tokens
from mirnet_gui.ui.widgets.buttons import ActionButton
from mirnet_gui.ui.widgets.choice_box import ChoiceBox
from mirnet_gui.ui.widgets.histogram_view import HistogramView
from mirnet_gui.ui.widgets.labels import section, wrapped
from mirnet_gui.ui.widgets.panel import Panel
from mirnet_gui.ui.wording import dimensions, format_line, kept_line, megapixels, weights_label


class EnhancePanel(Panel):
    """Model, adjustments, and what is known about the photograph."""

    model_chosen = Signal(str)

    def __init__(
        self,
        actions: Actions,
        models: Weights,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._models = models
        self._histogram = HistogramView()
        self._choice = ChoiceBox(tr("Model"))
        self._purpose = wrapped("quiet")
        self._adjustments = Adjustments(actions.of((ActionName.UNDO, ActionName.REDO)))
        self._enhance = ActionButton(actions[ActionName.ENHANCE])
        self._facts = tuple(wrapped("") for _ in range(3))
        self._kept = wrapped("quiet")
        self._fill_choice()
        self._lay_out()
        self._choice.activated.connect(self._on_chosen)
        models.changed.connect(self._on_models)

    @property
    def adjustments(self) -> Adjustments:
        """The sliders."""
        return self._adjustments

    @property
    def model(self) -> str:
        """The name of the chosen one, "" where there is none."""
        return str(self._choice.currentData())

    def set_model(self, name: str) -> None:
        """Show ``name`` as the chosen one."""
        self._choice.setCurrentIndex(max(0, self._choice.findData(name)))
        self._describe()

    def show_photo(self, opened: OpenedPhoto) -> None:
        """Say what is known about the photograph."""
        photo = opened.photo
        size = "" if opened.file_bytes is None else f" · {file_size(opened.file_bytes)}"
        lines = (
            f"{megapixels(photo.width, photo.height)} · {dimensions(photo.width, photo.height)}",
            f"{format_line(photo)}{size}",
            opened.profile_name or tr("A colour profile that cannot be read"),
        )
        for fact, line in zip(self._facts, lines, strict=True):
            fact.setText(line)
        self._kept.setText(kept_line(photo))

    @property
    def histogram(self) -> HistogramView:
        """The spread of brightness."""
        return self._histogram

    def offer_enhance(self, offered: bool) -> None:
        """Whether the button to start is there: it is not needed while all goes by itself."""
        self._enhance.setVisible(offered)

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self._choice.apply_theme(tokens)
        self._histogram.apply_theme(tokens)

    @Slot()
    def _on_models(self) -> None:
        chosen = self.model
        self._choice.clear()
        self._fill_choice()
        self.set_model(chosen)

    def _fill_choice(self) -> None:
        self._choice.setEnabled(True)
        for entry in self._models:
            self._choice.addItem(weights_label(entry), entry.name)
        if not self._models.entries:
            self._choice.addItem(tr("No weights found"), "")
            self._choice.setEnabled(False)
        self._describe()

    def _describe(self) -> None:
        name = self.model
        chosen = [entry for entry in self._models if entry.name == name]
        self._purpose.setText("".join(tr(entry.purpose) for entry in chosen))
        self._adjustments.offer_denoise(
            any({"detail", "denoise"} & {*entry.tasks} for entry in chosen)
        )

    @Slot(int)
    def _on_chosen(self, _index: int) -> None:
        self._describe()
        self.model_chosen.emit(self.model)

    def _lay_out(self) -> None:
        column = self.column
        column.addWidget(section(tr("Histogram")))
        column.addWidget(self._histogram)
        column.addSpacing(3 * GRID)
        column.addWidget(section(tr("Model")))
        column.addWidget(self._choice)
        column.addWidget(self._purpose)
        column.addWidget(self._enhance)
        column.addSpacing(3 * GRID)
        column.addWidget(self._adjustments)
        column.addSpacing(2 * GRID)
        column.addStretch(1)
        column.addWidget(section(tr("Photograph")))
        for fact in self._facts:
            column.addWidget(fact)
        column.addWidget(self._kept)
