"""What a network did as pictures that can be read: maps in colour, alone or over the photograph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

import cv2
import numpy as np

from mirnet_gui.photo.colour.srgb import Bytes, to_bytes
from mirnet_gui.photo.values import Floats

Measure = Literal["share", "stops"]
"""What the values of a map are: shares in [0, 1], or stops (EV)."""

OPACITY = 0.6
"""Of a map over its photograph, unless somebody wants it otherwise."""

# Cividis (Nunez et al. 2018) goes from dark blue over grey to yellow, is even in brightness, and
# looks the same to those who see no difference between red and green.
_COLOURS = cv2.COLORMAP_CIVIDIS
# What differs by less is drawn as flat as it is, and not as if it were much.
_LEAST_SPAN: dict[Measure, float] = {"share": 0.02, "stops": 0.2}
# Single places beyond these shares do not set the ends of the colours.
_ENDS = (0.005, 0.995)
_ENLARGED = 2


@dataclass(frozen=True, slots=True, eq=False)
class MapPicture:
    """A map in colours, (h, w, 3) sRGB: dark blue for ``low`` and less, yellow from ``high`` on."""

    pixels: Bytes
    low: float
    high: float
    measure: Measure


def map_picture(values: Floats, measure: Measure) -> MapPicture:
    """The map ``values`` (h, w) from end to end of the colours, twice as large and smooth."""
    low, high = (float(end) for end in np.quantile(values, _ENDS))
    missing = max(_LEAST_SPAN[measure] - (high - low), 0.0)
    low, high = low - missing / 2, high + missing / 2
    size = (values.shape[1] * _ENLARGED, values.shape[0] * _ENLARGED)
    smooth = cv2.resize(values, size, interpolation=cv2.INTER_LINEAR)
    levels = np.rint(((smooth - low) / (high - low)).clip(0.0, 1.0) * 255.0).astype(np.uint8)
    return MapPicture(_coloured(levels), low, high, measure)


def colour_scale(width: int) -> Bytes:
    """The colours from low to high, (1, width, 3) sRGB."""
    return _coloured(np.linspace(0, 255, width).round().astype(np.uint8)[None])


def overlaid(picture: MapPicture, photograph: Floats, opacity: float = OPACITY) -> Bytes:
    """``picture`` over ``photograph``, (h, w, 3) sRGB in [0, 1], as large as the map is drawn."""
    height, width = picture.pixels.shape[:2]
    enlarged = cv2.resize(photograph, (width, height), interpolation=cv2.INTER_CUBIC)
    below = to_bytes(cast(Floats, enlarged))
    return cast(Bytes, cv2.addWeighted(below, 1.0 - opacity, picture.pixels, opacity, 0.0))


def _coloured(levels: Bytes) -> Bytes:
    return cast(Bytes, cv2.cvtColor(cv2.applyColorMap(levels, _COLOURS), cv2.COLOR_BGR2RGB))
