"""A camera's own file, made of a photograph: a real DNG with a Bayer mosaic."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import tifffile

WHITE = 4000
# From XYZ to linear sRGB: a camera that sees as a screen shows.
_XYZ_TO_CAMERA = (3.2404542, -1.5371385, -0.4985314, -0.969266, 1.8760108, 0.041556, 0.0556434,
                  -0.2040259, 1.0572252)  # fmt: skip


def write_dng(path: Path, pixels: np.ndarray, orientation: int = 1) -> None:
    """``pixels`` (H, W, 3) uint8 sRGB, sides even, as a sensor would have seen them."""
    encoded = pixels.astype(np.float64) / 255
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    mosaic = linear[..., 1].copy()
    mosaic[0::2, 0::2], mosaic[1::2, 1::2] = linear[0::2, 0::2, 0], linear[1::2, 1::2, 2]
    matrix = [part for value in _XYZ_TO_CAMERA for part in (round(value * 1e6), 1_000_000)]
    tags = [
        (50706, "B", 4, (1, 4, 0, 0)), (50707, "B", 4, (1, 1, 0, 0)), (50708, "s", 0, "Tester 1"),
        (271, "s", 0, "A maker"), (272, "s", 0, "Tester 1"), (274, "H", 1, orientation),
        (33421, "H", 2, (2, 2)), (33422, "B", 4, (0, 1, 1, 2)), (50714, "H", 1, 0),
        (50717, "I", 1, WHITE), (50721, "2i", 9, matrix), (50728, "2I", 3, (1, 1) * 3),
        (50778, "H", 1, 21), (306, "s", 0, "2024:05:06 07:08:09"),
    ]  # fmt: skip
    raw = np.rint(mosaic * WHITE).astype(np.uint16)
    tifffile.imwrite(path, raw, photometric=32803, extratags=tags, metadata=None)
