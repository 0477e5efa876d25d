"""What becomes of pictures that are measured on: as they were, as they are now, as wanted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from mirnet_gui.jobs.training_runs import Sample
from mirnet_gui.language import tr
from mirnet_gui.ui.theme.tokens import GRID, Tokens
from mirnet_gui.ui.train.picture import Picture
from mirnet_gui.ui.widgets.choice_box import ChoiceBox
from mirnet_gui.ui.widgets.labels import label, section, wrapped


class SampleRow(QWidget):
    """One picture of them, chosen by its name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._samples: Sequence[Sample] = ()
        self._choice = ChoiceBox(tr("Sample picture"))
        self._choice.activated.connect(self._show)
        self._why_none = wrapped("quiet", "")
        titles = (tr("Before"), tr("Now"), tr("Wanted"))
        self._pictures = tuple(Picture(title) for title in titles)
        self._captions = tuple(label("quiet", title) for title in titles)
        above = QHBoxLayout()
        above.addWidget(section(tr("Sample pictures")), 1)
        above.addWidget(self._choice)
        grid = QGridLayout()
        grid.setSpacing(2 * GRID)
        grid.setRowStretch(1, 1)
        for place, picture in enumerate(self._pictures):
            grid.addWidget(self._captions[place], 0, place)
            grid.addWidget(picture, 1, place)
            grid.setColumnStretch(place, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addLayout(above)
        column.addWidget(self._why_none)
        column.addLayout(grid, 1)
        self.show_samples(())

    @property
    def step(self) -> int | None:
        """After how many steps the picture is that is shown as it is now."""
        place = self._choice.currentIndex()
        return self._samples[place].step if 0 <= place < len(self._samples) else None

    @Slot(object)
    def show_samples(self, samples: Sequence[Sample]) -> None:
        """These are there now."""
        self._samples = samples
        chosen = self._choice.currentText()
        self._choice.clear()
        self._choice.addItems([each.name for each in samples])
        self._choice.setCurrentIndex(max(self._choice.findText(chosen), 0 if samples else -1))
        self._choice.setVisible(len(samples) > 1)
        for widget in (*self._pictures, *self._captions):
            widget.setVisible(bool(samples))
        self.say_why_none(self._why_none.text())
        self._show()

    def say_why_none(self, why: str) -> None:
        """Why there are none, as long as there are none; "" where there is nothing to say."""
        self._why_none.setText(why)
        self._why_none.setVisible(bool(why) and not self._samples)

    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self._choice.apply_theme(tokens)

    @Slot()
    def _show(self) -> None:
        if self.step is None:
            return
        sample = self._samples[self._choice.currentIndex()]
        for picture, jpeg in zip(
            self._pictures, (sample.before, sample.now, sample.wanted), strict=True
        ):
            picture.show_jpegs(jpeg)
        self._captions[1].setText(tr("Now, after {step:,} steps", step=sample.step))
