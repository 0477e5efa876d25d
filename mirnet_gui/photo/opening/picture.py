"""The one way from an image that libvips has opened to an upright picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyvips

from mirnet_gui.photo.colour.conversion import to_rgb
from mirnet_gui.photo.colour.number_range import brought_into_range
from mirnet_gui.photo.decoded import Decoded, Header, check_size
from mirnet_gui.photo.metadata.exif_colours import with_exif_colours
from mirnet_gui.photo.metadata.gathering import PROFILE, gather, metadata_of, orientation_of
from mirnet_gui.photo.photo import Metadata, Pixels

OPTIONS: Final = {"access": "sequential", "fail_on": "truncated"}
"""How libvips loads: rows from top to bottom, and no grey where some are missing."""

_DTYPES: Final = {"uchar": np.uint8, "ushort": np.uint16, "float": np.float32}


def header_of(image: pyvips.Image) -> Header:
    """What is known of an image whose pixels are not computed yet."""
    bits = {"uchar": 8, "ushort": 16}.get(image.format, 32)
    packet = bytes(image.get("xmp-data")) if image.get_typeof("xmp-data") else None
    return Header(image.width, image.height, bits, image.hasalpha(), packet)


def decoded(
    path: Path,
    image: pyvips.Image,
    warnings: tuple[str, ...] = (),
    *,
    metadata: Callable[[], Metadata] | None = None,
    has_exif_colours: bool = False,
) -> Decoded:
    """The picture of an image with profile and metadata attached, its pixels computed.

    ``metadata`` gives what the file says, as it lies there, where that is more than what is
    attached. ``has_exif_colours`` says that colours may be told by EXIF alone. Raises what
    computing pixels raises, and :class:`mirnet_gui.errors.PhotoTooLarge`.
    """
    check_size(path, image.width, image.height)
    gathered = gather(image, path, metadata or (lambda: metadata_of(image)))
    rgb = to_rgb(with_exif_colours(image, gathered.exif) if has_exif_colours else image)
    if rgb.is_profile_lost:
        gathered = replace(gathered, missing=(*gathered.missing, PROFILE))
    pixels, alpha = _pixels(rgb.image, orientation_of(image))
    warnings += brought_into_range(pixels, alpha)
    return Decoded(pixels, alpha, rgb.profile, gathered, rgb.grey, warnings)


def _pixels(image: pyvips.Image, orientation: int) -> tuple[Pixels, Pixels | None]:
    array = _rendered(image)
    if orientation != 1:
        # A picture read from top to bottom can be turned only once it is there as a whole.
        lying = pyvips.Image.new_from_array(array).copy()
        lying.set_type(pyvips.GValue.gint_type, "orientation", orientation)
        array = _rendered(lying.autorot())
    if image.bands == 3:
        return array, None
    return np.ascontiguousarray(array[..., :3]), np.ascontiguousarray(array[..., 3])


def _rendered(image: pyvips.Image) -> npt.NDArray[Any]:
    # The room is made here because numpy says so when there is none; libvips calls that a failure
    # like any other.
    array = np.empty((image.height, image.width, image.bands), _DTYPES[image.format])
    room = (image.width, image.height, image.bands, image.format)
    image.write(pyvips.Image.new_from_memory(array, *room))
    return array
