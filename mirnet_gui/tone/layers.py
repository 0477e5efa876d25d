"""A photograph as the network restored it, and what comes of it by a person's choice."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import cast

import cv2
import numpy as np

from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.values import LUMINANCE, reduced
from mirnet_gui.tone.affine_map import COPY_PIXELS, AffineMap, reduction_to
from mirnet_gui.tone.brush_masks import BrushMasks
from mirnet_gui.tone.controls import NEUTRAL, Controls, base_map, luminance_of
from mirnet_gui.tone.regions import AdjustedRegion

_DEPTHS = {"uint8": cv2.CV_8U, "uint16": cv2.CV_16U, "float32": cv2.CV_32F}

# Of luminance: less than these, on average and in the darkest quarter, and nobody sees a change.
_LITTLE, _LITTLE_IN_THE_DARK = 0.03, 0.04


@dataclass(frozen=True)
class Choice:
    """What a person wants of a result.

    ``controls`` act on the restored picture; ``denoise`` is the share of the noise that is taken
    away, ``grain`` how much of that part of it stays that has no colour, ``strength`` how much of
    all of it is mixed into the photograph, all in [0, 1]. ``regions`` come one by one.
    """

    controls: Controls = NEUTRAL
    denoise: float = 1.0
    grain: float = 0.0
    strength: float = 1.0
    regions: tuple[AdjustedRegion, ...] = ()

    @property
    def changing(self) -> tuple[AdjustedRegion, ...]:
        """Those of the regions that change something."""
        return tuple(each for each in self.regions if each.changes_something)

    @property
    def keeps_the_photograph(self) -> bool:
        """Whether nothing of the result is to be seen anywhere."""
        return self.strength == 0.0 and not any(each.strength > 0.0 for each in self.changing)

    @property
    def strength_varies(self) -> bool:
        """Whether more of the result is to be seen in some places than in others."""
        return any(each.strength != 0.0 for each in self.changing)

    @property
    def leaves_noise(self) -> bool:
        """Whether not all of the noise is taken away."""
        return self.denoise < 1.0 or self.grain > 0.0


@dataclass(frozen=True, eq=False)
class Layers:
    """A photograph, relit, and relit and freed of noise: (H, W, 3) each, of one dtype.

    Where a network does all at once or nothing is taken away, ``finished`` is ``relit`` itself.
    ``is_light_asked`` says whether light is what the method is about.
    """

    before: Pixels
    relit: Pixels
    finished: Pixels
    is_light_asked: bool = True

    @cached_property
    def base(self) -> AffineMap:
        """How bright the relit picture is at large, see :func:`base_map`."""
        return base_map(_small(self.relit))

    @cached_property
    def is_little_changed(self) -> bool:
        """Whether hardly any light was missing: by what the network did."""
        if self.relit is self.before or not self.is_light_asked:
            return False
        before, after = (luminance_of(_small(each)) for each in (self.before, self.relit))
        change = np.abs(after - before)
        dark = change[before <= np.quantile(before, 0.25)]
        return bool(change.mean() < _LITTLE and dark.mean() < _LITTLE_IN_THE_DARK)

    @cached_property
    def brushes(self) -> BrushMasks:
        """What brushes painted on pictures of this shape."""
        return BrushMasks(self.before.shape[:2])


def denoised(relit: Pixels, finished: Pixels, choice: Choice) -> Pixels:
    """``relit`` with as much of what ``finished`` is without as ``choice`` says."""
    if choice.grain == 0.0 or relit is finished:
        return mixed(relit, finished, choice.denoise)
    # Sliders act at once: all of the difference goes through one matrix, in small integers.
    small = relit.dtype == np.uint8
    noise = cv2.subtract(finished, relit, dtype=cv2.CV_16S if small else cv2.CV_32F)
    grey = np.tile(LUMINANCE, (3, 1))
    taken = cv2.transform(noise, choice.denoise * (np.eye(3) - choice.grain * grey))
    result = cast(Pixels, cv2.add(relit, taken, dtype=_DEPTHS[relit.dtype.name]))
    return result.clip(0.0, 1.0) if result.dtype == np.float32 else result  # integers saturate


def mixed(one: Pixels, other: Pixels, share: float) -> Pixels:
    """``one + share * (other - one)``, rounded, for ``share`` in [0, 1]."""
    if share <= 0.0 or one is other:
        return one
    if share >= 1.0:
        return other
    return cast(Pixels, cv2.addWeighted(one, 1.0 - share, other, share, 0.0))


USUAL = Choice()
"""All of the noise taken away, all of the result, nothing else changed."""


def _small(pixels: Pixels) -> Pixels:
    return reduced(pixels, reduction_to(COPY_PIXELS, *pixels.shape[:2]))
