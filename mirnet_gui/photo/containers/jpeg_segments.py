"""What the segments of a JPEG file hold besides pixels, EXIF, XMP and the colour profile."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from mirnet_gui.language import mark

EXIF_NAME: Final = b"Exif\0\0"
XMP_NAME: Final = b"http://ns.adobe.com/xap/1.0/\0"
EXTENSION_NAME: Final = b"http://ns.adobe.com/xmp/extension/\0"
ICC_NAME: Final = b"ICC_PROFILE\0"
PHOTOSHOP_NAME: Final = b"Photoshop 3.0\0"

CREDENTIALS: Final = mark("JUMBF (content credentials)")
"""What C2PA puts into files: signed, and untrue of whatever is changed."""

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
_BLOCK: Final = 1 << 20
_PICTURES: Final = mark("further pictures in the file")
_VIDEO: Final = mark("motion video")

# By marker and first bytes: what is only about the file itself, and what people call the rest.
_OF_THE_FILE: Final = (
    (0xE0, b"JFIF\0"), (0xE0, b"JFXX\0"), (0xEE, b"Adobe"), (APP1, EXIF_NAME), (APP1, XMP_NAME),
    (APP1, EXTENSION_NAME), (APP2, ICC_NAME), (APP2, b"MPF\0"), (APP13, PHOTOSHOP_NAME),
    (0xEC, b"Ducky"), (0xE0, b"AVI1"),
)  # fmt: skip
_NAMES: Final = (
    (APP1, b"FLIR\0", mark("FLIR thermal data")),
    (0xEB, b"JP", CREDENTIALS),
    (0xEB, b"HDR_RI", mark("JPEG-HDR data")),
    (APP2, b"FPXR\0", mark("FlashPix data")),
    (APP2, b"urn:iso:std:iso:ts:21496:-1\0", mark("gain map (HDR)")),
    (0xE3, b"", mark("APP3 data")),
    (0xEC, b"PictureInfo", "PictureInfo"),
)


@dataclass(frozen=True, slots=True)
class Segments:
    """``photoshop`` are image resources, ``extension`` is the XML that continues ``xmp``.

    ``comments`` are texts in whatever encoding their writers had. ``others`` names all else that a
    result does not hold.
    """

    comments: tuple[bytes, ...] = ()
    photoshop: bytes | None = None
    xmp: bytes | None = None
    extension: bytes | None = None
    has_profile: bool = False
    others: tuple[str, ...] = ()


def read_segments(file: BinaryIO) -> Segments:
    """Look at the segments in front of the pixels. Raises OSError."""
    found = list(_segments(file))

    def of(marker: int, name: bytes) -> list[bytes]:
        return [
            content.removeprefix(name)
            for kind, content in found
            if kind == marker and content.startswith(name)
        ]

    packets, extensions = of(APP1, XMP_NAME), of(APP1, EXTENSION_NAME)
    extension = _whole(extensions, packets[0]) if packets else None
    others = [name for marker, content in found if (name := _name(marker, content)) is not None]
    pictures = of(APP2, b"MPF\0")
    others += [_PICTURES] if any(map(_has_pictures, pictures)) else []
    behind = _behind(file)
    if behind is not None and not (pictures and behind == _PICTURES):
        others.append(behind)
    if len(of(APP1, EXIF_NAME)) > 1:
        others.append(mark("a second block of EXIF"))
    if len(packets) > 1:
        others.append(mark("a second packet of XMP"))
    if extensions and extension is None:
        others.append(mark("extended XMP"))
    return Segments(
        tuple(of(COMMENT, b"")),
        b"".join(of(APP13, PHOTOSHOP_NAME)) or None,
        packets[0] if packets else None,
        extension,
        bool(of(APP2, ICC_NAME)),
        tuple(dict.fromkeys(others)),
    )


def _segments(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    room = _MOST_BYTES
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


def _behind(file: BinaryIO) -> str | None:
    """What people call that which follows the end of the picture, if anything does."""
    file.seek(_start_of_pixels(file))
    rest = b""
    while block := file.read(_BLOCK):
        rest = rest[-1:] + block
        end = rest.find(b"\xff\xd9")
        if end >= 0:
            break
    else:
        return None
    rest = (rest[end + 2 :] + file.read(_BLOCK)).lstrip(b"\0\xff\r\n ")
    if not rest:
        return None
    if rest.startswith(b"\xd8"):
        return _PICTURES
    is_video = rest[4:8] == b"ftyp" or b"MotionPhoto_Data" in rest or b"ftypmp4" in rest
    return _VIDEO if is_video else mark("data behind the picture")


def _start_of_pixels(file: BinaryIO) -> int:
    file.seek(2)
    while (marker := _next_marker(file)) not in (None, _START_OF_SCAN):
        if marker in _STANDALONE:
            continue
        size = int.from_bytes(file.read(2), "big")
        file.seek(max(size - 2, 0), 1)
    return file.tell()


def _next_marker(file: BinaryIO) -> int | None:
    byte = file.read(1)
    while byte and byte != b"\xff":
        byte = file.read(1)
    while byte == b"\xff":
        byte = file.read(1)
    return byte[0] if byte else None


def _name(marker: int, content: bytes) -> str | None:
    """What people call a segment that a result does not hold; None for all others."""
    if marker == COMMENT or any(
        marker == known and content.startswith(start) for known, start in _OF_THE_FILE
    ):
        return None
    for known, start, name in _NAMES:
        if marker == known and start and content.startswith(start):
            return name
    identifier = content.split(b"\0", 1)[0][:24].decode("ascii", "replace")
    is_name = len(identifier) > 2 and identifier.isascii() and identifier.isprintable()
    label = f" ({identifier})" if is_name else ""
    return f"segment APP{marker - 0xE0}{label}"


def _whole(extensions: list[bytes], packet: bytes) -> bytes | None:
    """The extension that the packet asks for, where all of its pieces are there."""
    known = {guid: guid in packet for guid in {each[:_GUID] for each in extensions}}
    wanted = [each for each in extensions if len(each) > _GUID + 8 and known[each[:_GUID]]]
    pieces = sorted((struct.unpack_from(">II", each, _GUID)[::-1], each) for each in wanted)
    end = 0
    for (offset, size), piece in pieces:
        if offset != end:
            return None
        end += len(piece) - _GUID - 8
        if end > size:
            return None
    is_whole = bool(pieces) and end == pieces[0][0][1]
    return b"".join(piece[_GUID + 8 :] for _, piece in pieces) if is_whole else None


def _has_pictures(content: bytes) -> bool:
    """Whether others than larger thumbnails are behind the primary picture (CIPA DC-007)."""
    order = "<" if content.startswith(b"II") else ">"
    try:
        (start,) = struct.unpack_from(order + "I", content, 4)
        (count,) = struct.unpack_from(order + "H", content, start)
        for place in range(start + 2, start + 2 + 12 * count, 12):
            tag, _kind, size, offset = struct.unpack_from(order + "HHII", content, place)
            if tag != _MP_ENTRY:
                continue
            kinds = (
                struct.unpack_from(order + "I", content, entry)[0] & 0xFFFFFF
                for entry in range(offset + _MP_IMAGES, offset + size, _MP_IMAGES)
            )
            # A list stands in one place: a second one could be this one again.
            return any(kind not in _MP_LARGE_THUMBNAILS | {_MP_PRIMARY} for kind in kinds)
    except struct.error:
        return True
    return False
