"""Maker notes: what a camera's maker wrote in its own way, moved without breaking their offsets.

Nobody knows all of their forms. Those whose offsets count from within are moved as they are; those
that are a directory whose offsets count from the beginning of the file have them rewritten; what
is neither cannot be moved. The forms are as Phil Harvey's exiftool lists them (MakerNotes.pm).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final, Literal

TAG: Final = 0x927C

ByteOrder = Literal["<", ">"]

_FROM_WITHIN: Final = (
    b"Nikon\0\2", b"FUJIFILM", b"GENERALE", b"OLYMPUS\0", b"OM SYSTEM\0", b"Apple iOS\0",
    b"PENTAX \0",
)  # fmt: skip
_WITHOUT_OFFSETS: Final = (b"KDK", b"HDRP", b"STMN", b"[MNote", b"Rv", b"Rev")
_DIRECTORY_AT: Final = {
    b"Nikon\0\1": 8, b"OLYMP\0": 8, b"EPSON\0": 8, b"MINOL\0": 8, b"CAMER\0": 8, b"SONY DSC \0": 12,
    b"SONY CAM \0": 12, b"SONY MOBILE": 12, b"VHAB     \0": 12, b"Panasonic\0": 12, b"LEICA\0": 8,
    b"SIGMA\0": 10, b"FOVEON\0": 10, b"QVC\0": 6, b"AOC\0": 6, b"SANYO\0": 8, b"Ricoh\0": 8,
    b"RICOH\0": 8,
}  # fmt: skip
_SIZES: Final = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
_MOST_ENTRIES: Final = 512
_INLINE: Final = 4
_ENTRY: Final = 12
_NESTED: Final = frozenset({*range(0x2010, 0x2051), 0x3000, 0x4000, 0x5000})
"""Tags under which old Olympus notes keep directories of their own."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A directory in a note: its byte order, where its table ends, and (place, offset, size)."""

    order: ByteOrder
    end: int
    pointers: tuple[tuple[int, int, int], ...]


def moved(note: bytes, start: int, target: int) -> bytes | None:
    """``note``, which lay at the offset ``start``, for a place at the offset ``target``.

    None when it cannot be moved without becoming garbage.
    """
    if note.startswith((*_FROM_WITHIN, *_WITHOUT_OFFSETS)):
        return note
    found = _directory(note)
    if found is None:
        return None
    written, start = _written_at(note, start)
    base = _base(note, found, start)
    if base is None:
        return None
    result = bytearray(note)
    if base:
        for place, offset, _ in found.pointers:
            struct.pack_into(found.order + "I", result, place, offset - start + target)
    if written is not None:
        struct.pack_into(written + "I", result, len(result) - 4, target)
    return bytes(result)


def order_of(note: bytes) -> ByteOrder | None:
    """The byte order in which readers must know a note to be; None where it says so itself."""
    if note.startswith((*_FROM_WITHIN, *_WITHOUT_OFFSETS)):
        return None
    found = _directory(note)
    return found.order if found else None


def _written_at(note: bytes, start: int) -> tuple[ByteOrder | None, int]:
    # Canon writes behind the directory where the note was when its offsets were right.
    marks: dict[bytes, ByteOrder] = {b"II*\0": "<", b"MM\0*": ">"}
    order = marks.get(note[-8:-4])
    if order is not None:
        return order, int(struct.unpack(order + "I", note[-4:])[0])
    return None, start


def _directory(note: bytes) -> _Found | None:
    places = (at for prefix, at in _DIRECTORY_AT.items() if note.startswith(prefix))
    at = next(places, 0)
    is_olympus = note.startswith((b"OLYMP\0", b"EPSON\0", b"MINOL\0", b"CAMER\0"))
    orders: tuple[ByteOrder, ...] = ("<", ">")
    for order in orders:
        found = _read(note, at, order, is_olympus)
        if found is not None:
            return found
    return None


def _read(note: bytes, at: int, order: ByteOrder, is_olympus: bool) -> _Found | None:
    if at + 2 > len(note):
        return None
    (count,) = struct.unpack_from(order + "H", note, at)
    end = at + 2 + count * _ENTRY
    if not 0 < count <= _MOST_ENTRIES or end > len(note):
        return None
    pointers = []
    for place in range(at + 2, end, _ENTRY):
        tag, kind, number, value = struct.unpack_from(order + "HHII", note, place)
        if kind not in _SIZES or (is_olympus and tag in _NESTED):
            return None
        size = _SIZES[kind] * number
        if size > _INLINE:
            pointers.append((place + 8, value, size))
    return _Found(order, end, tuple(pointers))


def _base(note: bytes, found: _Found, start: int) -> int | None:
    """What its offsets count from: ``start`` beyond the note, 0 for the note; None for neither."""
    if not found.pointers:
        return 0

    def fits(base: int) -> bool:
        return all(
            found.end <= offset - base <= len(note) - size for _, offset, size in found.pointers
        )

    fitting = [base for base in (start, 0) if fits(base)]
    if len(fitting) == 2 and start:
        # Values follow their directory: what lies nearer to its end is meant.
        first = min(offset for _, offset, _ in found.pointers)
        return min(fitting, key=lambda base: abs(first - base - found.end))
    return fitting[0] if fitting else None
