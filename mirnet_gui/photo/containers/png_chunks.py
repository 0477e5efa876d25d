"""The chunks of a PNG file, in front of its pixels and behind them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import BinaryIO, Final

SIGNATURE_LENGTH: Final = 8

Chunk = tuple[bytes, bytes]
"""Name and content."""


@dataclass(frozen=True, slots=True)
class Chunks:
    """Chunks of a file in their order, and how many ``frames`` it shows, if it is animated."""

    chunks: tuple[Chunk, ...] = ()
    frames: int = 1

    def of(self, *names: bytes) -> tuple[Chunk, ...]:
        """Those of one of these names."""
        return tuple(chunk for chunk in self.chunks if chunk[0] in names)


_LONGEST: Final = 64 * 2**20
_LONGEST_UNPACKED: Final = 32 * 2**20
_LONGEST_IN_ALL: Final = 128 * 2**20


def read_chunks(file: BinaryIO, wanted: Collection[bytes]) -> Chunks:
    """The whole chunks of a file whose names are ``wanted``. Raises OSError.

    Those with a wrong checksum, and what is longer than metadata is, are left out.
    """
    room = _LONGEST_IN_ALL
    frames: int | None = None
    found: list[Chunk] = []
    file.seek(SIGNATURE_LENGTH)
    while len(head := file.read(8)) == 8:
        size, name = struct.unpack(">I4s", head)
        if name == b"IEND":
            break
        if frames is None and name == b"acTL" and size >= 4:
            frames = int.from_bytes(file.read(4), "big")
            file.seek(size, 1)
        elif name not in wanted or size > min(_LONGEST, room):
            # What stands behind the pixels makes no animation.
            frames = 1 if frames is None and name == b"IDAT" else frames
            file.seek(size + 4, 1)
        else:
            room -= size
            content, checksum = file.read(size), file.read(4)
            if checksum == struct.pack(">I", zlib.crc32(name + content)):
                found.append((name, content))
    return Chunks(tuple(found), 1 if frames is None else frames)


def inflated(data: bytes) -> bytes:
    """What zlib packed into ``data``; nothing if it is damaged, cut short or too long."""
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(data, _LONGEST_UNPACKED)
    except zlib.error:
        return b""
    return content if unpacking.eof else b""


def international_text(content: bytes) -> tuple[bytes, bytes]:
    """Keyword and text (UTF-8) of an iTXt chunk; nothing for both when it is damaged."""
    keyword, _, rest = content.partition(b"\0")
    if len(rest) < 4:
        return b"", b""
    is_packed = rest[0] == 1
    text = rest[2:].split(b"\0", 2)[-1]
    return keyword, inflated(text) if is_packed else text
