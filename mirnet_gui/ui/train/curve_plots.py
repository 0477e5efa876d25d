"""Loss, PSNR and SSIM over the steps, drawn by pyqtgraph; loaded with the first training shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import cycle

import pyqtgraph
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mirnet_gui.formatting import number
from mirnet_gui.jobs.training_curves import Curves
from mirnet_gui.language import localized, tr
from mirnet_gui.ui.theme.tokens import DARK, GRID, Tokens
from mirnet_gui.ui.widgets.labels import label

_LEAST_HEIGHT = 170


@dataclass(frozen=True, slots=True)
class Line:
    """The curves of one training, as ``name`` says."""

    name: str
    curves: Curves


class CurvePlots(QWidget):
    """Three plots side by side; the first line is the one that is looked at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = DARK
        self._lines: Sequence[Line] = ()
        self._plots = {
            "loss": _Plot(tr("Loss"), {"yMin": 0.0}),
            "psnr": _Plot(tr("PSNR"), {"yMin": 0.0, "minYRange": 0.2}, "dB"),
            "ssim": _Plot(tr("SSIM"), {"yMin": 0.0, "yMax": 1.0, "minYRange": 0.01}),
        }
        self._legend = label("quiet")
        self._legend.setTextFormat(Qt.TextFormat.RichText)
        row = QHBoxLayout()
        row.setSpacing(3 * GRID)
        for plot in self._plots.values():
            row.addWidget(plot, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row, 1)
        column.addWidget(self._legend)

    def points(self, name: str) -> int:
        """How many points the first line of the plot called ``name`` has."""
        return len(getattr(self._lines[0].curves, name)) if self._lines else 0

    @property
    def names(self) -> list[str]:
        """Whose curves are drawn."""
        return [line.name for line in self._lines]

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Draw the curves of ``lines``."""
        self._lines = lines
        marks = [
            f'<span style="color: {colour}">■</span> {escape(line.name)}'
            for line, colour in zip(lines, cycle(_colours(self._tokens)), strict=False)
        ]
        self._legend.setText("&nbsp;&nbsp; ".join(marks))
        self._legend.setVisible(len(marks) > 1)
        for name, plot in self._plots.items():
            plot.draw(
                [(line.name, getattr(line.curves, name)) for line in lines], _colours(self._tokens)
            )

    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self._tokens = tokens
        for plot in self._plots.values():
            plot.apply_theme(tokens)
        self.show_lines(self._lines)

    def release(self) -> None:
        """Nothing is drawn any more."""
        for plot in self._plots.values():
            plot.release()
        self._plots = {}


class _SpokenAxis(pyqtgraph.AxisItem):  # type: ignore[misc] # it has no types
    """Numbers as the language writes them."""

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        return [localized(text) for text in super().tickStrings(values, scale, spacing)]


class _Plot(QFrame):
    def __init__(self, title: str, limits: dict[str, float], unit: str = "") -> None:
        super().__init__()
        self.setObjectName("curvePlot")
        self._title = f"{title} ({unit})" if unit else title
        axes = {"left": _SpokenAxis("left")}
        self._plot = pyqtgraph.PlotWidget(enableMenu=False, axisItems=axes)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.setFrameShape(QFrame.Shape.NoFrame)
        self._plot.setMinimumHeight(_LEAST_HEIGHT)
        item = self._plot.getPlotItem()
        item.setMouseEnabled(False, False)
        item.hideButtons()
        # Made all the same, and a window of its own without a parent to go with.
        menu = item.ctrlMenu
        menu.setParent(self._plot, menu.windowFlags())
        item.getAxis("left").setWidth(46)
        # Values that cannot be have no place on an axis, and what lies nearer together than the
        # least range would need numbers of more digits than there is room for.
        item.getViewBox().setLimits(**limits)
        # For the half of the last step that stands beyond the end of the axis.
        item.layout.setContentsMargins(0, 0, 4 * GRID, 0)
        self._plot.setAntialiasing(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        # In capitals, but for the unit.
        column.addWidget(label("section", self._title.replace(title, title.upper())))
        column.addWidget(self._plot, 1)

    def draw(
        self, lines: Sequence[tuple[str, tuple[tuple[float, float], ...]]], colours: list[str]
    ) -> None:
        item = self._plot.getPlotItem()
        item.clear()
        told = []
        for place, (name, points) in enumerate(lines):
            if not points:
                continue
            pen = pyqtgraph.mkPen(colours[place % len(colours)], width=2)
            steps, values = zip(*points, strict=True)
            # One point is no line yet.
            dot = "o" if len(points) < 3 else None
            item.plot(
                steps,
                values,
                pen=pen,
                symbol=dot,
                symbolSize=6,
                symbolBrush=pen.color(),
                symbolPen=None,
                name=name,
            )
            told.append(f"{name}: {localized(f'{values[-1]:.4g}')}")
        last = max((step for _, points in lines for step, _ in points), default=0.0)
        ticks = [(0.0, "0"), (last, number(last))] if last else []
        item.getAxis("bottom").setTicks([ticks])
        self._plot.setAccessibleName(self._title)
        self._plot.setAccessibleDescription("; ".join(told))

    def release(self) -> None:
        # A plot is full of references to itself. Left to Python's collector it would come to its
        # end at any time and in any thread, where Qt's objects must not.
        self._plot.close()

    def apply_theme(self, tokens: Tokens) -> None:
        self._plot.setBackground(tokens.panel)
        item = self._plot.getPlotItem()
        for side in ("left", "bottom"):
            axis = item.getAxis(side)
            axis.setPen(pyqtgraph.mkPen(tokens.groove))
            axis.setTextPen(pyqtgraph.mkPen(tokens.quiet))
        item.showGrid(x=False, y=True, alpha=0.25)


def _colours(tokens: Tokens) -> list[str]:
    return [tokens.accent_line, tokens.blue, tokens.green, tokens.red, tokens.quiet]
