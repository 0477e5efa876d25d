"""Cameras' own files as files: whether all of one is there, and kinds that LibRaw cannot read.

LibRaw develops noise from what is missing and says nothing (Panasonic, Olympus, Nikon).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO, Final

from mirnet_gui.photo.containers import isobmff
from mirnet_gui.photo.containers.ifd import (
    ByteLayout,
    DamagedStructureError,
    Directory,
    read_directory,
)
from mirnet_gui.photo.decoded import DamagedPictureError
from mirnet_gui.photo.opening.tiff_kinds import name_of_compression, number

_FUJIFILM: Final = b"FUJIFILMCCD-RAW"
_FUJIFILM_PARTS: Final = (84, 92, 100)
_PANASONIC: Final = b"IIU\0"
_WIDTH, _HEIGHT, _COMPRESSION = 256, 257, 259
_STARTS, _SIZES = (273, 324), (279, 325)
_SUBDIRECTORIES, _PHOTOMETRIC = 330, 262
_SENSOR: Final = (32803, 34892)
_TAGS: Final = frozenset({
    _WIDTH, _HEIGHT, _COMPRESSION, _PHOTOMETRIC, _SUBDIRECTORIES, *_STARTS, *_SIZES,
})  # fmt: skip
_MOST_DIRECTORIES: Final = 32


def check_whole(file: BinaryIO) -> None:
    """Raise :class:`DamagedPictureError` when pixels lie behind the end of the file, or OSError."""
    size = file.seek(0, 2)
    file.seek(0)
    head = file.read(112)
    if head.startswith(_FUJIFILM):
        is_whole = _is_fujifilm_whole(head, size)
    elif head[4:8] == b"ftyp":
        is_whole = isobmff.is_whole(file)
    elif head.startswith(_PANASONIC):
        is_whole = _is_panasonic_whole(file, head, size)
    else:
        is_whole = all(
            _is_directory_whole(layout, directory, size)
            for layout, directory in _directories(file, head)
        )
    if not is_whole:
        raise DamagedPictureError("pixels lie outside the file")


def unknown_compression(file: BinaryIO) -> str | None:
    """What people call the way in which a sensor's data is compressed, if it is a rare one."""
    file.seek(0)
    head = file.read(8)
    for layout, directory in _directories(file, head):
        if number(layout, directory, _PHOTOMETRIC) in _SENSOR:
            return name_of_compression(layout, directory)
    return None


def _is_fujifilm_whole(head: bytes, size: int) -> bool:
    parts = (struct.unpack_from(">II", head.ljust(112, b"\0"), at) for at in _FUJIFILM_PARTS)
    return all(start + length <= size for start, length in parts)


def _is_panasonic_whole(file: BinaryIO, head: bytes, size: int) -> bool:
    # The length that is told is that of unpacked numbers; packed by any of the known ways, 14
    # pixels take no less than 16 bytes.
    try:
        layout = ByteLayout("<")
        directory = read_directory(file, layout, int.from_bytes(head[4:8], "little"))
    except DamagedStructureError:
        return False
    width, height, start = (number(layout, directory, tag) or 0 for tag in (2, 3, 0x118))
    way = number(layout, directory, 0x2D) or 0
    if way > 7:
        return start < size
    return not start or start + width * height * 8 // 7 <= size + 1


def _directories(file: BinaryIO, head: bytes) -> Iterator[tuple[ByteLayout, Directory]]:
    if head[:2] not in (b"II", b"MM") or len(head) < 8:
        return
    layout = ByteLayout("<" if head[:2] == b"II" else ">")
    waiting = list(struct.unpack_from(layout.offset, head, 4))
    seen: set[int] = set()
    while waiting and len(seen) < _MOST_DIRECTORIES:
        offset = waiting.pop()
        if offset in seen or not offset:
            continue
        seen.add(offset)
        with suppress(DamagedStructureError):
            directory = read_directory(file, layout, offset, only=_TAGS)
            inner = directory.entries.get(_SUBDIRECTORIES)
            waiting += [directory.successor, *(inner.integers(layout) if inner else ())]
            yield layout, directory


def _is_directory_whole(layout: ByteLayout, directory: Directory, size: int) -> bool:
    width, height = (number(layout, directory, tag) or 0 for tag in (_WIDTH, _HEIGHT))
    is_packed = number(layout, directory, _COMPRESSION) not in (None, 1)
    for starts_tag, sizes_tag in zip(_STARTS, _SIZES, strict=True):
        starts, sizes = (directory.entries.get(tag) for tag in (starts_tag, sizes_tag))
        if not starts or not sizes:
            continue
        lengths = sizes.integers(layout)
        if is_packed and sum(lengths) >= 2 * width * height:
            # That of unpacked numbers.
            continue
        ends = (a + b for a, b in zip(starts.integers(layout), lengths, strict=False) if b)
        if max(ends, default=0) > size:
            return False
    return True
