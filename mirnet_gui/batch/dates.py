"""When a photograph was taken, for the names of results.

Dates are looked for in the bytes of the file, whatever its kind: no decoder runs while a batch is
planned, and camera RAW, HEIC and JPEG tell them in the same structures.
"""

from __future__ import annotations

import datetime
import io
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Literal

from mirnet_gui.language import mark, tr
from mirnet_gui.photo.containers.ifd import (
    EXIF,
    DamagedStructureError,
    Directory,
    DirectoryEntry,
    read_structure,
)

_ORIGINAL, _DIGITIZED, _CHANGED = 0x9003, 0x9004, 0x0132
_BLOCK: Final = 4 << 20
_CRW: Final = b"HEAPCCDR"
_TIME_STAMP: Final = 0x180E
_KIND_OF_RECORD, _DIRECTORIES = 0x3800, (0x2800, 0x3000)
_MOST_RECORDS: Final = 1000
_LONGEST_EXIF: Final = 1 << 20
_OVERLAP: Final = 256
_MOST_BLOCKS: Final = 64

# EXIF begins like a TIFF file, behind the name that JPEG, HEIC, JPEG XL, PNG, WebP, CR3 or MRW
# put there.
_EXIF: Final = (
    rb"(?:Exif\0\0(?:\0\0)?|eXIf|EXIF.{4}|CMT[12]|\0TTW.{4})(?:Exif\0\0)?(?P<exif>II\*\0|MM\0\*)"
)
_XMP: Final = (
    rb"(?:exif:DateTimeOriginal|photoshop:DateCreated)\s{0,9}(?:=\s{0,9}[\"']|>)\s{0,9}"
    rb"(?P<xmp>\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d)?)"
)
_XMP_DIGITIZED: Final = (
    rb"(?:xmp:CreateDate|exif:DateTimeDigitized)\s{0,9}(?:=\s{0,9}[\"']|>)\s{0,9}"
    rb"(?P<xmp_digitized>\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d)?)"
)
_IPTC: Final = rb"\x1c\x02\x37\0\x08(?P<iptc>\d{8})"
_X3F: Final = rb"T\0I\0M\0E\0\0\0(?P<seconds>(?:\d\0){8,11})"
_PLACES = re.compile(b"|".join((_EXIF, _XMP, _XMP_DIGITIZED, _IPTC, _X3F)), re.DOTALL)
_DATE = re.compile(
    rb"\s*(\d{4})[:/.-]?(\d\d)[:/.-]?(\d\d)(?:[T ]+(\d\d):(\d\d)(?::(\d\d))?)?", re.ASCII
)

_BEST: Final = mark("it was taken")
# From the best on: what a date is of, and how it is called in a warning.
_RANKS: Final = {
    "original": _BEST,
    "xmp": _BEST,
    "digitized": mark("it was digitized"),
    "iptc": mark("its content was created, by IPTC"),
    "changed": mark("it was last changed"),
}


@dataclass(frozen=True, slots=True)
class Taken:
    """``doubt`` is a sentence where the file does not say when it was taken ("" else)."""

    date: datetime.datetime
    doubt: str = ""


def when_taken(source: Path) -> Taken:
    """By what the file tells of the photograph, else by the file's own time."""
    try:
        with source.open("rb") as file:
            dates = _first_dates(file)
    except OSError:
        dates = {}
    for rank, words in _RANKS.items():
        if rank in dates:
            doubt = (
                ""
                if words == _BEST
                else _doubt(tr("the date in its name is when {words}", words=tr(words)))
            )
            return Taken(dates[rank], doubt)
    return Taken(_of_file(source), _doubt(tr("the date in its name is that of the file")))


def _doubt(instead: str) -> str:
    return tr("The photograph does not say when it was taken: {instead}.", instead=instead)


def _first_dates(file: BinaryIO) -> dict[str, datetime.datetime]:
    """The first date of every rank."""
    first: dict[str, datetime.datetime] = {}
    for rank, date in _dates(file):
        first.setdefault(rank, date)
        if rank == "original":
            break
    return first


def _dates(file: BinaryIO) -> Iterator[tuple[str, datetime.datetime]]:
    head = file.read(14)
    if head[:2] in (b"II", b"MM") and head[6:] == _CRW:
        yield from _of_heap(file, "little" if head[:2] == b"II" else "big")
    elif head[:2] in (b"II", b"MM"):
        # TIFF, and RAW files that differ from it in the third and fourth byte.
        yield from _of_structure(file, 0)
    file.seek(0)
    position, rest = 0, b""
    for _ in range(_MOST_BLOCKS):
        block = file.read(_BLOCK)
        if not block:
            return
        text = rest + block
        start = position - len(rest)
        position += len(block)
        for found in _PLACES.finditer(text):
            if found["exif"]:
                yield from _of_structure(file, start + found.start("exif"))
                continue
            if found["seconds"]:
                seconds = int(found["seconds"].replace(b"\0", b""))
                yield "original", datetime.datetime.fromtimestamp(seconds, datetime.UTC)
                continue
            rank = found.lastgroup or ""
            if (date := _date_of(found[rank])) is not None:
                yield rank.removeprefix("xmp_"), date
        file.seek(position)
        rest = text[-_OVERLAP:]


def _of_heap(
    file: BinaryIO, order: Literal["little", "big"]
) -> Iterator[tuple[str, datetime.datetime]]:
    """Of Canon's CRW, whose directories stand behind what they tell of (CIFF 1.0, revision 4)."""
    file.seek(2)
    start, end = int.from_bytes(file.read(4), order), file.seek(0, 2)
    waiting = [(start, end)]
    for _ in range(_MOST_BLOCKS):
        if not waiting:
            return
        start, end = waiting.pop()
        file.seek(max(end - 4, 0))
        file.seek(start + int.from_bytes(file.read(4), order))
        count = int.from_bytes(file.read(2), order)
        table = file.read(10 * min(count, _MOST_RECORDS))
        form = "<HII" if order == "little" else ">HII"
        for tag, size, place in struct.iter_unpack(form, table[: len(table) // 10 * 10]):
            if tag & _KIND_OF_RECORD in _DIRECTORIES:
                waiting.append((start + place, start + place + size))
            elif tag == _TIME_STAMP:
                file.seek(start + place)
                seconds = int.from_bytes(file.read(4), order)
                yield "original", datetime.datetime.fromtimestamp(seconds, datetime.UTC)


def _of_structure(file: BinaryIO, start: int) -> Iterator[tuple[str, datetime.datetime]]:
    file.seek(start)
    # A TIFF file may have its directory at its end, an EXIF block is short.
    block = file if start == 0 else io.BytesIO(file.read(_LONGEST_EXIF))
    try:
        _, root = read_structure(block, any_magic=True)
    except DamagedStructureError:
        return
    inner = root.children.get(EXIF, Directory())
    for rank, tag in (("original", _ORIGINAL), ("digitized", _DIGITIZED), ("changed", _CHANGED)):
        for directory in (inner, root):
            date = _date_of(directory.entries.get(tag, DirectoryEntry(2, b"")).value)
            if date is not None:
                yield rank, date


def _date_of(text: bytes) -> datetime.datetime | None:
    found = _DATE.match(text)
    if found is None:
        return None
    try:
        return datetime.datetime(*(int(part or 0) for part in found.groups()))  # type: ignore[arg-type]
    except ValueError:
        return None


def _of_file(source: Path) -> datetime.datetime:
    try:
        seconds = source.stat().st_mtime
        return datetime.datetime.fromtimestamp(seconds, datetime.UTC).astimezone()
    except (OSError, ValueError, OverflowError):
        return datetime.datetime.fromtimestamp(0, datetime.UTC)
