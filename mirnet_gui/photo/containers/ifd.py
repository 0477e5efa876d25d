"""The directories of tags (IFDs) that TIFF files and EXIF blocks are made of.

Values stay the bytes they are in the file, so that nothing is lost by reading and writing:
tags nobody knows, maker notes and texts in any encoding pass through untouched.
"""

from __future__ import annotations

import struct
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from typing import BinaryIO, Final, Literal

EXIF, GPS, INTEROPERABILITY = 0x8769, 0x8825, 0xA005

_ROOT: Final = 0
_MAGIC: Final = (42, 43, 0x4F52, 0x5352)
"""Of TIFF, of BigTIFF, and the letters that Olympus has instead (ORF)."""
_CHILDREN: Final = {_ROOT: (EXIF, GPS), EXIF: (INTEROPERABILITY,)}
_SIZES: Final = {
    1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 129: 1,
    16: 8, 17: 8, 18: 8,
}  # fmt: skip
INTEGERS: Final = {
    1: "B", 3: "H", 4: "I", 6: "b", 8: "h", 9: "i", 13: "I", 16: "Q", 17: "q", 18: "Q",
}  # fmt: skip
"""The struct codes of the kinds that are whole numbers."""
_LARGEST_VALUE: Final = 64 * 2**20
_LARGEST_SUM: Final = 96 * 2**20
_MOST_ENTRIES: Final = 4096


class DamagedStructureError(ValueError):
    """The bytes are not a TIFF structure, or are cut short."""


@dataclass(frozen=True, slots=True)
class ByteLayout:
    """How numbers are stored: byte order, and whether offsets have 64 bits (BigTIFF)."""

    order: Literal["<", ">"] = "<"
    big: bool = False

    @property
    def offset(self) -> str:
        """The struct code of an offset."""
        return self.order + ("Q" if self.big else "I")

    @property
    def entry(self) -> str:
        """The struct code of an entry without its value: tag, kind, count."""
        return self.order + ("HHQ" if self.big else "HHI")

    @property
    def count(self) -> str:
        """The struct code of the number of entries."""
        return self.order + ("Q" if self.big else "H")

    @property
    def inline(self) -> int:
        """How many bytes of value fit into an entry."""
        return 8 if self.big else 4


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """One tag's value: its kind (TIFF type), its bytes, and where they lay."""

    kind: int
    value: bytes
    start: int = 0

    @property
    def count(self) -> int:
        """How many values of its kind it holds."""
        return len(self.value) // _SIZES[self.kind]

    def integers(self, layout: ByteLayout) -> tuple[int, ...]:
        """All values, or none when they are no whole numbers."""
        code = INTEGERS.get(self.kind)
        return struct.unpack(f"{layout.order}{self.count}{code}", self.value) if code else ()

    def integer(self, layout: ByteLayout) -> int | None:
        """The first value, when it is a whole number."""
        return next(iter(self.integers(layout)), None)


@dataclass(slots=True)
class Directory:
    """The tags of one IFD, its EXIF, GPS and interoperability directories, and its successor.

    ``repeated`` are entries in front of another one of the same tag, which counts.
    """

    entries: dict[int, DirectoryEntry] = field(default_factory=dict)
    children: dict[int, Directory] = field(default_factory=dict)
    successor: int = 0
    successor_position: int = 0
    repeated: list[tuple[int, DirectoryEntry]] = field(default_factory=list)

    def every(self, tag: int) -> list[DirectoryEntry]:
        """All entries of ``tag``, in their order."""
        last = [self.entries[tag]] if tag in self.entries else []
        return [entry for number, entry in self.repeated if number == tag] + last


def read_structure(file: BinaryIO, *, any_magic: bool = False) -> tuple[ByteLayout, Directory]:
    """The layout and the first directory with its children; raises as :func:`read_header` does."""
    layout, offset = read_header(file, any_magic=any_magic)
    return layout, read_directory(file, layout, offset)


def read_header(file: BinaryIO, *, any_magic: bool = False) -> tuple[ByteLayout, int]:
    """The layout and the offset of the first directory.

    With ``any_magic`` also of camera RAW, whose third and fourth byte are the maker's own. Raises
    :class:`DamagedStructureError`.
    """
    file.seek(0)
    head = file.read(16)
    order: Literal["<", ">"] = "<" if head[:2] == b"II" else ">"
    if head[:2] not in (b"II", b"MM") or len(head) < 8:
        raise DamagedStructureError("no TIFF header")
    (magic,) = struct.unpack_from(order + "H", head, 2)
    layout = ByteLayout(order, big=magic == 43)
    position = 8 if layout.big else 4
    if len(head) < position + layout.inline or (magic not in _MAGIC and not any_magic):
        raise DamagedStructureError("no TIFF header")
    return layout, int(struct.unpack_from(layout.offset, head, position)[0])


def read_directory(
    file: BinaryIO, layout: ByteLayout, offset: int, only: Collection[int] | None = None
) -> Directory:
    """Read the directory at ``offset``; values that cannot be had are left out.

    With ``only``, values of these tags alone and no children. Raises
    :class:`DamagedStructureError` when there is no directory at all, or one that claims more than
    the file holds.
    """
    reader = _Reader(file, layout)
    if only is not None:
        return reader.directory(offset, only)
    return reader.with_children(offset, _ROOT)


class _Reader:
    """Reads one structure, and bounds what all its values together may be.

    Values that lie side by side cannot be longer than their file: where they are so by far, the
    same bytes are claimed again and again.
    """

    def __init__(self, file: BinaryIO, layout: ByteLayout) -> None:
        self._file = file
        self._layout = layout
        self._size = file.seek(0, 2)
        self._claimed = 0
        self._held = 0

    def with_children(self, offset: int, parent: int) -> Directory:
        """The directory at ``offset`` with those that its tags point to."""
        directory = self.directory(offset, None)
        for tag in _CHILDREN.get(parent, ()):
            pointer = directory.entries.pop(tag, None)
            inner = pointer.integer(self._layout) if pointer else None
            if inner is None:
                continue
            # A child that lies nowhere takes nothing else with it.
            with suppress(DamagedStructureError):
                directory.children[tag] = self.with_children(inner, tag)
        return directory

    def directory(self, offset: int, only: Collection[int] | None) -> Directory:
        """The directory at ``offset`` alone, with the values of ``only`` these tags."""
        layout = self._layout
        count, table = self._table(offset)
        directory = Directory()
        width = struct.calcsize(layout.entry)
        step = width + layout.inline
        start = offset + struct.calcsize(layout.count)
        for index in range(count):
            tag, kind, number = struct.unpack_from(layout.entry, table, index * step)
            if only is not None and tag not in only:
                continue
            place = index * step + width
            inline = table[place : place + layout.inline]
            entry = self._entry(kind, number, inline, start + place)
            if entry is not None:
                if tag in directory.entries:
                    directory.repeated.append((tag, directory.entries[tag]))
                directory.entries[tag] = entry
        directory.successor_position = start + count * step
        tail = table[count * step :]
        if len(tail) == layout.inline:
            directory.successor = struct.unpack(layout.offset, tail)[0]
        return directory

    def _table(self, offset: int) -> tuple[int, bytes]:
        layout = self._layout
        size = struct.calcsize(layout.count)
        if offset + size > self._size:
            raise DamagedStructureError("the directory lies outside the file")
        self._file.seek(offset)
        (count,) = struct.unpack(layout.count, self._file.read(size).ljust(size, b"\0"))
        if count > _MOST_ENTRIES:
            raise DamagedStructureError("the directory is too long")
        step = struct.calcsize(layout.entry) + layout.inline
        table = self._file.read(count * step + layout.inline)
        return min(count, len(table) // step), table

    def _entry(self, kind: int, number: int, inline: bytes, place: int) -> DirectoryEntry | None:
        size = _SIZES.get(kind, 0) * number
        if kind not in _SIZES or size > self._size:
            return None
        if size <= self._layout.inline:
            return DirectoryEntry(kind, inline[:size], place)
        (start,) = struct.unpack(self._layout.offset, inline)
        if start + size > self._size or not self._may_hold(size):
            return None
        self._file.seek(start)
        value = self._file.read(size)
        return DirectoryEntry(kind, value, start) if len(value) == size else None

    def _may_hold(self, size: int) -> bool:
        self._claimed += size
        if self._claimed > 2 * self._size:
            raise DamagedStructureError("the values are longer than the file")
        if size > _LARGEST_VALUE or self._held + size > _LARGEST_SUM:
            return False
        self._held += size
        return True
