"""What a file keeps of a picture: 256 levels, and what JPEG leaves of them."""

from __future__ import annotations

import cv2
import numpy as np

from mirnet_gui.photo.values import Floats, floats_of, from_floats


def stored(picture: Floats, jpeg: int | None) -> Floats:
    """``picture`` (H, W, 3), clipped to [0, 1], as a file of 8 bits gives it back.

    ``jpeg`` is the quality of a JPEG (4:2:0); None, and nothing is compressed.
    """
    levels = from_floats(picture, np.dtype(np.uint8))
    if jpeg is not None:
        _, data = cv2.imencode(".jpg", levels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, jpeg])
        decoded = cv2.imdecode(data, cv2.IMREAD_COLOR)
        assert decoded is not None  # noqa: S101 - what was just encoded
        levels = np.asarray(decoded[..., ::-1], dtype=np.uint8)
    return floats_of(levels)
