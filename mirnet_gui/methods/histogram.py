"""Histogram equalization: global, and with limited contrast tile by tile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, cast

import cv2
import numpy as np
import numpy.typing as npt

from mirnet_gui.language import mark
from mirnet_gui.methods.classical import Classical
from mirnet_gui.methods.lightness import (
    Lab,
    Luma,
    Plane,
    Space,
    Value,
    change_each,
    change_lightness,
)
from mirnet_gui.methods.parameters import ChoiceParameter, Parameter, choice, integer, number
from mirnet_gui.photo.photo import Pixels, peak_of
from mirnet_gui.progress import CancelToken, ProgressCallback

_SPACES: dict[str, Space] = {"v": Value(), "l": Lab(), "y": Luma()}

CHANNEL = ChoiceParameter(
    label=mark("Channel"),
    options=(
        ("v", mark("V of HSV")),
        ("l", mark("L of Lab")),
        ("y", mark("Y of YCrCb")),
        ("rgb", mark("Each of RGB")),
    ),
    tooltip=mark("What is equalized. Each of RGB by itself changes the colours as well."),
)
CLIP = Parameter(
    label=mark("Clip limit"),
    minimum=0.5,
    maximum=40.0,
    step=0.5,
    unit="",
    tooltip=mark("How much contrast a tile may gain: more brings out more detail, and more noise."),
)
GRID = Parameter(
    label=mark("Grid"),
    minimum=1,
    maximum=64,
    step=1,
    unit=mark("tiles"),
    tooltip=mark(
        "Tiles along each side that are equalized by themselves: more makes it more local."
    ),
    whole=True,
)


@dataclass(frozen=True, slots=True)
class HistogramEqualization(Classical):
    """Global histogram equalization: grey levels by their cumulative share.

    Gonzalez and Woods, "Digital Image Processing", section 3.3.1; the lowest level that occurs
    becomes black, as in OpenCV's ``equalizeHist``.
    """

    name: ClassVar[str] = "he"
    label: ClassVar[str] = "HE"
    purpose: ClassVar[str] = mark(
        "Spreads the tones over the whole range: strong and quick, often too strong."
    )

    channel: str = choice("v", CHANNEL)

    def change(self, pixels: Pixels, _progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        """See :class:`mirnet_gui.methods.classical.Classical`."""
        cancel.raise_if_cancelled()
        if self.channel == "rgb":
            return change_each(pixels, equalized)
        return change_lightness(pixels, _SPACES[self.channel], equalized)


@dataclass(frozen=True, slots=True)
class Clahe(Classical):
    """Contrast limited adaptive histogram equalization of the lightness L, by OpenCV.

    Zuiderveld, "Contrast Limited Adaptive Histogram Equalization", Graphics Gems IV (1994);
    ``clip`` counts in multiples of a flat histogram's height.
    """

    name: ClassVar[str] = "clahe"
    label: ClassVar[str] = "CLAHE"
    purpose: ClassVar[str] = mark(
        "Brings out local contrast and detail, in light and in shadow; brightens little."
    )

    clip: float = number(2.0, CLIP)
    grid: int = integer(8, GRID)

    def change(self, pixels: Pixels, _progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        """See :class:`mirnet_gui.methods.classical.Classical`."""
        cancel.raise_if_cancelled()
        clahe = cv2.createCLAHE(self.clip, (self.grid, self.grid))

        def change(plane: Plane) -> Plane:
            # One single level has nothing to equalize, but clipping would lift black to grey.
            return plane if plane.min() == plane.max() else cast(Plane, clahe.apply(plane))

        return change_lightness(pixels, Lab(), change)


def histogram_of(plane: Plane) -> npt.NDArray[np.int64]:
    """How often each of the 256 or 65,536 levels occurs."""
    levels = int(peak_of(plane.dtype)) + 1
    # Counted 16 bits wide, numpy would widen all of the plane to 64 bits first.
    counts = cv2.calcHist([plane], [0], None, [levels], [0, levels])
    return np.rint(counts.ravel()).astype(np.int64)


def equalized(plane: Plane) -> Plane:
    """``plane`` with its levels spread by their cumulative share; one single level stays."""
    counts = histogram_of(plane)
    first = int(np.flatnonzero(counts)[0])
    rest = int(counts.sum() - counts[first])
    if rest == 0:
        return plane
    below = np.cumsum(counts) - counts[first]
    table = np.rint(below.clip(0) * (peak_of(plane.dtype) / rest))
    return cast(Plane, table.astype(plane.dtype)[plane])
