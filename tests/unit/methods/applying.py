"""What tests of methods do with them."""

from __future__ import annotations

import numpy as np

from mirnet_gui.methods.registry import parse_method
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.progress import CancelToken, silent


def at_depth(pixels: Pixels, dtype: type) -> Pixels:
    """The same photograph with more bits."""
    if dtype is np.uint16:
        return pixels.astype(np.uint16) * 257
    return pixels.astype(np.float32) / 255 if dtype is np.float32 else pixels


def apply(text: str, pixels: Pixels) -> Pixels:
    """What the method called ``text`` makes of ``pixels``."""
    method = parse_method(text)
    method.prepare()
    return method.apply(pixels, silent, CancelToken())
