"""Curves that are the same for every place: gamma and auto-levels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, cast

import cv2
import numpy as np
import numpy.typing as npt

from mirnet_gui.language import mark
from mirnet_gui.methods.classical import Classical
from mirnet_gui.methods.histogram import histogram_of
from mirnet_gui.methods.lightness import quantized, strips
from mirnet_gui.methods.parameters import ChoiceParameter, Parameter, choice, number
from mirnet_gui.photo.photo import Pixels, peak_of
from mirnet_gui.progress import CancelToken, ProgressCallback

_Floats = npt.NDArray[np.float64]
Curve = Callable[[_Floats], _Floats]
"""From values in [0, 1] to values that are clipped to that."""

_LEAST_CONTRAST = 0.125

GAMMA = Parameter(
    label=mark("Gamma"),
    minimum=0.1,
    maximum=3.0,
    step=0.05,
    unit="",
    tooltip=mark("The exponent of every value: below 1 brightens, most of all the shadows."),
)
CLIPPED = Parameter(
    label=mark("Clipped"),
    minimum=0.0,
    maximum=5.0,
    step=0.1,
    unit="%",
    tooltip=mark("How many of the darkest become black, and how many of the brightest white."),
)
CHANNELS = ChoiceParameter(
    label=mark("Channels"),
    options=(("all", mark("Together")), ("each", mark("Each by itself"))),
    tooltip=mark("Each by itself takes a colour cast away, and the colour of the light with it."),
)


@dataclass(frozen=True, slots=True)
class Gamma(Classical):
    """Every encoded value in [0, 1] to the power of ``gamma`` (Gonzalez and Woods, 3.2.3)."""

    name: ClassVar[str] = "gamma"
    label: ClassVar[str] = mark("Gamma")
    purpose: ClassVar[str] = mark(
        "One curve that opens the shadows and leaves black and white where they are."
    )

    gamma: float = number(0.4, GAMMA)

    def change(self, pixels: Pixels, _progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        """See :class:`mirnet_gui.methods.classical.Classical`."""
        cancel.raise_if_cancelled()
        return with_curve(pixels, lambda values: values**self.gamma)


@dataclass(frozen=True, slots=True)
class AutoLevels(Classical):
    """A straight line from the darkest to the brightest value, but for ``clipped`` per cent.

    What has less contrast than an eighth is no photograph, and not brought to all: :func:`stretch`.
    """

    name: ClassVar[str] = "levels"
    label: ClassVar[str] = mark("Auto levels")
    purpose: ClassVar[str] = mark(
        "Sets the black and the white point: takes haze away, opens a flat photograph."
    )

    clipped: float = number(0.5, CLIPPED)
    channels: str = choice("all", CHANNELS)

    def change(self, pixels: Pixels, _progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        """See :class:`mirnet_gui.methods.classical.Classical`."""
        cancel.raise_if_cancelled()
        if self.channels == "all":
            return with_curve(pixels, self._stretch(pixels))
        split = [pixels[..., channel] for channel in range(pixels.shape[2])]
        return cast(Pixels, np.dstack([with_curve(one, self._stretch(one)) for one in split]))

    def _stretch(self, values: Pixels) -> Curve:
        plane = quantized(values.reshape(values.shape[0], -1))
        counts = histogram_of(plane)
        shares = np.cumsum(counts) / counts.sum()
        low = int(np.searchsorted(shares, self.clipped / 100.0, side="right"))
        high = int(np.searchsorted(shares, 1.0 - self.clipped / 100.0))
        return stretch(low / peak_of(plane.dtype), high / peak_of(plane.dtype))


def stretch(black: float, white: float) -> Curve:
    """The straight line from ``black`` to 0 and from ``white`` to 1, both in [0, 1].

    A page that is white but for some letters, or a wall, has no contrast to be stretched: where
    both are one level all stays, where they are near each other their middle does.
    """
    if white <= black:
        return lambda levels: levels
    width = max(white - black, white * _LEAST_CONTRAST)
    if width > white - black:
        black = (black + white) / 2 * (1.0 - width)
    return lambda levels: (levels - black) / width


def with_curve(pixels: Pixels, curve: Curve) -> Pixels:
    """Every value of ``pixels`` by ``curve``; same shape and dtype."""
    if pixels.dtype == np.float32:
        result = np.empty_like(pixels)
        for rows in strips(pixels):
            result[rows] = curve(pixels[rows].astype(np.float64).clip(0.0, 1.0)).clip(0.0, 1.0)
        return result
    peak = peak_of(pixels.dtype)
    levels = curve(np.linspace(0.0, 1.0, int(peak) + 1)).clip(0.0, 1.0)
    table = np.rint(levels * peak)
    if pixels.dtype == np.uint8:
        return cast(Pixels, cv2.LUT(pixels, table.astype(np.uint8)))
    return cast(Pixels, table.astype(np.uint16)[pixels])
