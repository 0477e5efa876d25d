"""The chunks of a PNG file, in front of its pixels and behind them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

SIGNATURE_LENGTH: Final = 8

Chunk = tuple[bytes, bytes]
"""Name and content."""

_LONGEST: Final = 64 * 2**20
_LONGEST_UNPACKED: Final = 32 * 2**20
_LONGEST_IN_ALL: Final = 128 * 2**20


def read_chunks(path: Path, wanted: Collection[bytes]) -> Iterator[Chunk]:
    """The whole chunks of a file whose names are ``wanted``, in their order. Raises OSError.

    Those with a wrong checksum, and what is longer than metadata is, are left out.
    """
    room = _LONGEST_IN_ALL
    with path.open("rb") as file:
        file.seek(SIGNATURE_LENGTH)
        while len(head := file.read(8)) == 8:
            size, name = struct.unpack(">I4s", head)
            if name == b"IEND":
                return
            if name not in wanted or size > min(_LONGEST, room):
                file.seek(size + 4, 1)
                continue
            room -= size
            content, checksum = file.read(size), file.read(4)
            if checksum == struct.pack(">I", zlib.crc32(name + content)):
                yield name, content


def inflated(data: bytes) -> bytes:
    """What zlib packed into ``data``; nothing if it is damaged, or longer than metadata is."""
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(data, _LONGEST_UNPACKED)
    except zlib.error:
        return b""
    return b"" if unpacking.unconsumed_tail else content


def international_text(content: bytes) -> tuple[bytes, bytes]:
    """Keyword and text (UTF-8) of an iTXt chunk; nothing for both when it is damaged."""
    keyword, _, rest = content.partition(b"\0")
    if len(rest) < 4:
        return b"", b""
    is_packed = rest[0] == 1
    text = rest[2:].split(b"\0", 2)[-1]
    return keyword, inflated(text) if is_packed else text
