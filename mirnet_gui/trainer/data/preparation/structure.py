"""What of a picture stays the same under another exposure: its luminance, evened out locally."""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np

from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.values import Floats
from mirnet_gui.trainer.data.pairs import to_float

_LEAST_CONTRAST = 1e-6


def luminance(pixels: Pixels, size: tuple[int, int]) -> Floats:
    """(H, W, 3) at any depth -> luminance in [0, 1] at ``size`` = (width, height) of at least 1."""
    # Reduced at the file's own depth: floats of the whole picture would take gigabytes.
    reduced = cast(Pixels, cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))
    return np.asarray(cv2.cvtColor(to_float(reduced), cv2.COLOR_RGB2GRAY), dtype=np.float32)


def local_structure(picture: Floats, sigma: float) -> Floats:
    """(H, W) with mean near 0 and spread near 1 in every place some ``sigma`` pixels wide.

    Multiplying the picture by a constant does not change it, nor does brightening one corner.
    Places with far less contrast than the rest stay near 0, so that noise there is not blown up.
    """
    detail = picture - cv2.GaussianBlur(picture, (0, 0), sigma)
    spread = np.sqrt(cv2.GaussianBlur(detail * detail, (0, 0), sigma))
    structure: Floats = detail / (spread + 0.2 * spread.mean() + _LEAST_CONTRAST)
    return structure
