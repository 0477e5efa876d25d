"""The chunks that WebP files are made of."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path


def riff_chunks(webp: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and content of every chunk of a whole file."""
    position = 12
    while position + 8 <= len(webp):
        name, size = struct.unpack_from("<4sI", webp, position)
        yield name, webp[position + 8 : position + 8 + size]
        position += 8 + size + size % 2


def is_lossless_webp(path: Path) -> bool:
    """Whether the pixels of a still picture were compressed without loss. Raises OSError."""
    with path.open("rb") as file:
        file.seek(12)
        while len(head := file.read(8)) == 8:
            name, size = struct.unpack("<4sI", head)
            if name in (b"VP8L", b"VP8 "):
                return bool(name == b"VP8L")
            file.seek(size + size % 2, 1)
    return False
