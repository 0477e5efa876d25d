"""JPEG XL by libjxl, with what the header and the boxes of the file say of the picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import imagecodecs
import numpy as np
import numpy.typing as npt

from mirnet_gui.language import tr
from mirnet_gui.photo.colour.numbers import profile_of_numbers
from mirnet_gui.photo.containers.isobmff import boxes_of
from mirnet_gui.photo.decoded import DamagedPictureError, Decoded, Header, check_size
from mirnet_gui.photo.files import PhotoFile
from mirnet_gui.photo.opening.arrays import at_full_scale, image_of
from mirnet_gui.photo.opening.jxl_header import JxlHeader, codestream_of, read_jxl_header
from mirnet_gui.photo.opening.picture import decoded

_CONTAINER: Final = b"\0\0\0\x0cJXL "


@dataclass(frozen=True, slots=True)
class _Description:
    header: JxlHeader
    exif: bytes | None = None
    xmp: bytes | None = None
    warnings: tuple[str, ...] = ()


def look(file: PhotoFile) -> Header:
    """What the file says of itself; raises what :func:`decode` raises."""
    description = _described(file.content())
    found = description.header
    profile_of_numbers(found.colours)
    depth = 32 if found.is_float else 8 if found.bits <= 8 else 16
    return Header(found.width, found.height, depth, found.has_alpha, description.xmp)


def decode(file: PhotoFile) -> Decoded:
    """The picture upright with 8 or 16 bits or floats, white at full scale.

    Raises :class:`DamagedPictureError`, OSError, :class:`mirnet_gui.errors.PhotoTooLarge` or
    :class:`mirnet_gui.photo.decoded.UnsupportedKindError`.
    """
    content = file.content()
    description = _described(content)
    check_size(file.path, description.header.width, description.header.height)
    try:
        array = imagecodecs.jpegxl_decode(content)
    except (RuntimeError, ValueError) as error:
        raise DamagedPictureError(str(error)) from error
    array = _at_full_scale(array.reshape(*array.shape[:2], -1), description.header)
    profile = profile_of_numbers(description.header.colours)
    image = image_of(array, profile, description.exif, description.xmp)
    return decoded(file.path, image, description.warnings)


def _at_full_scale(array: npt.NDArray[Any], header: JxlHeader) -> npt.NDArray[Any]:
    channels = (1 if header.is_grey else 3) + header.has_alpha
    sides = sorted((header.width, header.height))
    if array.shape[2] != channels or sorted(array.shape[:2]) != sides:
        raise DamagedPictureError("the pixels are others than the header tells")
    if header.is_float:
        return array.astype(np.float32)
    white = (1 << header.bits) - 1
    if array.dtype not in (np.uint8, np.uint16) or int(array.max(initial=0)) > white:
        raise DamagedPictureError("the pixels are others than the header tells")
    return at_full_scale(array, white)


def _described(content: bytes) -> _Description:
    if not content.startswith(_CONTAINER):
        return _Description(read_jxl_header(content))
    boxes = list(boxes_of(content))
    exif = xmp = None
    warnings: tuple[str, ...] = ()
    for name, inner in boxes:
        if name == b"Exif":
            exif = inner[4 + int.from_bytes(inner[:4], "big") :]
        elif name == b"xml ":
            xmp = inner
        elif name == b"brob":
            warnings = (tr("Its compressed metadata could not be read and is not in the result."),)
    return _Description(read_jxl_header(codestream_of(boxes)), exif, xmp, warnings)
