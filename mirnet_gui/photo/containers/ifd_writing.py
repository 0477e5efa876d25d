"""Directories of tags as bytes again: at another place, in another byte order."""

from __future__ import annotations

import struct
from dataclasses import replace
from typing import Final

import numpy as np

from mirnet_gui.photo.containers import maker_notes
from mirnet_gui.photo.containers.ifd import ByteLayout, Directory, DirectoryEntry

_WORDS: Final = {3: 2, 4: 4, 5: 4, 8: 2, 9: 4, 10: 4, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
_LONG, _LONG8 = 4, 18


def serialise(directory: Directory, layout: ByteLayout, at: int) -> bytes:
    """The bytes of a directory that will lie at the even offset ``at``, without a successor.

    Its entries must be in the byte order of ``layout`` (see :func:`reordered`). Maker notes that
    cannot be moved are left out.
    """
    if _is_unmovable(directory.entries.get(maker_notes.TAG)):
        directory = replace(directory, entries=dict(directory.entries))
        del directory.entries[maker_notes.TAG]
    tags = sorted({*directory.entries, *directory.children})
    step = struct.calcsize(layout.entry) + layout.inline
    start = at + struct.calcsize(layout.count) + len(tags) * step + layout.inline
    table = bytearray(struct.pack(layout.count, len(tags)))
    values = bytearray()
    for tag in tags:
        values += bytes((start + len(values)) % 2)
        here = start + len(values)
        if tag in directory.children:
            entry = DirectoryEntry(
                _LONG8 if layout.big else _LONG, struct.pack(layout.offset, here)
            )
            values += serialise(directory.children[tag], layout, here)
        else:
            entry = directory.entries[tag]
            if tag == maker_notes.TAG:
                entry = _moved(entry, here)
        table += struct.pack(layout.entry, tag, entry.kind, entry.count)
        if len(entry.value) <= layout.inline:
            table += entry.value.ljust(layout.inline, b"\0")
        else:
            table += struct.pack(layout.offset, here)
            values += entry.value
    return bytes(table + bytes(layout.inline) + values)


def _is_unmovable(note: DirectoryEntry | None) -> bool:
    return note is not None and maker_notes.moved(note.value, note.start, 0) is None


def _moved(note: DirectoryEntry, target: int) -> DirectoryEntry:
    value = maker_notes.moved(note.value, note.start, target)
    return note if value is None else DirectoryEntry(note.kind, value, target)


def block(directory: Directory, layout: ByteLayout) -> bytes:
    """A whole structure, as EXIF blocks are: the header and the directory behind it."""
    head = (b"II*\0" if layout.order == "<" else b"MM\0*") + struct.pack(layout.order + "I", 8)
    return head + serialise(directory, ByteLayout(layout.order), len(head))


def reordered(directory: Directory, source: ByteLayout, target: ByteLayout) -> Directory:
    """The same directory with its numbers in the byte order of ``target``."""
    if source.order == target.order:
        return directory
    return Directory(
        {tag: _swapped(entry) for tag, entry in directory.entries.items()},
        {tag: reordered(child, source, target) for tag, child in directory.children.items()},
    )


def _swapped(entry: DirectoryEntry) -> DirectoryEntry:
    word = _WORDS.get(entry.kind)
    if word is None:
        return entry
    return DirectoryEntry(entry.kind, np.frombuffer(entry.value, f"<u{word}").byteswap().tobytes())
