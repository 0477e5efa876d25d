"""Opening AVIF: the primary picture, however many parts it is made of."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pyvips

from mirnet_gui.language import mark
from mirnet_gui.photo.colour.icc import colour_space
from mirnet_gui.photo.containers.isobmff import contents_of
from mirnet_gui.photo.decoded import check_single


def check_single_picture(path: Path, content: bytes) -> None:
    """Raise :class:`mirnet_gui.errors.UnreadablePhoto` for several pictures, or one that moves.

    ``content`` is that of a HEIC or AVIF file.
    """
    contents = contents_of(io.BytesIO(content))
    check_single(path, contents.frames, mark("frames"))
    check_single(path, contents.pictures)


def open_avif(path: Path, content: bytes, **options: Any) -> pyvips.Image:
    """The primary picture, its header read, white at full scale; ``options`` are libvips' own.

    Raises :class:`mirnet_gui.errors.UnreadablePhoto` or pyvips.Error.
    """
    check_single_picture(path, content)
    image = pyvips.Image.heifload_buffer(content, **options)
    primary = image.get("heif-primary") if image.get_typeof("heif-primary") else 0
    if primary:
        image = pyvips.Image.heifload_buffer(content, page=primary, **options)
    return _with_grey_as_one_channel(_at_full_scale(image))


def _at_full_scale(image: pyvips.Image) -> pyvips.Image:
    # libvips puts 10 and 12 bits to the top of 16 and leaves the rest empty.
    bits = image.get("bits-per-sample") if image.get_typeof("bits-per-sample") else 16
    if image.format != "ushort" or not 8 < bits < 16:
        return image
    scale = 65535 / ((1 << bits) - 1)
    return (
        ((image >> (16 - bits)) * scale)
        .rint()
        .cast("ushort")
        .copy(interpretation=image.interpretation)
    )


def _with_grey_as_one_channel(image: pyvips.Image) -> pyvips.Image:
    # libvips makes three channels of one; the profile of a grey picture fits that one alone.
    profile = image.get("icc-profile-data") if image.get_typeof("icc-profile-data") else b""
    if colour_space(bytes(profile)) != b"GRAY" or image.bands < 3:
        return image
    grey = image[0] if image.bands == 3 else image[0].bandjoin(image[3])
    return grey.copy(interpretation="b-w" if image.format == "uchar" else "grey16")
