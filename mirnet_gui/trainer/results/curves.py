"""Curves over the steps of a run, as SVG that stands inside a page and takes its colours."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Final

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, ScalarFormatter

from mirnet_gui.trainer.results.history import Series

_WIDTH, _HEIGHT = 400, 240
_PLACE: Final = (0.18, 0.11, 0.79, 0.86)
_POINTS_PER_INCH: Final = 72
_FONT_SIZE: Final = 12
_MOST_POINTS: Final = 800
_MOST_MARKERS: Final = 60

# Colours that are replaced by the page's own, which follow the reader's dark or light theme.
_LINE, _RAW, _GRID, _TEXT = "#010203", "#040506", "#070809", "#0a0b0c"
_VARIABLES: Final = {_LINE: "--line", _RAW: "--raw", _GRID: "--grid", _TEXT: "--quiet"}


@dataclass(frozen=True, slots=True)
class Plot:
    """One measure over the steps, from 0 to ``end`` so that several plots can be laid side by side.

    ``smoothed`` draws the mean over :func:`window` values on top of all of them; ``marked`` is a
    step to point out.
    """

    name: str
    series: Series
    end: int
    smoothed: bool = False
    marked: int | None = None


def window(series: Series) -> int:
    """How many neighbouring values a smoothed curve averages: an odd number, about a twentieth."""
    return len(series) // 20 | 1


def smooth(series: Series) -> Series:
    """The mean around each step over :func:`window` values, over fewer at both ends."""
    values = np.fromiter(series.values(), float)
    kernel = np.ones(window(series))
    means = np.convolve(values, kernel, "same") / np.convolve(np.ones_like(values), kernel, "same")
    return dict(zip(series, means.tolist(), strict=True))


def limits(series: Series) -> tuple[float, float]:
    """The least and the greatest value that a smoothed plot shows.

    A few wild steps must not flatten the rest: they leave the frame.
    """
    low, high = np.percentile(list(series.values()), [0.5, 99.5])
    margin = 0.08 * (high - low) or 0.1 * abs(high) or 1.0
    return float(low - margin), float(high + margin)


def draw(plot: Plot) -> str:
    """An ``<svg>`` element without size, script or foreign file. ``plot.series`` is not empty."""
    size = (_WIDTH / _POINTS_PER_INCH, _HEIGHT / _POINTS_PER_INCH)
    figure = Figure(figsize=size)
    # Named here, since a frozen program would lack what savefig looks up while it runs.
    figure.set_canvas(FigureCanvasSVG(figure))
    axes = figure.add_axes(_PLACE)
    _style(axes)
    marker = "o" if len(plot.series) <= _MOST_MARKERS else ""
    if plot.smoothed:
        axes.plot(*_thinned(plot.series), color=_RAW, linewidth=0.8, marker=marker, markersize=2)
        axes.plot(*_thinned(smooth(plot.series)), color=_LINE, linewidth=2)
        axes.set_ylim(*limits(plot.series))
    else:
        axes.plot(*_thinned(plot.series), color=_LINE, linewidth=2, marker=marker, markersize=3)
    axes.set_xlim(-0.02 * plot.end, 1.02 * plot.end)
    if plot.marked in plot.series:
        axes.plot([plot.marked], [plot.series[plot.marked]], "o", color=_LINE, markersize=7)
    return _to_svg(figure, plot.name)


def _style(axes: Axes) -> None:
    axes.spines[:].set_visible(False)
    axes.grid(axis="y", color=_GRID, linewidth=1)
    axes.tick_params(length=0, labelsize=_FONT_SIZE, labelcolor=_TEXT, pad=6)
    axes.margins(y=0.08)
    axes.xaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda step, _: f"{step:,.0f}"))
    axes.yaxis.set_major_locator(MaxNLocator(5))
    plain = ScalarFormatter(useOffset=False)
    plain.set_scientific(False)
    axes.yaxis.set_major_formatter(plain)


def _thinned(series: Series) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    # The least and the greatest of each stretch: what a dense line looks like anyway.
    steps, values = np.fromiter(series, np.int64), np.fromiter(series.values(), np.float64)
    if len(steps) <= _MOST_POINTS:
        return steps, values
    stretches = np.array_split(np.arange(len(steps)), _MOST_POINTS // 2)
    extremes = [(s[values[s].argmin()], s[values[s].argmax()]) for s in stretches]
    kept = np.unique(np.array(extremes))
    return steps[kept], values[kept]


def _to_svg(figure: Figure, name: str) -> str:
    buffer = io.StringIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    # The writer of SVG takes these two from the settings only, which are as before afterwards:
    # text that stays text, and names inside the drawing that are the same each time.
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
        figure.savefig(buffer, format="svg", transparent=True, metadata=nothing)
    drawn = buffer.getvalue()
    drawn = drawn[drawn.index("<svg") :]
    drawn = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", drawn, count=1, flags=re.DOTALL)
    drawn = re.sub(r' width="[\d.]+pt" height="[\d.]+pt"', "", drawn, count=1)
    drawn = re.sub(r"font-family: [^;]*; ", "", drawn)
    # Several drawings share one page: every name inside must be its own.
    drawn = re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{name}-", drawn)
    for colour, variable in _VARIABLES.items():
        drawn = drawn.replace(colour, f"var({variable})")
    return drawn
