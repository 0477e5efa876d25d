"""The chunks that WebP files are made of."""

from __future__ import annotations

import struct
from collections.abc import Iterator


def riff_chunks(webp: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and content of every chunk of a whole file."""
    position = 12
    while position + 8 <= len(webp):
        name, size = struct.unpack_from("<4sI", webp, position)
        yield name, webp[position + 8 : position + 8 + size]
        position += 8 + size + size % 2


def is_lossless(webp: bytes) -> bool:
    """Whether the pixels of a still picture were compressed without loss."""
    names = (name for name, _ in riff_chunks(webp) if name in (b"VP8L", b"VP8 "))
    return next(names, b"") == b"VP8L"
