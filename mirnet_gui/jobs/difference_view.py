"""Differences between two results as pictures that a screen can show."""

from __future__ import annotations

from enum import StrEnum

import cv2
import numpy as np
import numpy.typing as npt

from mirnet_gui.photo.colour.srgb import Bytes
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.quality.difference import (
    Map,
    colour_difference,
    luminance_difference,
    structure_error,
)

_GREY, _BRIGHTER, _DARKER = (58, 58, 58), (255, 190, 84), (84, 160, 255)


class DifferenceKind(StrEnum):
    """What is looked at."""

    LUMINANCE = "luminance"
    COLOUR = "colour"
    STRUCTURE = "structure"


_MAPS = {
    DifferenceKind.LUMINANCE: luminance_difference,
    DifferenceKind.COLOUR: colour_difference,
    DifferenceKind.STRUCTURE: structure_error,
}
# What is drawn as strong as it can be, at a gain of one: L* and delta E of 100, no likeness at all.
_FULL = {
    DifferenceKind.LUMINANCE: 100.0,
    DifferenceKind.COLOUR: 100.0,
    DifferenceKind.STRUCTURE: 1.0,
}


def difference_picture(pixels: Pixels, base: Pixels, kind: DifferenceKind, gain: float) -> Bytes:
    """(H, W, 3): how ``pixels`` differ from ``base``, ``gain`` times as strong.

    Luminance is amber where it is brighter and blue where it is darker, the others go from black
    over violet and orange to yellow. Both (H, W, 3), in one colour space.
    """
    strength = _MAPS[kind](pixels, base) * np.float32(gain / _FULL[kind])
    if kind is DifferenceKind.LUMINANCE:
        return _signed(strength)
    levels = np.rint(strength.clip(0.0, 1.0) * 255.0).astype(np.uint8)
    coloured = cv2.applyColorMap(levels, cv2.COLORMAP_INFERNO)
    return np.asarray(cv2.cvtColor(coloured, cv2.COLOR_BGR2RGB), dtype=np.uint8)


def _signed(strength: Map) -> Bytes:
    table = np.empty((255, 3), np.uint8)
    shares = np.abs(np.linspace(-1.0, 1.0, 255))[:, None]
    ends = np.where(np.arange(255)[:, None] < 127, _DARKER, _BRIGHTER)
    table[:] = np.rint(np.array(_GREY) * (1.0 - shares) + ends * shares)
    index: npt.NDArray[np.int64] = np.rint(strength.clip(-1.0, 1.0) * 127.0).astype(np.int64) + 127
    return table[index]
