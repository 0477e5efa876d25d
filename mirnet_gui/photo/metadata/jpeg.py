"""Metadata as the segments of a JPEG file, each of which holds 64 KB."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from mirnet_gui.language import mark
from mirnet_gui.photo.containers.jpeg_segments import (
    APP1,
    APP2,
    APP13,
    COMMENT,
    EXIF_NAME,
    EXTENSION_NAME,
    ICC_NAME,
    LONGEST,
    PHOTOSHOP_NAME,
    XMP_NAME,
)
from mirnet_gui.photo.metadata import exif, xmp_extension
from mirnet_gui.photo.metadata.photoshop import resource_of
from mirnet_gui.photo.photo import Metadata

PLACE: Final = 2
"""Behind the start-of-image marker."""

LONGEST_EXIF: Final = LONGEST - len(EXIF_NAME)
LONGEST_XMP: Final = LONGEST - len(XMP_NAME)

_PIECE: Final = 65_000
_MOST_PIECES: Final = 255


def fitted(metadata: Metadata) -> tuple[Metadata, tuple[str, ...]]:
    """What a JPEG holds of ``metadata``, and the names of what it does not."""
    lost = []
    block = metadata.exif
    if block and len(block) > LONGEST_EXIF:
        # A maker's notes are mostly what makes it so long.
        block = exif.without_note(block)
        is_shorter = block is not None and len(block) <= LONGEST_EXIF
        block = block if is_shorter else None
        lost.append(mark("maker notes") if is_shorter else "EXIF")
    packet = metadata.xmp
    if packet and _packets(packet) is None:
        packet = None
        lost.append("XMP")
    comments = tuple(comment for comment in metadata.comments if len(comment) <= LONGEST)
    if comments != metadata.comments:
        lost.append("comment")
    return replace(metadata, exif=block, xmp=packet, comments=comments), tuple(lost)


def fits_one_segment(packet: bytes) -> bool:
    """Whether an XMP packet needs no extension."""
    return len(packet) <= LONGEST_XMP or len(xmp_extension.without_padding(packet)) <= LONGEST_XMP


def segments(metadata: Metadata, profile: bytes | None) -> bytes:
    """What stands at :data:`PLACE`, but for what :func:`fitted` leaves out."""
    metadata, _ = fitted(metadata)
    parts = [_segment(0xE0, _jfif(metadata.resolution))]
    if metadata.exif:
        parts.append(_segment(APP1, EXIF_NAME + metadata.exif))
    parts += _packets(metadata.xmp) or () if metadata.xmp else ()
    resources = resource_of(metadata.iptc) if metadata.iptc else b""
    resources += metadata.resources or b""
    parts += [_segment(APP13, PHOTOSHOP_NAME + piece) for piece in _pieces(resources)]
    parts += _profile_segments(profile or b"")
    parts += [_segment(COMMENT, comment) for comment in metadata.comments]
    return b"".join(parts)


def _segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def _jfif(resolution: tuple[float, float] | None) -> bytes:
    # Without a unit the numbers are the shape of a pixel: here, a square.
    unit, sides = (0, (1.0, 1.0)) if resolution is None else (1, resolution)
    across, down = (round(value) & 0xFFFF for value in sides)
    return b"JFIF\0" + struct.pack(">HBHHBB", 0x0101, unit, across, down, 0, 0)


def _pieces(block: bytes) -> Iterator[bytes]:
    return (block[start : start + _PIECE] for start in range(0, len(block), _PIECE))


def _packets(packet: bytes) -> list[bytes] | None:
    """The segments of an XMP packet, with an extension if need be; None if there is no way."""
    if len(packet) > LONGEST_XMP:
        packet = xmp_extension.without_padding(packet)
    if len(packet) <= LONGEST_XMP:
        return [_segment(APP1, XMP_NAME + packet)]
    try:
        short, extension, guid = xmp_extension.parted(packet, LONGEST_XMP)
    except ValueError:
        return None
    if len(short) > LONGEST_XMP:
        return None
    parts = [_segment(APP1, XMP_NAME + short)]
    head = EXTENSION_NAME + guid.encode("ascii") + struct.pack(">I", len(extension))
    for number, piece in enumerate(_pieces(extension)):
        parts.append(_segment(APP1, head + struct.pack(">I", number * _PIECE) + piece))
    return parts


def _profile_segments(profile: bytes) -> list[bytes]:
    pieces = list(_pieces(profile))
    if len(pieces) > _MOST_PIECES:
        return []
    return [
        _segment(APP2, ICC_NAME + bytes((number, len(pieces))) + piece)
        for number, piece in enumerate(pieces, start=1)
    ]
