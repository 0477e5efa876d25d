"""JPEG 2000 by OpenJPEG, with what its boxes (ISO/IEC 15444-1, annex I) say of colours.

Pillow brings 16-bit colour down to 8 bits, and neither it nor OpenCV tells the profile.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace
from typing import Final

import imagecodecs

from mirnet_gui.language import mark, tr
from mirnet_gui.photo.colour.icc import colour_space
from mirnet_gui.photo.containers.isobmff import boxes_of
from mirnet_gui.photo.decoded import (
    DamagedPictureError,
    Decoded,
    Header,
    UnsupportedKindError,
    check_size,
)
from mirnet_gui.photo.files import PhotoFile
from mirnet_gui.photo.opening.arrays import at_full_scale, image_of
from mirnet_gui.photo.opening.picture import decoded

_SIZE: Final = b"\xff\x4f\xff\x51"
_SRGB, _GREY = 16, 17
_XMP: Final = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_EXIF: Final = b"JpgTiffExif->JP2"
_OPACITY, _WHOLE = 1, 0
_GEOTIFF_ID: Final = bytes.fromhex("b14bf8bd083d4b43a5ae8cd7d5a6ce03")
_GEOTIFF: Final = mark("place on the map (GeoJP2)")
_LEFT_OUT: Final = {
    b"xml ": mark("description in XML"),
    b"uuid": mark("box of an unknown kind"),
    b"jp2i": mark("note on rights (IPR)"),
}


@dataclass(frozen=True, slots=True)
class _Description:
    """What stands before the pixels; ``white`` is the largest number of a channel."""

    width: int
    height: int
    channels: int
    white: int
    codestream: bytes
    has_alpha: bool = False
    profile: bytes | None = None
    exif: bytes | None = None
    xmp: bytes | None = None
    warnings: tuple[str, ...] = ()


def look(file: PhotoFile) -> Header:
    """What the file says of itself; raises what :func:`decode` raises."""
    description = _described(file.content())
    return Header(
        description.width,
        description.height,
        8 if description.white < 256 else 16,
        description.has_alpha,
        description.xmp,
    )


def decode(file: PhotoFile) -> Decoded:
    """The picture with 8 or 16 bits per channel, its white at full scale.

    Raises :class:`DamagedPictureError`, :class:`UnsupportedKindError`, OSError or
    :class:`mirnet_gui.errors.PhotoTooLarge`.
    """
    description = _described(file.content())
    check_size(file.path, description.width, description.height)
    try:
        # Without its boxes, or OpenJPEG would make sRGB of whatever colours they tell.
        array = imagecodecs.jpeg2k_decode(description.codestream, planar=False)
    except (RuntimeError, ValueError) as error:
        raise DamagedPictureError(str(error)) from error
    array = array.reshape(*array.shape[:2], -1)
    is_as_described = array.shape == (description.height, description.width, description.channels)
    if not is_as_described or int(array.max(initial=0)) > description.white:
        raise DamagedPictureError("the pixels are others than the header tells")
    pixels = at_full_scale(array, description.white)
    image = image_of(pixels, description.profile, description.exif, description.xmp)
    return decoded(file.path, image, description.warnings)


def _described(content: bytes) -> _Description:
    if content.startswith(_SIZE):
        description = _described_by_codestream(content)
    else:
        boxes = list(boxes_of(content))
        codestream = next((inner for name, inner in boxes if name == b"jp2c"), b"")
        description = _with_boxes(_described_by_codestream(codestream), boxes)
    if description.channels not in ((2, 4) if description.has_alpha else (1, 3)):
        raise UnsupportedKindError(
            tr("a JPEG 2000 picture of {channels} channels", channels=description.channels)
        )
    return description


def _described_by_codestream(content: bytes) -> _Description:
    if not content.startswith(_SIZE) or len(content) < 44:
        raise DamagedPictureError("no codestream")
    right, bottom, left, top = struct.unpack_from(">4I", content, 8)
    (channels,) = struct.unpack_from(">H", content, 40)
    parts = content[42 : 42 + 3 * channels]
    if right <= left or bottom <= top or not channels or len(parts) < 3 * channels:
        raise DamagedPictureError("no pixels")
    depths = set(parts[0::3])
    if len(depths) > 1 or set(parts[1::3] + parts[2::3]) != {1}:
        raise UnsupportedKindError(tr("a JPEG 2000 picture whose channels differ in depth or size"))
    depth = depths.pop() + 1
    if depth > 16:
        raise UnsupportedKindError(
            tr("a JPEG 2000 picture of signed or of more than 16-bit numbers")
        )
    return _Description(right - left, bottom - top, channels, (1 << depth) - 1, content)


def _with_boxes(description: _Description, boxes: list[tuple[bytes, bytes]]) -> _Description:
    profile = exif = xmp = None
    has_alpha = False
    left_out: dict[str, None] = {}
    for name, inner in boxes:
        if name == b"uuid" and inner.startswith(_XMP):
            xmp = inner[16:]
        elif name == b"uuid" and inner.startswith(_EXIF):
            exif = inner[16:]
        elif name in _LEFT_OUT:
            what = _GEOTIFF if inner.startswith(_GEOTIFF_ID) else _LEFT_OUT[name]
            left_out[tr("Its {what} is not in the result.", what=tr(what))] = None
        elif name == b"jp2h":
            # Of several boxes of one name the first counts.
            header = dict(reversed(list(boxes_of(inner))))
            if b"pclr" in header:
                raise UnsupportedKindError(tr("a JPEG 2000 picture with a palette"))
            profile = _profile(header.get(b"colr", b""))
            has_alpha = _has_alpha(header.get(b"cdef", b""), description.channels)
    description = replace(
        description, has_alpha=has_alpha, profile=profile, warnings=tuple(left_out)
    )
    return replace(description, exif=exif, xmp=xmp)


def _profile(colours: bytes) -> bytes | None:
    method = colours[0] if colours else 0
    if method == 1:
        if int.from_bytes(colours[3:7], "big") not in (_SRGB, _GREY):
            raise UnsupportedKindError(tr("a JPEG 2000 picture of colours other than RGB or grey"))
        return None
    profile = colours[3:]
    if method not in (2, 3) or colour_space(profile) not in (b"RGB ", b"GRAY"):
        raise UnsupportedKindError(tr("a JPEG 2000 picture of colours that it does not declare"))
    return profile


def _has_alpha(definitions: bytes, channels: int) -> bool:
    """Whether the last channel is that; the others must be colours in their usual order."""
    table = definitions[2 : 2 + 6 * channels]
    uses = sorted(struct.iter_unpack(">3H", table[: len(table) // 6 * 6]))
    if not uses:
        return False
    colours = [(number, 0, number + 1) for number in range(channels)]
    if uses == colours:
        return False
    if uses[:-1] != colours[:-1] or uses[-1][1:] != (_OPACITY, _WHOLE):
        raise UnsupportedKindError(tr("a JPEG 2000 picture with a channel of an unknown use"))
    return True
