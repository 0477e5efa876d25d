"""What a person may change about a relit photograph, without a network running again.

All of it acts on the relation of a value to what it lacks of white, ``x / (1 - x)``, called odds
here: multiplying odds brightens without ever clipping (Reinhard's curve of
:mod:`mirnet_gui.tone.exposure` is just that), raising them to a power adds contrast. Exposure and
warmth are such factors in linear light, contrast a power round middle grey of the encoded values,
shadows and highlights factors that depend on how bright a place is at large. Colour is a matrix.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, cast

import cv2
import numpy as np

from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.values import LUMINANCE, Floats, floats_of, from_floats
from mirnet_gui.tone.affine_map import AffineMap, fitted_in_windows
from mirnet_gui.tone.curves import from_table, linear_to_srgb, srgb_to_linear, table_for

_MIDDLE_GREY: Final = 0.46
_MOST_ODDS: Final = 1e6
# At their ends the controls do as much as photographs bear.
_SHADOWS, _HIGHLIGHTS, _CONTRAST, _WARMTH = 1.2, 1.2, 0.7, 0.3
# How bright a place is at large: flat over surfaces, with their edges.
_BASE_RADIUS, _BASE_EPS = 16, 1e-2


@dataclass(frozen=True)
class Controls:
    """``exposure`` in EV; the others from -1 to 1; with 0 the picture stays as it is."""

    exposure: float = 0.0
    shadows: float = 0.0
    highlights: float = 0.0
    contrast: float = 0.0
    warmth: float = 0.0
    colour: float = 0.0

    @property
    def is_neutral(self) -> bool:
        """Whether nothing is changed at all."""
        return self == NEUTRAL

    @property
    def is_local(self) -> bool:
        """Whether what becomes of a value depends on what lies round it."""
        return self.shadows != 0.0 or self.highlights != 0.0

    def curve(self, encoded: Floats) -> Floats:
        """The odds (N, 3) that values (N) of red, green and blue become."""
        gains = 2.0**self.exposure * np.exp2(self.warmth * _WARMTH * np.array([1.0, 0.0, -1.0]))
        light = _odds(srgb_to_linear(encoded))[:, None] * gains.astype(np.float32)
        brighter = _odds(linear_to_srgb(light / (1.0 + light)))
        if self.contrast == 0.0:
            return brighter
        middle = _MIDDLE_GREY / (1.0 - _MIDDLE_GREY)
        power = np.float32(math.exp2(_CONTRAST * self.contrast))
        odds = np.minimum(middle * (brighter / middle) ** power, _MOST_ODDS)
        # A root of the greatest odds would be a grey.
        white = encoded[:, None] >= 1.0
        return np.where(white, _MOST_ODDS, odds).astype(np.float32)

    def local_gain(self, base: Floats) -> Floats:
        """By what the odds are multiplied where it is as bright at large as ``base``, (h, w)."""
        dark, bright = (1.0 - base) ** 3, base**3
        wanted = _SHADOWS * self.shadows * dark + _HIGHLIGHTS * self.highlights * bright
        gain: Floats = np.exp(wanted.astype(np.float32))
        return gain


NEUTRAL: Final = Controls()


def base_map(copy: Pixels) -> AffineMap:
    """The map, (h, w), from a picture's luminance to how bright its places are at large.

    ``copy`` is the picture, small, (h, w, 3).
    """
    grey = luminance_of(copy)
    return fitted_in_windows(grey, grey, _BASE_RADIUS, _BASE_EPS)


def luminance_of(pixels: Pixels) -> Floats:
    """Luminance (H, W) of RGB pixels (H, W, 3), in [0, 1], of their encoded values."""
    return floats_of(cast(Pixels, cv2.transform(pixels, LUMINANCE[None])))


def brightness_at_large(
    pixels: Pixels, part: tuple[slice, slice], base: AffineMap, size: tuple[int, int]
) -> Floats:
    """How bright places are at large, (h, w) in [0, 1], by the map of :func:`base_map`.

    ``pixels`` (h, w, 3) are the ``part`` (rows, columns) of a picture of ``size`` (H, W).
    """
    slope, offset = base.part(part, size)
    return (luminance_of(pixels) * slope + offset).clip(0.0, 1.0)


class ControlledTones:
    """Controls at work on pictures of one depth and size; all parts by the same tables."""

    def __init__(self, controls: Controls, base: AffineMap, size: tuple[int, int]) -> None:
        self._controls = controls
        self._base = base
        self._size = size

    def applied(self, pixels: Pixels, part: tuple[slice, slice]) -> Pixels:
        """The controls on ``pixels`` (h, w, 3), which are the ``part`` (rows, columns) of it."""
        if self._controls.is_neutral:
            return pixels
        brightness = None
        if self._controls.is_local:
            brightness = brightness_at_large(pixels, part, self._base, self._size)
        return from_floats(self.values(pixels, brightness), pixels.dtype)

    def values(self, pixels: Pixels, brightness: Floats | None) -> Floats:
        """The controls on ``pixels`` (h, w, 3), in [0, 1] and not rounded.

        ``brightness`` (h, w) is how bright it is there at large; only local controls ask for it.
        """
        controls = self._controls
        odds = from_table(pixels, self._table(pixels))
        if controls.is_local and brightness is not None:
            odds *= controls.local_gain(brightness)[..., None]
        values: Floats = np.divide(odds, odds + np.float32(1.0), out=odds)
        if controls.colour:
            matrix = _saturation(1.0 + controls.colour)
            values = cast(Floats, cv2.transform(values, matrix)).clip(0.0, 1.0)
        return values

    def prepare(self, dtype: np.dtype[Any]) -> None:
        """Make the table for pixels of ``dtype`` now, once for all threads that will want it."""
        if not self._controls.is_neutral:
            self._table(np.zeros(0, dtype))

    def _table(self, pixels: Pixels) -> Floats:
        return self._byte_table if pixels.dtype == np.uint8 else self._fine_table

    @cached_property
    def _byte_table(self) -> Floats:
        return table_for(np.zeros(0, np.uint8), self._controls.curve)

    @cached_property
    def _fine_table(self) -> Floats:
        # A channel at a time is looked up in it.
        return np.asfortranarray(table_for(np.zeros(0, np.uint16), self._controls.curve))


def _saturation(amount: float) -> Floats:
    grey = np.tile(LUMINANCE, (3, 1))
    matrix: Floats = (grey + amount * (np.eye(3) - grey)).astype(np.float32)
    return matrix


def _odds(values: Floats) -> Floats:
    odds: Floats = np.minimum(values / np.maximum(1.0 - values, 1.0 / _MOST_ODDS), _MOST_ODDS)
    return odds
