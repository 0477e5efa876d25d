"""The boxes (ISO/IEC 14496-12, 23008-12) that HEIC and AVIF files are made of: what they hold."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

_LONGEST: Final = 16 * 2**20
_MOST_BOXES: Final = 10_000
_NO_PICTURES: Final = (b"Exif", b"mime", b"uri ")
_HIDDEN: Final = 1


@dataclass(frozen=True, slots=True)
class Contents:
    """How many ``pictures`` of their own a file holds, and ``frames`` of a film (0 without one).

    Tiles and layers that another picture is made of, thumbnails, alpha and depth are no pictures
    of their own, whether or not they are marked as hidden.
    """

    pictures: int = 0
    frames: int = 0


def boxes_of(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Names and contents of the boxes that follow each other; ends before a damaged one."""
    position = 0
    for _ in range(_MOST_BOXES):
        if position + 8 > len(content):
            return
        size, name = struct.unpack_from(">I4s", content, position)
        start = position + 8
        if size == 1 and position + 16 <= len(content):
            start = position + 16
            (size,) = struct.unpack_from(">Q", content, position + 8)
        size = size or len(content) - position
        if size < start - position:
            return
        yield name, content[start : position + size]
        position += size


def contents_of(file: BinaryIO) -> Contents:
    """Look at the boxes of a file; what is damaged counts as not there. Raises OSError."""
    pictures = frames = 0
    for name, content in _top_level(file, (b"meta", b"moov")):
        if name == b"meta":
            pictures = _count_pictures(content[4:])
        else:
            frames = _count_frames(content)
    return Contents(pictures, frames)


def top_level_box(file: BinaryIO, name: bytes) -> bytes:
    """What stands in the first box ``name`` at the top, or nothing. Raises OSError."""
    return next((content for _, content in _top_level(file, (name,))), b"")


def is_whole(file: BinaryIO) -> bool:
    """Whether every box at the top ends inside the file. Raises OSError."""
    end = file.seek(0, 2)
    return all(stop <= end for _name, _start, stop in _places(file, end))


def _places(file: BinaryIO, end: int) -> Iterator[tuple[bytes, int, int]]:
    position = 0
    for _ in range(_MOST_BOXES):
        if position + 8 > end:
            return
        file.seek(position)
        head = file.read(16)
        size, name = struct.unpack_from(">I4s", head)
        start = position + 8
        if size == 1 and len(head) == 16:
            size, start = struct.unpack_from(">Q", head, 8)[0], position + 16
        stop = end if size == 0 else position + size
        if stop < start:
            return
        yield name, start, stop
        position = stop


def _top_level(file: BinaryIO, wanted: tuple[bytes, ...]) -> Iterator[tuple[bytes, bytes]]:
    end = file.seek(0, 2)
    for name, start, stop in _places(file, end):
        if name in wanted:
            file.seek(start)
            yield name, file.read(min(stop - start, _LONGEST))


def _count_pictures(meta: bytes) -> int:
    visible: set[int] = set()
    parts: set[int] = set()
    for name, content in boxes_of(meta):
        if name == b"iinf":
            visible = set(_visible_items(content))
        elif name == b"iref":
            parts = set(_parts_of_others(content))
    return len(visible - parts)


def _visible_items(iinf: bytes) -> Iterator[int]:
    start = 6 if iinf[:1] == b"\0" else 8
    for name, entry in boxes_of(iinf[start:]):
        version = entry[0] if entry else 0
        width = 4 if version == 3 else 2
        kind = entry[4 + width + 2 : 4 + width + 6]
        is_hidden = len(entry) > 3 and entry[3] & _HIDDEN
        if name == b"infe" and len(kind) == 4 and kind not in _NO_PICTURES and not is_hidden:
            yield int.from_bytes(entry[4 : 4 + width], "big")


def _parts_of_others(iref: bytes) -> Iterator[int]:
    width = 4 if iref[:1] == b"\1" else 2
    for name, content in boxes_of(iref[4:]):
        source = int.from_bytes(content[:width], "big")
        if name in (b"auxl", b"thmb"):
            yield source
        elif name == b"dimg":
            targets = content[width + 2 :]
            for start in range(0, len(targets) - width + 1, width):
                yield int.from_bytes(targets[start : start + width], "big")


def _count_frames(moov: bytes) -> int:
    return max((_frames_of(track) for name, track in boxes_of(moov) if name == b"trak"), default=0)


def _frames_of(track: bytes) -> int:
    media = _inside(track, b"mdia")
    handler = _inside(media, b"hdlr")[8:12]
    sizes = _inside(_inside(_inside(media, b"minf"), b"stbl"), b"stsz")
    # Films beside a photograph ("vide") are another thing than a photograph that moves ("pict").
    return int.from_bytes(sizes[8:12], "big") if handler == b"pict" else 0


def _inside(content: bytes, wanted: bytes) -> bytes:
    return next((inner for name, inner in boxes_of(content) if name == wanted), b"")
