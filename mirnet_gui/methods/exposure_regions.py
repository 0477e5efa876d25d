"""Exposure-region multi-histogram equalization.

Each region of exposure is equalized by itself, in a range of grey levels that follows from how much
information it holds. The scheme is that of Tan and Isa, "Exposure Based Multi-Histogram
Equalization Contrast Enhancement for Non-Uniform Illumination Images" (IEEE Access 7, 2019). Its
two parts are computed by formulas published before it: the thresholds between the regions by Singh,
Kapoor and Sinha, "Enhancement of Low Exposure Images via Recursive Histogram Equalization
Algorithms" (Optik 126, 2015), the ranges by entropy as by Parihar and Verma, "Contrast Enhancement
Using Entropy-Based Dynamic Sub-Histogram Equalisation" (IET Image Processing 10, 2016).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar, cast

import cv2
import numpy as np
import numpy.typing as npt

from mirnet_gui.language import mark
from mirnet_gui.methods.classical import Classical
from mirnet_gui.methods.lightness import Plane, Value, change_lightness
from mirnet_gui.methods.parameters import Parameter, number
from mirnet_gui.photo.photo import Pixels, peak_of
from mirnet_gui.progress import CancelToken, ProgressCallback

# The formulas are for grey levels of 8 bits; deeper photographs are mapped between these.
_LEVELS = 256

CLIP = Parameter(
    label=mark("Clip limit"),
    minimum=0.5,
    maximum=10.0,
    step=0.1,
    unit="",
    tooltip=mark("How often a grey level may count, in multiples of the mean: less enhances less."),
)

_Curve = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ExposureRegions(Classical):
    """Equalization by regions of exposure, on V of HSV; see the module for the publications."""

    name: ClassVar[str] = "ermhe"
    label: ClassVar[str] = mark("Exposure regions")
    purpose: ClassVar[str] = mark(
        "Spreads shadows, midtones and highlights each for itself, so that none is sacrificed."
    )

    clip: float = number(1.0, CLIP)

    def change(self, pixels: Pixels, _progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        """See :class:`mirnet_gui.methods.classical.Classical`."""
        cancel.raise_if_cancelled()
        return change_lightness(pixels, Value(), self._changed)

    def _changed(self, plane: Plane) -> Plane:
        peak = peak_of(plane.dtype)
        counts = cv2.calcHist([plane], [0], None, [_LEVELS], [0, peak + 1]).ravel()
        curve = curve_of(counts.astype(np.float64), self.clip)
        places = np.linspace(0.0, 1.0, _LEVELS)
        table = np.interp(np.linspace(0.0, 1.0, int(peak) + 1), places, curve)
        return cast(Plane, np.rint(table * peak).astype(plane.dtype)[plane])


def curve_of(counts: _Curve, clip: float) -> _Curve:
    """Where each of the 256 grey levels goes, in [0, 1] and rising; ``counts`` is how often it is.

    Every level counts ``clip`` times the mean at most.
    """
    borders = [0, *thresholds_of(counts), _LEVELS]
    clipped = np.minimum(counts, clip * counts.mean())
    regions = list(pairwise(borders))
    entropies = [_entropy(counts[low:high], counts.sum()) for low, high in regions]
    widths = np.array(entropies) / max(sum(entropies), 1e-12)
    curve, start = np.empty(_LEVELS), 0.0
    for (low, high), width in zip(regions, widths, strict=True):
        curve[low:high] = start + width * _cumulative(clipped[low:high])
        start += width
    return curve if sum(entropies) > 0.0 else np.linspace(0.0, 1.0, _LEVELS)


def thresholds_of(counts: _Curve) -> list[int]:
    """The levels, at most three and rising, at which the next region of exposure begins.

    The mean exposure parts the levels, and those of each half part it again (Singh et al. 2015).
    """
    middle = round(_LEVELS - _mean_level(counts, 0, _LEVELS))
    low = round(middle - _mean_level(counts, 0, middle))
    high = round(_LEVELS + middle - _mean_level(counts, middle, _LEVELS))
    return sorted({level for level in (low, middle, high) if 0 < level < _LEVELS})


def _mean_level(counts: _Curve, low: int, high: int) -> float:
    inside = counts[low:high]
    if inside.sum() == 0:
        return (low + high) / 2
    return float((inside * np.arange(low, high)).sum() / inside.sum())


def _entropy(counts: _Curve, total: float) -> float:
    shares = counts[counts > 0] / total
    return float(-(shares * np.log2(shares)).sum())


def _cumulative(counts: _Curve) -> _Curve:
    if counts.sum() == 0:
        return np.linspace(0.0, 1.0, len(counts))
    return cast(_Curve, np.cumsum(counts) / counts.sum())
