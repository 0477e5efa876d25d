"""The figures of one view, each with what it means and what it does not."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from mirnet_gui.compare.figures import Figures, decibels, meanings
from mirnet_gui.formatting import number
from mirnet_gui.language import tr
from mirnet_gui.quality.no_reference import MEASURES
from mirnet_gui.ui.theme.tokens import GRID
from mirnet_gui.ui.widgets.labels import label


class FiguresTable(QWidget):
    """Names at the left, numbers at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(GRID)
        self._grid.setColumnStretch(0, 1)
        self._numbers: dict[str, QLabel] = {}
        for meaning in meanings():
            self._add(meaning.name, meaning.label, meaning.text)
        self._add(
            "seconds", tr("Time"), tr("What the method took, without loading weights or files.")
        )

    def number(self, name: str) -> str:
        """What stands beside the figure called ``name``."""
        return self._numbers[name].text()

    def tooltip(self, name: str) -> str:
        """What it means and what it does not."""
        return self._numbers[name].toolTip()

    def show_figures(self, figures: Figures | None, seconds: float | None) -> None:
        """Show ``figures``; a dash for what there is not."""
        for numbers in self._numbers.values():
            numbers.setText("–")
        if figures is None:
            return
        if figures.fidelity is not None:
            self._numbers["psnr"].setText(decibels(figures.fidelity.psnr))
            self._numbers["ssim"].setText(number(figures.fidelity.ssim, 3))
        for measure in MEASURES:
            told = number(figures.measures[measure.name], measure.digits)
            self._numbers[measure.name].setText(f"{told} {tr(measure.unit)}")
        if seconds is not None:
            self._numbers["seconds"].setText(tr("{seconds:.2f} s", seconds=seconds))

    def _add(self, name: str, words: str, tooltip: str) -> None:
        row = self._grid.rowCount()
        title, told = label("quiet", words), label("", "–")
        for each in (title, told):
            each.setToolTip(f"<p>{tooltip}</p>")
        self._numbers[name] = told
        self._grid.addWidget(title, row, 0)
        self._grid.addWidget(told, row, 1, Qt.AlignmentFlag.AlignRight)
