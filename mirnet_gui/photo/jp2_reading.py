"""JPEG 2000 by OpenJPEG, with what its boxes (ISO/IEC 15444-1, annex I) say of colours.

Pillow brings 16-bit colour down to 8 bits, and neither it nor OpenCV tells the profile.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import imagecodecs
import numpy.typing as npt
import pyvips

from mirnet_gui.photo.arrays import at_full_scale, image_of
from mirnet_gui.photo.colour import colour_space
from mirnet_gui.photo.decoded import (
    DamagedPictureError,
    Header,
    UnsupportedKindError,
    check_size,
)
from mirnet_gui.photo.files import content_of
from mirnet_gui.photo.isobmff import boxes_of

_SIZE: Final = b"\xff\x4f\xff\x51"
_SRGB, _GREY = 16, 17
_XMP: Final = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_EXIF: Final = b"JpgTiffExif->JP2"
_OPACITY: Final = 1


@dataclass(frozen=True, slots=True)
class _Told:
    """What stands before the pixels; ``white`` is the largest number of a channel."""

    width: int
    height: int
    channels: int
    white: int
    has_alpha: bool
    profile: bytes | None = None
    exif: bytes | None = None
    xmp: bytes | None = None


def jp2_header(path: Path) -> Header:
    """What the file says of itself; raises what :func:`open_jp2` raises."""
    told = _told_by(content_of(path))
    return Header(told.width, told.height, 8 if told.white < 256 else 16, told.has_alpha, told.xmp)


def open_jp2(path: Path) -> pyvips.Image:
    """The picture with 8 or 16 bits per channel, its white at full scale.

    Raises :class:`DamagedPictureError`, :class:`UnsupportedKindError`, OSError or
    :class:`mirnet_gui.errors.PhotoTooLarge`.
    """
    content = content_of(path)
    told = _told_by(content)
    check_size(path, told.width, told.height)
    try:
        array = imagecodecs.jpeg2k_decode(content, planar=False)
    except (RuntimeError, ValueError) as error:
        raise DamagedPictureError(str(error)) from error
    array = array.reshape(*array.shape[:2], -1)
    _check_array(array, told)
    pixels = at_full_scale(array, told.white)
    return image_of(pixels, told.profile, told.exif, told.xmp)


def _check_array(array: npt.NDArray[Any], told: _Told) -> None:
    if array.shape[:2] != (told.height, told.width) or int(array.max(initial=0)) > told.white:
        raise DamagedPictureError("the pixels are others than the header tells")
    if array.shape[2] not in ((2, 4) if told.has_alpha else (1, 3)):
        raise UnsupportedKindError(f"a JPEG 2000 picture of {array.shape[2]} channels")


def _told_by(content: bytes) -> _Told:
    start = content.find(_SIZE)
    if start < 0 or len(content) < start + 44:
        raise DamagedPictureError("no codestream")
    right, bottom, left, top = struct.unpack_from(">4I", content, start + 8)
    (channels,) = struct.unpack_from(">H", content, start + 40)
    parts = content[start + 42 : start + 42 + 3 * channels]
    if right <= left or bottom <= top or not channels or len(parts) < 3 * channels:
        raise DamagedPictureError("no pixels")
    if channels > 4:
        raise UnsupportedKindError(f"a JPEG 2000 picture of {channels} channels")
    depths = set(parts[0::3])
    if len(depths) > 1 or set(parts[1::3] + parts[2::3]) != {1}:
        raise UnsupportedKindError("a JPEG 2000 picture whose channels differ in depth or size")
    depth = depths.pop() + 1
    if depth > 16:
        raise UnsupportedKindError("a JPEG 2000 picture of signed or of more than 16-bit numbers")
    white = (1 << depth) - 1
    told = _Told(right - left, bottom - top, channels, white, has_alpha=False)
    return told if start == 0 else _with_boxes(told, content)


def _with_boxes(told: _Told, content: bytes) -> _Told:
    profile = exif = xmp = None
    has_alpha = False
    white = told.white
    for name, inner in boxes_of(content):
        if name == b"uuid" and inner.startswith(_XMP):
            xmp = inner[16:]
        elif name == b"uuid" and inner.startswith(_EXIF):
            exif = inner[16:]
        elif name == b"jp2h":
            header = dict(reversed(list(boxes_of(inner))))
            profile = _profile(header.get(b"colr", b""))
            has_alpha = _has_alpha(header.get(b"cdef", b""))
            if b"pclr" in header:
                # Numbers of a palette are those of its colours.
                white = 255
                if set(header[b"pclr"][3 : 3 + header[b"pclr"][2]]) != {7}:
                    raise UnsupportedKindError("a JPEG 2000 picture with a deep palette")
    return _Told(told.width, told.height, told.channels, white, has_alpha, profile, exif, xmp)


def _profile(colours: bytes) -> bytes | None:
    method = colours[0] if colours else 0
    if method == 1:
        if int.from_bytes(colours[3:7], "big") not in (_SRGB, _GREY):
            raise UnsupportedKindError("a JPEG 2000 picture of colours other than RGB or grey")
        return None
    profile = colours[3:]
    if method not in (2, 3) or colour_space(profile) not in (b"RGB ", b"GRAY"):
        raise UnsupportedKindError("a JPEG 2000 picture of colours that it does not tell")
    return profile


def _has_alpha(definitions: bytes) -> bool:
    kinds = [kind for _channel, kind, _of in struct.iter_unpack(">3H", _whole(definitions[2:]))]
    if any(kind > _OPACITY for kind in kinds):
        raise UnsupportedKindError("a JPEG 2000 picture with a channel of an unknown use")
    return _OPACITY in kinds


def _whole(table: bytes) -> bytes:
    return table[: len(table) // 6 * 6]
