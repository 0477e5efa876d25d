"""Photoshop's image resources: the wrapping in which JPEG files carry IPTC records."""

from __future__ import annotations

import struct
from typing import Final

PREFIX: Final = b"Photoshop 3.0\0"
SIGNATURE: Final = b"8BIM"
_IPTC: Final = 0x0404


def iptc_of(resources: bytes) -> bytes | None:
    """The IPTC-IIM records among image resources, or None."""
    position = len(PREFIX) if resources.startswith(PREFIX) else 0
    while resources[position : position + 4] == SIGNATURE and position + 12 <= len(resources):
        kind, name_length = struct.unpack_from(">HB", resources, position + 4)
        position += 6 + _even(1 + name_length)
        if position + 4 > len(resources):
            return None
        (size,) = struct.unpack_from(">I", resources, position)
        position += 4
        if kind == _IPTC:
            return resources[position : position + size] or None
        position += _even(size)
    return None


def resources_with(iptc: bytes) -> bytes:
    """Image resources that hold nothing but the IPTC-IIM records ``iptc``."""
    head = PREFIX + SIGNATURE + struct.pack(">HHI", _IPTC, 0, len(iptc))
    return head + iptc + bytes(len(iptc) % 2)


def _even(size: int) -> int:
    return size + size % 2
