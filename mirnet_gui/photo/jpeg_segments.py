"""What the segments of a JPEG file hold besides pixels, EXIF, XMP and the colour profile."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

EXIF_NAME: Final = b"Exif\0\0"
XMP_NAME: Final = b"http://ns.adobe.com/xap/1.0/\0"
EXTENSION_NAME: Final = b"http://ns.adobe.com/xmp/extension/\0"
ICC_NAME: Final = b"ICC_PROFILE\0"
PHOTOSHOP_NAME: Final = b"Photoshop 3.0\0"

LONGEST: Final = 65_533
"""Bytes of one segment behind its length."""

APP1, APP2, APP13, COMMENT = 0xE1, 0xE2, 0xED, 0xFE

_START_OF_SCAN: Final = 0xDA
_END: Final = 0xD9
_STANDALONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})
_MOST_BYTES: Final = 64 * 2**20
_MP_ENTRY, _MP_IMAGES = 0xB002, 16
_MP_PRIMARY: Final = 0x030000
_MP_LARGE_THUMBNAILS: Final = frozenset({0x010001, 0x010002, 0x010003, 0x010004, 0x010005})
_GUID: Final = 32

# By marker and first bytes: what is only about the file itself, and what people call the rest.
_OF_THE_FILE: Final = (
    (0xE0, b"JFIF\0"), (0xE0, b"JFXX\0"), (0xEE, b"Adobe"), (APP1, EXIF_NAME), (APP1, XMP_NAME),
    (APP1, EXTENSION_NAME), (APP2, ICC_NAME), (APP2, b"MPF\0"), (APP13, PHOTOSHOP_NAME),
    (0xEC, b"Ducky"), (0xE0, b"AVI1"),
)  # fmt: skip
_NAMES: Final = (
    (APP1, b"FLIR\0", "FLIR thermal data"),
    (0xEB, b"JP", "JUMBF (content credentials)"),
    (0xEB, b"HDR_RI", "JPEG-HDR data"),
    (APP2, b"FPXR\0", "FlashPix data"),
    (APP2, b"urn:iso:std:iso:ts:21496:-1\0", "gain map (HDR)"),
    (0xE3, b"", "APP3 data"),
    (0xEC, b"PictureInfo", "PictureInfo"),
)


@dataclass(frozen=True, slots=True)
class Segments:
    """``photoshop`` are image resources, ``extension`` is the XML that follows the XMP packet.

    ``comments`` are texts in whatever encoding their writers had. ``others`` names all else that a
    result does not hold.
    """

    comments: tuple[bytes, ...] = ()
    photoshop: bytes | None = None
    extension: bytes | None = None
    has_profile: bool = False
    others: tuple[str, ...] = ()


def read_segments(path: Path) -> Segments:
    """Look at the segments in front of the pixels. Raises OSError."""
    comments: list[bytes] = []
    resources: list[bytes] = []
    extensions: dict[bytes, dict[int, bytes]] = {}
    others: dict[str, None] = {}
    packet = b""
    has_profile = False
    blocks = {EXIF_NAME: 0, XMP_NAME: 0}
    for marker, content in _segments(path):
        if marker == COMMENT:
            comments.append(content)
        elif marker == APP13 and content.startswith(PHOTOSHOP_NAME):
            resources.append(content.removeprefix(PHOTOSHOP_NAME))
        elif marker == APP1 and content.startswith(EXTENSION_NAME):
            _add_extension(extensions, content.removeprefix(EXTENSION_NAME))
        elif marker == APP2 and content.startswith(b"MPF\0"):
            others |= dict.fromkeys(_multiple_pictures(content[4:]))
        elif marker == APP2 and content.startswith(ICC_NAME):
            has_profile = True
        elif marker == APP1 and content.startswith((EXIF_NAME, XMP_NAME)):
            name = EXIF_NAME if content.startswith(EXIF_NAME) else XMP_NAME
            blocks[name] += 1
            if name == XMP_NAME and not packet:
                packet = content
        elif (name_of_it := _name(marker, content)) is not None:
            others[name_of_it] = None
    if blocks[EXIF_NAME] > 1:
        others["a second block of EXIF"] = None
    if blocks[XMP_NAME] > 1:
        others["a second packet of XMP"] = None
    extension = _whole(extensions, packet)
    if extensions and extension is None:
        others["extended XMP"] = None
    return Segments(
        tuple(comments), b"".join(resources) or None, extension, has_profile, tuple(others)
    )


def _segments(path: Path) -> Iterator[tuple[int, bytes]]:
    room = _MOST_BYTES
    with path.open("rb") as file:
        file.seek(2)
        while (marker := _next_marker(file)) not in (None, _START_OF_SCAN, _END):
            assert marker is not None  # noqa: S101 - for the type checker
            if marker in _STANDALONE:
                continue
            head = file.read(2)
            size = int.from_bytes(head, "big") - 2
            if len(head) < 2 or size < 0 or room < size:
                return
            if marker == COMMENT or 0xE0 <= marker <= 0xEF:
                room -= size
                content = file.read(size)
                if len(content) == size:
                    yield marker, content
            else:
                file.seek(size, 1)


def _next_marker(file: BinaryIO) -> int | None:
    byte = file.read(1)
    while byte and byte != b"\xff":
        byte = file.read(1)
    while byte == b"\xff":
        byte = file.read(1)
    return byte[0] if byte else None


def _name(marker: int, content: bytes) -> str | None:
    if any(marker == known and content.startswith(start) for known, start in _OF_THE_FILE):
        return None
    for known, start, name in _NAMES:
        if marker == known and start and content.startswith(start):
            return name
    told = content.split(b"\0", 1)[0][:24]
    is_name = len(told) > 2 and told.isascii() and told.decode("ascii").isprintable()
    label = f" ({told.decode('ascii')})" if is_name else ""
    return f"segment APP{marker - 0xE0}{label}"


def _add_extension(found: dict[bytes, dict[int, bytes]], content: bytes) -> None:
    if len(content) < _GUID + 8:
        return
    size, offset = struct.unpack_from(">II", content, _GUID)
    pieces = found.setdefault(content[:_GUID] + struct.pack(">I", size), {})
    pieces[offset] = content[_GUID + 8 :]


def _whole(found: dict[bytes, dict[int, bytes]], packet: bytes) -> bytes | None:
    """The extension that the packet asks for, where all of its pieces are there."""
    for key, pieces in found.items():
        if key[:_GUID] not in packet:
            continue
        whole = b"".join(piece for _, piece in sorted(pieces.items()))
        is_joined = all(
            offset == sum(len(pieces[other]) for other in sorted(pieces) if other < offset)
            for offset in pieces
        )
        if len(found) == 1 and is_joined and len(whole) == int.from_bytes(key[_GUID:], "big"):
            return whole
    return None


def _multiple_pictures(content: bytes) -> Iterator[str]:
    """What is behind the primary picture (CIPA DC-007), but for larger thumbnails of it."""
    order = "<" if content.startswith(b"II") else ">"
    try:
        (start,) = struct.unpack_from(order + "I", content, 4)
        (count,) = struct.unpack_from(order + "H", content, start)
        for place in range(start + 2, start + 2 + 12 * count, 12):
            tag, _kind, size, offset = struct.unpack_from(order + "HHII", content, place)
            if tag != _MP_ENTRY:
                continue
            for entry in range(offset, offset + size, _MP_IMAGES):
                kind = struct.unpack_from(order + "I", content, entry)[0] & 0xFFFFFF
                if entry > offset and kind not in _MP_LARGE_THUMBNAILS | {_MP_PRIMARY}:
                    yield "further pictures in the file (MPF)"
    except struct.error:
        yield "further pictures in the file (MPF)"
