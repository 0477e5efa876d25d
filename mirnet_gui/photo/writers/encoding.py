"""A photograph's pixels as the image that a format can hold."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyvips

from mirnet_gui.photo.colour.icc import colour_space
from mirnet_gui.photo.formats import WRITTEN
from mirnet_gui.photo.photo import Format, Photo

_DEFAULT_RESOLUTION: Final = (72.0, 72.0)
"""Pixels per inch of a picture that does not say how large it is meant to be printed."""

_MILLIMETRES_PER_INCH: Final = 25.4
_LUMINANCE: Final = (0.2126, 0.7152, 0.0722)
_WHITE: Final = {"uchar": 255, "ushort": 65535, "float": 1}
_BITS: Final = {"uchar": 8, "ushort": 16, "float": 32}
_NAMES: Final = {
    ("uchar", False): "srgb",
    ("uchar", True): "b-w",
    ("ushort", False): "rgb16",
    ("ushort", True): "grey16",
    ("float", False): "scrgb",
    ("float", True): "b-w",
}


def is_one_channel(photo: Photo) -> bool:
    """Whether the picture is written as grey; a profile of an RGB space needs all three."""
    return photo.grey and (photo.profile is None or colour_space(photo.profile) == b"GRAY")


def encodable(photo: Photo, target: Format) -> pyvips.Image:
    """The image to save, not yet computed: depth, channels and resolution as ``target`` has them.

    A format without alpha leaves the colours below it as they are.
    """
    image = pyvips.Image.new_from_array(np.ascontiguousarray(photo.pixels))
    grey = is_one_channel(photo)
    if grey:
        image = _luminance(image)
    if photo.alpha is not None and WRITTEN[target].alpha:
        image = image.bandjoin(pyvips.Image.new_from_array(np.ascontiguousarray(photo.alpha)))
    image = _at_depth(image, WRITTEN[target].deepest)
    across, down = photo.metadata.resolution or _DEFAULT_RESOLUTION
    return image.copy(
        interpretation=_NAMES[image.format, grey],
        xres=across / _MILLIMETRES_PER_INCH,
        yres=down / _MILLIMETRES_PER_INCH,
    )


def _luminance(image: pyvips.Image) -> pyvips.Image:
    mixed = image.recomb([list(_LUMINANCE)])
    return mixed if image.format == "float" else mixed.rint().cast(image.format)


def _at_depth(image: pyvips.Image, deepest: int) -> pyvips.Image:
    wanted = next(name for name, bits in _BITS.items() if bits >= deepest)
    if _BITS[image.format] <= _BITS[wanted]:
        return image
    scale = _WHITE[wanted] / _WHITE[image.format]
    return (image * scale).rint().cast(wanted)
