"""Where the shown training is, in numbers."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from mirnet_gui.formatting import duration, number
from mirnet_gui.jobs.training_curves import Curves
from mirnet_gui.language import tr
from mirnet_gui.ui.theme.tokens import GRID
from mirnet_gui.ui.widgets.labels import label, section


class NowTable(QWidget):
    """Names at the left, numbers at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(0, 1)
        grid.addWidget(section(tr("Now")), 0, 0)
        rows = {
            "step": (tr("Step"), ""),
            "loss": (tr("Loss"), tr("What the network is made to lower. It jumps about.")),
            "psnr": (
                tr("PSNR"),
                tr("How near results are to what is wanted, on pictures that are not learnt from."),
            ),
            "before": (tr("PSNR before"), tr("Of the weights that it began with.")),
            "ssim": (
                tr("SSIM"),
                tr("How alike structures are, 1 at best, on pictures that are not learnt from."),
            ),
            "left": (tr("Time left"), ""),
        }
        self._numbers = {}
        for line, (name, (words, tip)) in enumerate(rows.items(), start=1):
            title, told = label("quiet", words), label("", "–")
            for each in (title, told):
                each.setToolTip(f"<p>{tip}</p>" if tip else "")
            self._numbers[name] = told
            grid.addWidget(title, line, 0)
            grid.addWidget(told, line, 1, Qt.AlignmentFlag.AlignRight)

    def number(self, name: str) -> str:
        """What stands beside the row called ``name``."""
        return self._numbers[name].text()

    def show_steps(self, done: int, total: int) -> None:
        """How far it is, over all its passes."""
        self._numbers["step"].setText(tr("{done:,} of {total:,}", done=done, total=total))

    def show_curves(self, curves: Curves) -> None:
        """The newest of each, of the pass that is looked at."""
        newest = {
            "loss": _last(curves.loss, 4),
            "psnr": _last(curves.psnr, 2, " dB"),
            "before": _last(curves.psnr[:1], 2, " dB"),
            "ssim": _last(curves.ssim, 3),
        }
        for name, text in newest.items():
            self._numbers[name].setText(text)

    def show_left(self, seconds: float | None) -> None:
        """How long it still takes, if that is known."""
        self._numbers["left"].setText("–" if seconds is None else duration(seconds))


def _last(points: tuple[tuple[float, float], ...], digits: int, unit: str = "") -> str:
    return f"{number(points[-1][1], digits)}{unit}" if points else "–"
