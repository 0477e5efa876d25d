"""Photoshop's image resources: the wrapping in which JPEG and TIFF files carry IPTC records too."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from mirnet_gui.language import mark
from mirnet_gui.photo.metadata.groups import NEUTRAL, UNKNOWN, Group, Groups, groups

PREFIX: Final = b"Photoshop 3.0\0"
SIGNATURE: Final = b"8BIM"
PLACES: Final = mark("paths and guides of Photoshop")
"""What is left out of a picture whose size or turn changes."""

_SIGNATURES: Final = (SIGNATURE, b"MeSa", b"AgHg", b"PHUT", b"DCSR")
_IPTC: Final = 0x0404
# Thumbnails of the picture as it was; profile, EXIF and XMP, which stand elsewhere too.
_OTHERWISE: Final = frozenset({_IPTC, 0x0409, 0x040C, 0x040F, 0x0422, 0x0423, 0x0424})
_GROUPS: Final[dict[int, Groups]] = {
    # Resolution, printing, quality, shape of pixels, light, and paths.
    **dict.fromkeys(
        (0x03ED, 0x03F3, 0x0406, 0x040D, 0x0419, 0x0426, 0x0428, 0x2710, *range(2000, 2998)),
        NEUTRAL,
    ),
    **dict.fromkeys((0x040A, 0x040B), groups("copyright")),
}
_OF_PLACES: Final = frozenset({*range(2000, 2999), 0x0408, 0x041A})


def iptc_of(resources: bytes) -> bytes | None:
    """The IPTC-IIM records among image resources, or None."""
    for kind, _, value in _parted(resources):
        if kind == _IPTC:
            return value or None
    return None


def kept(resources: bytes, *, is_changed: bool) -> tuple[bytes | None, bool]:
    """What is neither kept another way nor untrue of a result; whether something is left out.

    Paths, guides and slices tell places in the picture: others once its size or turn
    ``is_changed``.
    """
    parts, is_less = [], False
    for kind, whole, _ in _parted(resources):
        if is_changed and kind in _OF_PLACES:
            is_less = True
        elif kind not in _OTHERWISE:
            parts.append(whole)
    return b"".join(parts) or None, is_less


def without(resources: bytes, unwanted: frozenset[Group]) -> bytes | None:
    """The resources but for those that tell of ``unwanted``; None where none stay.

    Those that nobody knows go with each group.
    """
    parts = (
        whole for kind, whole, _ in _parted(resources) if not _GROUPS.get(kind, UNKNOWN) & unwanted
    )
    return b"".join(parts) or None


def resource_of(iptc: bytes) -> bytes:
    """The image resource that holds the IPTC-IIM records ``iptc``."""
    head = SIGNATURE + struct.pack(">HHI", _IPTC, 0, len(iptc))
    return head + iptc + bytes(len(iptc) % 2)


def _parted(resources: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Number, all the bytes and value of each resource; ends before a damaged one."""
    position = len(PREFIX) if resources.startswith(PREFIX) else 0
    while resources[position : position + 4] in _SIGNATURES and position + 12 <= len(resources):
        start = position
        kind, name_length = struct.unpack_from(">HB", resources, position + 4)
        position += 6 + _even(1 + name_length)
        if position + 4 > len(resources):
            return
        (size,) = struct.unpack_from(">I", resources, position)
        position += 4
        value = resources[position : position + size]
        position += _even(size)
        yield kind, resources[start:position].ljust(position - start, b"\0"), value


def _even(size: int) -> int:
    return size + size % 2
