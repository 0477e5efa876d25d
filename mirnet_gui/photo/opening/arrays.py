"""Arrays of decoders other than libvips as images of libvips, which the reader goes on with."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyvips

_GREYS: Final = {"uchar": "b-w", "ushort": "grey16", "float": "b-w"}
_COLOURS: Final = {"uchar": "srgb", "ushort": "rgb16", "float": "scrgb"}


def image_of(
    array: npt.NDArray[Any],
    profile: bytes | None = None,
    exif: bytes | None = None,
    xmp: bytes | None = None,
) -> pyvips.Image:
    """(H, W, 1 to 4) uint8, uint16 or float32 with what its file says of it."""
    image = pyvips.Image.new_from_array(np.ascontiguousarray(array))
    names = _GREYS if image.bands < 3 else _COLOURS
    image = image.copy(interpretation=names[image.format])
    blocks = {"icc-profile-data": profile, "exif-data": exif, "xmp-data": xmp}
    for name, block in blocks.items():
        if block:
            image.set_type(pyvips.GValue.blob_type, name, block)
    return image


def at_full_scale(array: npt.NDArray[Any], white: int) -> npt.NDArray[Any]:
    """Whole numbers in 0..``white`` at the full scale of 8 or 16 bits, rounded."""
    target = np.uint8 if white <= 255 else np.uint16
    peak = int(np.iinfo(target).max)
    if white == peak:
        return array.astype(target, copy=False)
    steps = np.rint(np.arange(white + 1) * (peak / white)).astype(target)
    scaled: npt.NDArray[Any] = steps[array]
    return scaled
