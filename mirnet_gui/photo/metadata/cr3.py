"""EXIF of Canon's CR3: boxes that hold a TIFF structure for each directory of an EXIF block."""

from __future__ import annotations

from typing import BinaryIO, Final

from mirnet_gui.photo.containers.ifd import EXIF, GPS, ByteLayout, DamagedStructureError, Directory
from mirnet_gui.photo.containers.isobmff import boxes_of, top_level_box
from mirnet_gui.photo.metadata import exif
from mirnet_gui.photo.metadata.tiff import described_by

_CANON: Final = bytes.fromhex("85c0b687820f11e08111f4ce462b6a48")
_MAIN, _NOTES = b"CMT1", b"CMT3"
_INNER: Final = {b"CMT2": EXIF, b"CMT4": GPS}


def exif_of_cr3(file: BinaryIO) -> tuple[bytes | None, bool]:
    """The EXIF block, None where there is none, and whether maker notes stay behind.

    These lie in a box of their own, whose offsets count from its beginning. Raises OSError.
    """
    movie = top_level_box(file, b"moov")
    boxes = {
        name: content
        for kind, inner in boxes_of(movie)
        if kind == b"uuid" and inner.startswith(_CANON)
        for name, content in boxes_of(inner[16:])
    }
    found = _directory(boxes.get(_MAIN, b""))
    if found is None:
        return None, False
    layout, root = found
    for name, tag in _INNER.items():
        inner_found = _directory(boxes.get(name, b""))
        if inner_found is not None and inner_found[0] == layout:
            root.children[tag] = Directory(inner_found[1].entries)
    return described_by(layout, root), _NOTES in boxes


def _directory(content: bytes) -> tuple[ByteLayout, Directory] | None:
    try:
        return exif.parse(content)
    except DamagedStructureError:
        return None
