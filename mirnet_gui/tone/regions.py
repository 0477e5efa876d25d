"""Regions of a picture with amounts of their own: what they are, and how much of them is where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from mirnet_gui.photo.values import Floats
from mirnet_gui.tone.brush_masks import BrushMasks
from mirnet_gui.tone.controls import NEUTRAL, Controls
from mirnet_gui.tone.shapes import (
    WHOLE,
    Brush,
    Ellipse,
    Everywhere,
    Proportions,
    Rectangle,
    Shape,
    grown,
)

Slices = tuple[slice, slice]

# Between the darkest place that is no shadow and the brightest that is nothing else.
_SLOPE_OF_TONES = 0.4


class Tones(StrEnum):
    """Which places within its shape a region is about, by how bright they are at large."""

    EVERYTHING = "everything"
    SHADOWS = "shadows"
    HIGHLIGHTS = "highlights"


@dataclass(frozen=True, slots=True)
class AdjustedRegion:
    """A ``shape``, or all but it, in which something else is wanted than in the whole picture.

    Of only ``tones`` of it; half of the effect is where it is as bright as ``limit`` (0..1).
    ``controls`` come on top of those of the whole picture, ``denoise`` and ``strength`` (-1..1)
    are added to its own. One that is not on changes nothing.
    """

    shape: Shape
    tones: Tones = Tones.EVERYTHING
    limit: float = 0.5
    inverted: bool = False
    is_on: bool = True
    controls: Controls = NEUTRAL
    denoise: float = 0.0
    strength: float = 0.0

    @property
    def is_neutral(self) -> bool:
        """Whether nothing else is wanted in it than in the whole picture."""
        return self.controls.is_neutral and self.denoise == 0.0 and self.strength == 0.0

    @property
    def changes_something(self) -> bool:
        """Whether the picture looks otherwise by it."""
        return self.is_on and not self.is_neutral

    @property
    def asks_for_brightness(self) -> bool:
        """Whether it matters how bright places are at large."""
        return self.tones is not Tones.EVERYTHING or self.controls.is_local


class RegionMask:
    """How much of a region's effect there is in each place of pictures of one size."""

    def __init__(self, region: AdjustedRegion, brushes: BrushMasks, size: tuple[int, int]) -> None:
        self.region = region
        self._brushes = brushes
        self._size = size
        self._proportions = Proportions.of(size)
        self._extent = WHOLE
        if isinstance(region.shape, Rectangle | Ellipse | Brush) and not region.inverted:
            self._extent = region.shape.extent(self._proportions)

    def touched(self, part: Slices) -> Slices | None:
        """The rows and columns of ``part`` beyond which it has no effect, None without any."""
        height, width = self._size
        rows, columns = part
        left, top, right, bottom = self._extent
        touched = (
            slice(max(rows.start, _floor(top * height)), min(rows.stop, _ceil(bottom * height))),
            slice(
                max(columns.start, _floor(left * width)), min(columns.stop, _ceil(right * width))
            ),
        )
        return touched if all(each.start < each.stop for each in touched) else None

    def of(self, part: Slices, brightness: Floats | None) -> Floats:
        """The mask (h, w) in [0, 1] for rows and columns of the picture.

        ``brightness`` (h, w) is how bright it is there at large; not asked for by a region that is
        about all tones.
        """
        mask = self._of_shape(part)
        if self.region.inverted:
            mask = 1.0 - mask
        if self.region.tones is Tones.EVERYTHING or brightness is None:
            return mask
        share = (brightness - np.float32(self.region.limit)) / np.float32(_SLOPE_OF_TONES)
        if self.region.tones is Tones.SHADOWS:
            share = -share
        return mask * grown(share + np.float32(0.5))

    def _of_shape(self, part: Slices) -> Floats:
        rows, columns = part
        shape = self.region.shape
        if isinstance(shape, Everywhere):
            return np.ones((rows.stop - rows.start, columns.stop - columns.start), np.float32)
        if isinstance(shape, Brush):
            return self._brushes.part(shape, part, self._size)
        height, width = self._size
        x = (np.arange(columns.start, columns.stop, dtype=np.float32) + 0.5) / np.float32(width)
        y = (np.arange(rows.start, rows.stop, dtype=np.float32) + 0.5) / np.float32(height)
        return shape.mask(x[None, :], y[:, None], self._proportions)


def _floor(value: float) -> int:
    return -(2**31) if value == -np.inf else int(np.floor(value))


def _ceil(value: float) -> int:
    return 2**31 if value == np.inf else int(np.ceil(value))
