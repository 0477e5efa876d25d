"""Denoisers by OpenCV, to be chained after a method that brightens: ``lime+nlm``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, cast

import cv2
import numpy as np

from mirnet_gui.language import mark
from mirnet_gui.methods.classical import Classical
from mirnet_gui.methods.lightness import quantized, restored
from mirnet_gui.methods.parameters import Parameter, integer, number
from mirnet_gui.photo.photo import Pixels, peak_of
from mirnet_gui.progress import CancelToken, Progress, ProgressCallback

_STRIP_PIXELS = 250_000
_PATCH = 5

SIGMA = Parameter(
    label=mark("Strength"),
    minimum=1.0,
    maximum=50.0,
    step=1.0,
    unit="/ 255",
    tooltip=mark(
        "About the standard deviation of the noise: more takes away more, detail as well."
    ),
)
SEARCH = Parameter(
    label=mark("Search window"),
    minimum=3,
    maximum=35,
    step=2,
    unit="px",
    tooltip=mark("Where others like each place are looked for: wider is better, and slower."),
    whole=True,
)
DIAMETER = Parameter(
    label=mark("Diameter"),
    minimum=3,
    maximum=15,
    step=2,
    unit="px",
    tooltip=mark("How far around each place its neighbours count."),
    whole=True,
)


@dataclass(frozen=True, slots=True)
class NonLocalMeans(Classical):
    """Each place becomes the mean of places whose surroundings look alike, by OpenCV.

    Buades, Coll and Morel, "A Non-Local Algorithm for Image Denoising" (CVPR 2005). Patches of
    5 x 5 over all channels together; photographs of more than 8 bits keep their depth.
    """

    name: ClassVar[str] = "nlm"
    label: ClassVar[str] = mark("Non-local means")
    purpose: ClassVar[str] = mark(
        "Takes noise away by averaging places that look alike: fine detail may go as well."
    )

    strength: float = number(8.0, SIGMA)
    search: int = integer(5, SEARCH)

    def change(self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        """See :class:`mirnet_gui.methods.classical.Classical`."""
        reach = self.search // 2 + _PATCH // 2
        return strip_by_strip(pixels, reach, self._denoised, progress, cancel)

    def _denoised(self, strip: Pixels) -> Pixels:
        plane = quantized(strip)
        h = [self.strength * peak_of(plane.dtype) / 255.0]
        # OpenCV compares deep pictures by the sum of differences only, 8 bits by that of squares.
        norm = cv2.NORM_L2 if plane.dtype == np.uint8 else cv2.NORM_L1
        denoised = cv2.fastNlMeansDenoising(
            plane, h, templateWindowSize=_PATCH, searchWindowSize=self.search, normType=norm
        )
        return restored(denoised, strip.dtype)


@dataclass(frozen=True, slots=True)
class Bilateral(Classical):
    """Each place becomes the mean of its neighbours of about its own colour, by OpenCV.

    Tomasi and Manduchi, "Bilateral Filtering for Gray and Color Images" (ICCV 1998).
    """

    name: ClassVar[str] = "bilateral"
    label: ClassVar[str] = mark("Bilateral")
    purpose: ClassVar[str] = mark(
        "Smooths surfaces and keeps edges: quick, a little like a painting when strong."
    )

    strength: float = number(20.0, SIGMA)
    diameter: int = integer(7, DIAMETER)

    def change(self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        """See :class:`mirnet_gui.methods.classical.Classical`."""
        return strip_by_strip(pixels, self.diameter // 2, self._filtered, progress, cancel)

    def _filtered(self, strip: Pixels) -> Pixels:
        peak = peak_of(strip.dtype)
        # OpenCV takes 8 bits or floats.
        fed = strip if strip.dtype != np.uint16 else strip.astype(np.float32)
        sigma = self.strength * peak / 255.0
        filtered = cv2.bilateralFilter(fed, self.diameter, sigma, self.diameter / 2)
        rounded = filtered if strip.dtype != np.uint16 else np.rint(filtered)
        return cast(Pixels, rounded.astype(strip.dtype))


def strip_by_strip(
    pixels: Pixels,
    reach: int,
    change: Callable[[Pixels], Pixels],
    progress: ProgressCallback,
    cancel: CancelToken,
) -> Pixels:
    """``change`` of ``pixels``, strip by strip, each seen with ``reach`` rows more on both sides.

    Raises :class:`mirnet_gui.errors.Cancelled` between two strips.
    """
    height, width = pixels.shape[:2]
    rows = max(_STRIP_PIXELS // width, 4 * reach, 1)
    result = np.empty_like(pixels)
    for top in range(0, height, rows):
        cancel.raise_if_cancelled()
        bottom, above = min(top + rows, height), max(top - reach, 0)
        strip = cast(Pixels, np.ascontiguousarray(pixels[above : bottom + reach]))
        result[top:bottom] = change(strip)[top - above : bottom - above]
        progress(Progress(bottom, height, "row"))
    return result
