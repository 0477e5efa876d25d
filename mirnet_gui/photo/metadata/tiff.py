"""What TIFF files say about a picture: read from their tags and appended to a finished file."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, Final

import numpy as np

from mirnet_gui.language import mark
from mirnet_gui.photo.containers.ifd import (
    ByteLayout,
    DamagedStructureError,
    Directory,
    DirectoryEntry,
    read_directory,
    read_header,
    read_structure,
)
from mirnet_gui.photo.containers.ifd_writing import block, serialise
from mirnet_gui.photo.metadata import exif, photoshop
from mirnet_gui.photo.photo import Metadata

_REDUCED_OR_MASK: Final = 0b101
_SUBFILE, _OLD_SUBFILE = 254, 255
_OLD_REDUCED: Final = 2
_KINDS_OF_PAGE: Final = (_SUBFILE, _OLD_SUBFILE)
_PHOTOMETRIC, _SUBDIRECTORIES = 262, 330
_MOST_BELOW: Final = 1000
_LEFT_OUT: Final = {
    37724: mark("layers of Photoshop"),
    50255: mark("annotations of Photoshop"),
    50740: mark("private data of the camera's maker (DNG)"),
}
_MOST_PAGES: Final = 10_000

XMP, IPTC, PHOTOSHOP, PROFILE = 700, 33723, 34377, 34675

_BLOCKS: Final = (XMP, IPTC, PHOTOSHOP)
_BYTE, _UNDEFINED = 1, 7
_LONG_OFFSETS: Final = (16, 17, 18)

_STRUCTURE: Final = frozenset({
    *range(254, 260), *range(262, 267), 273, *range(277, 282), 284, *range(288, 294), 297, 301,
    317, *range(320, 331), 332, 333, 334, *range(336, 348), *range(512, 522), *range(529, 533),
    XMP, IPTC, PHOTOSHOP, PROFILE, 37724, 50255,
})  # fmt: skip
"""Tags of IFD0 that say how the pixels are stored, and those that are kept another way."""


_DEVELOPMENT: Final = frozenset({
    33421, 33422, 37398, 37399, *range(50700, 51300), *range(52500, 52560),
})  # fmt: skip
"""Tags that tell how a sensor's data is developed (TIFF/EP, DNG): untrue of what was developed."""


@dataclass(frozen=True, slots=True)
class Page:
    """A picture of its own: its ``number`` in the chain of directories, from nought on.

    ``below`` is its number among those that the first directory of the chain has below it, if it
    is one of them. ``root`` is the first directory, where it is another one and can be read.
    ``pages`` counts pictures of their own in the file: reduced copies and masks are none.
    """

    layout: ByteLayout
    directory: Directory
    number: int = 0
    below: int | None = None
    root: Directory | None = None
    pages: int = 0


def read_page(file: BinaryIO) -> Page:
    """The first picture of its own.

    Some writers put a thumbnail in front, or above. Where all are reduced copies or masks, the very
    first. Raises :class:`DamagedStructureError` or OSError.
    """
    layout, first = read_header(file)

    def own(found: Iterable[tuple[int, Directory]]) -> list[tuple[int, int]]:
        numbered = enumerate(found)
        return [(number, offset) for number, (offset, each) in numbered if _is_page(each, layout)]

    if chained := own(_chain(file, layout, first)):
        number, offset = chained[0]
        page = Page(layout, read_directory(file, layout, offset), number, pages=len(chained))
        return replace(page, root=_readable(file, layout, first)) if number else page
    # Below a picture lie its smaller copies, and others only below a thumbnail.
    if below := own(_below(file, layout, first)):
        number, offset = below[0]
        directory, root = read_directory(file, layout, offset), _readable(file, layout, first)
        return Page(layout, directory, below=number, root=root, pages=len(below))
    return Page(layout, read_directory(file, layout, first))


def _readable(file: BinaryIO, layout: ByteLayout, offset: int) -> Directory | None:
    try:
        return read_directory(file, layout, offset)
    except DamagedStructureError:
        return None


def colours_below(file: BinaryIO) -> list[int | None]:
    """What the pictures of their own below the first directory say of their colours.

    Raises :class:`DamagedStructureError` or OSError.
    """
    layout, root = read_header(file)
    below = (each for _, each in _below(file, layout, root) if _is_page(each, layout))
    colours = [each.entries.get(_PHOTOMETRIC) for each in below]
    return [entry.integer(layout) if entry else None for entry in colours]


def _below(file: BinaryIO, layout: ByteLayout, root: int) -> Iterator[tuple[int, Directory]]:
    """Offsets of the directories below the first one, and what each says of its picture."""
    entry = read_directory(file, layout, root, only=(_SUBDIRECTORIES,)).entries.get(_SUBDIRECTORIES)
    room = file.seek(0, 2)
    for offset in entry.integers(layout)[:_MOST_BELOW] if entry else ():
        directory = read_directory(file, layout, offset, only=(*_KINDS_OF_PAGE, _PHOTOMETRIC))
        room -= directory.successor_position - offset
        if room < 0:
            # Directories that are longer together than the file lie over each other.
            return
        yield offset, directory


def _chain(file: BinaryIO, layout: ByteLayout, offset: int) -> Iterator[tuple[int, Directory]]:
    """Offsets of the directories that follow each other, and what kind of page each says it is.

    Ends before a damaged one, and where directories lie over each other.
    """
    seen: set[int] = set()
    room = file.seek(0, 2)
    while offset and offset not in seen and len(seen) < _MOST_PAGES:
        seen.add(offset)
        try:
            directory = read_directory(file, layout, offset, only=_KINDS_OF_PAGE)
        except DamagedStructureError:
            return
        room -= directory.successor_position - offset
        if room < 0:
            return
        yield offset, directory
        offset = directory.successor


def _is_page(directory: Directory, layout: ByteLayout) -> bool:
    kind, old = (directory.entries.get(tag) for tag in _KINDS_OF_PAGE)
    if kind is None and old is not None:
        return old.integer(layout) != _OLD_REDUCED
    return not (kind and (kind.integer(layout) or 0) & _REDUCED_OR_MASK)


def without_development(exif_block: bytes) -> bytes | None:
    """An EXIF block of a camera's own file without what told how to develop its sensor's data."""
    try:
        layout, root = exif.parse(exif_block)
    except DamagedStructureError:
        return None
    kept = {tag: entry for tag, entry in root.entries.items() if tag not in _DEVELOPMENT}
    return block(Directory(kept, root.children), layout)


def read_metadata(file: BinaryIO) -> Metadata:
    """EXIF, XMP and IPTC of a TIFF file, the orientation still as it is in the file."""
    try:
        return _metadata_of(*read_structure(file))
    except DamagedStructureError:
        return Metadata()


def page_metadata(page: Page) -> Metadata:
    """As :func:`read_metadata`, of the first picture of its own (see :func:`read_page`)."""
    directory, root = page.directory, page.root
    if page.number or page.below is not None:
        if root is None:
            return Metadata()
        blocks = {tag: root.entries[tag] for tag in _BLOCKS if tag in root.entries}
        entries = _described(root).entries | blocks | directory.entries
        directory = Directory(entries, root.children | directory.children)
    return _metadata_of(page.layout, directory)


def _metadata_of(layout: ByteLayout, root: Directory) -> Metadata:
    left_out = [name for tag, name in _LEFT_OUT.items() if tag in root.entries]
    if exif.has_unmovable_note(root, layout, layout):
        left_out.append(mark("maker notes"))
    return Metadata(
        exif=described_by(layout, root),
        xmp=_value(root, XMP),
        iptc=_iptc(root),
        resources=_value(root, PHOTOSHOP),
        left_out=tuple(left_out),
    )


def described_by(layout: ByteLayout, root: Directory) -> bytes | None:
    """An EXIF block of what describes the picture and not how pixels are stored, or None."""
    described = _described(root)
    kept = described.entries.keys() - {exif.ORIENTATION}
    return block(described, layout) if kept or described.children else None


def _described(root: Directory) -> Directory:
    # What describes the picture and not the storage of its pixels; EXIF knows no 64-bit numbers.
    entries = {
        tag: entry
        for tag, entry in root.entries.items()
        if tag not in _STRUCTURE and entry.kind not in _LONG_OFFSETS
    }
    return Directory(entries, root.children)


def _value(root: Directory, tag: int) -> bytes | None:
    entry = root.entries.get(tag)
    return entry.value if entry else None


def _iptc(root: Directory) -> bytes | None:
    records = _value(root, IPTC)
    if records is None:
        resources = _value(root, PHOTOSHOP)
        return photoshop.iptc_of(resources) if resources else None
    if not records.startswith(b"\x1c") and len(records) % 4 == 0:
        # Old writers declare the records as 32-bit numbers and swap them.
        records = np.frombuffer(records, "<u4").byteswap().tobytes()
    return records if records.startswith(b"\x1c") else None


def append_metadata(file: BinaryIO, metadata: Metadata, profile: bytes | None) -> None:
    """Give the TIFF in ``file`` (open for reading and writing) its metadata and profile.

    A new first directory is put behind the pixels and the header pointed to it: no pixel moves.
    """
    layout, root = read_structure(file)
    if metadata.exif:
        _add_exif(root, layout, metadata.exif)
    _add(root, XMP, _BYTE, metadata.xmp)
    _add(root, IPTC, _UNDEFINED, metadata.iptc)
    _add(root, PHOTOSHOP, _BYTE, metadata.resources)
    _add(root, PROFILE, _UNDEFINED, profile)
    end = file.seek(0, 2)
    end += file.write(bytes(end % 2))
    file.write(serialise(root, layout, end))
    file.seek(8 if layout.big else 4)
    file.write(struct.pack(layout.offset, end))


def _add(root: Directory, tag: int, kind: int, value: bytes | None) -> None:
    if value:
        root.entries[tag] = DirectoryEntry(kind, value)


def _add_exif(root: Directory, layout: ByteLayout, exif_block: bytes) -> None:
    try:
        source, described = exif.parse(exif_block)
    except DamagedStructureError:
        return
    described = exif.in_order(_described(described), source, layout)
    root.entries.update(described.entries)
    root.children.update(described.children)
