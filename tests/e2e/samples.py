"""Small photographs to work on."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from mirnet_gui import locations
from mirnet_gui.photo.photo import Photo
from mirnet_gui.photo.writing import write_photo


def reduced_sample(name: str, target: Path, width: int) -> Path:
    """A sample in another size, written by the program's own hand."""
    # OpenCV's own reader is good enough here and independent of ours.
    bgr = cv2.imread(str(locations.resources() / "samples" / name))
    height = round(bgr.shape[0] * width / bgr.shape[1])
    rgb = np.ascontiguousarray(cv2.resize(bgr, (width, height))[..., ::-1])
    write_photo(Photo(rgb), target, format="png")
    return target
