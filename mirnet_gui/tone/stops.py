"""How much brighter a picture became, in the photographer's measure."""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np

from mirnet_gui.photo.values import LUMINANCE, Floats
from mirnet_gui.tone.curves import srgb_to_linear

# Single pixels of a night are noise; and of what is black at 8 bits nobody knows how black it is.
_WINDOW = (9, 9)
_LEAST_LIGHT = np.float32(1.0 / 255.0 / 12.92)


def stops_between(before: Floats, after: Floats) -> Floats:
    """How many stops (EV) brighter each place became: (h, w), of two (h, w, 3) in [0, 1].

    Of luminance in linear light, as means of windows of 9 x 9 pixels. 1 is twice the light.
    """
    light, lit = (_light(each) for each in (before, after))
    result: Floats = np.log2(lit / light).astype(np.float32)
    return result


def _light(picture: Floats) -> Floats:
    light = cast(Floats, cv2.blur(srgb_to_linear(picture) @ LUMINANCE, _WINDOW))
    return np.maximum(light, _LEAST_LIGHT)
