"""EXIF blocks: kept byte for byte, with only what the upright, enhanced picture changes patched."""

from __future__ import annotations

import io
import struct
from contextlib import suppress
from typing import Final

import numpy as np

from mirnet_gui.photo.containers import maker_notes
from mirnet_gui.photo.containers.ifd import (
    EXIF,
    INTEGERS,
    ByteLayout,
    DamagedStructureError,
    Directory,
    DirectoryEntry,
    read_directory,
    read_structure,
)
from mirnet_gui.photo.containers.ifd_writing import block as whole_block
from mirnet_gui.photo.containers.ifd_writing import reordered

ORIENTATION: Final = 0x0112

_PREFIX: Final = b"Exif\0\0"
_WIDTHS: Final = (0x0100, 0xA002)
_HEIGHTS: Final = (0x0101, 0xA003)
_PER_SENSOR: Final = (0xA20E, 0xA20F)  # FocalPlaneXResolution, FocalPlaneYResolution
_IN_PIXELS: Final = (0x9214, 0xA214)  # SubjectArea, SubjectLocation
_THUMBNAIL_OFFSET, _THUMBNAIL_LENGTH = 0x0201, 0x0202
_PADDING: Final = 4
_RATIONALS: Final = {5: "II", 10: "ii"}
_COMMENT: Final = 0x9286
_UNICODE: Final = b"UNICODE\0"


def without_prefix(block: bytes) -> bytes:
    """The bare TIFF structure of an EXIF block, as JPEG and some WebP files do not have it."""
    return block.removeprefix(_PREFIX)


def parse(block: bytes) -> tuple[ByteLayout, Directory]:
    """The layout and first directory of a bare block. Raises :class:`DamagedStructureError`."""
    return read_structure(io.BytesIO(block))


def orientation_of(block: bytes) -> int | None:
    """How the picture lies, 1 to 8, by a bare block; None where it does not say so."""
    try:
        layout, root = parse(without_prefix(block))
    except DamagedStructureError:
        return None
    entry = next(iter(root.every(ORIENTATION)), None)
    value = _integer(entry, layout)
    if entry is not None and entry.kind in _RATIONALS and entry.count:
        above, below = struct.unpack_from(layout.order + _RATIONALS[entry.kind], entry.value)
        value = above if below == 1 else None
    return value if value is not None and 1 <= value <= 8 else None


def in_order(root: Directory, source: ByteLayout, target: ByteLayout) -> Directory:
    """The directory in the byte order of ``target``, a Unicode comment in it included."""
    if source.order == target.order:
        return root
    if has_unmovable_note(root, source, target):
        del root.children[EXIF].entries[maker_notes.TAG]
    swapped = reordered(root, source, target)
    comment = root.children[EXIF].entries.get(_COMMENT) if EXIF in root.children else None
    if comment and comment.value.startswith(_UNICODE):
        text = comment.value.removeprefix(_UNICODE)
        text = np.frombuffer(text[: len(text) // 2 * 2], "<u2").byteswap().tobytes()
        swapped.children[EXIF].entries[_COMMENT] = DirectoryEntry(comment.kind, _UNICODE + text)
    return swapped


def has_unmovable_note(root: Directory, source: ByteLayout, target: ByteLayout) -> bool:
    """Whether maker notes would be lost in another file, of the layout ``target``."""
    note = root.children[EXIF].entries.get(maker_notes.TAG) if EXIF in root.children else None
    if note is None:
        return False
    if maker_notes.moved(note.value, note.start, 0) is None:
        return True
    # Readers take a note for being in the byte order of its file where it does not say so itself.
    own = maker_notes.order_of(note.value)
    return source.order != target.order and own not in (None, target.order)


def loses_note(block: bytes, target: ByteLayout) -> bool:
    """Whether maker notes of a bare block would be lost in a TIFF file of the layout ``target``."""
    try:
        source, root = parse(block)
    except DamagedStructureError:
        return False
    return has_unmovable_note(root, source, target)


def without_note(block: bytes) -> bytes | None:
    """A bare block without maker notes; None when it cannot be read."""
    try:
        layout, root = parse(block)
    except DamagedStructureError:
        return None
    if EXIF in root.children:
        root.children[EXIF].entries.pop(maker_notes.TAG, None)
    return whole_block(root, layout)


def upright(block: bytes, width: int, height: int) -> bytes | None:
    """The block of an upright picture of ``width`` x ``height`` pixels: no rotation, no thumbnail.

    Everything else stays where it is, for maker notes point into the block by offset. None when
    the block is too damaged to be read.
    """
    patched = bytearray(without_prefix(block))
    try:
        layout, root = parse(bytes(patched))
        sides = dict.fromkeys(_WIDTHS, width) | dict.fromkeys(_HEIGHTS, height)
        for directory in (root, root.children.get(EXIF, Directory())):
            _patch(patched, layout, directory, {ORIENTATION: 1, **sides})
        if root.successor:
            _drop_thumbnail(patched, layout, root)
    except DamagedStructureError:
        return None
    return bytes(patched)


def resized(block: bytes, factor: float) -> bytes:
    """A bare block of a picture that has ``factor`` times as many pixels a side.

    As many more lie on the sensor, by which programs tell the angle of view; and the subject is
    elsewhere. A block that is too damaged to be read stays as it is.
    """
    patched = bytearray(block)
    try:
        layout, root = parse(block)
    except DamagedStructureError:
        return block
    directory = root.children.get(EXIF, Directory())
    for tag in (*_PER_SENSOR, *_IN_PIXELS):
        for entry in directory.every(tag):
            _multiply(patched, layout, entry, factor)
    return bytes(patched)


def _multiply(block: bytearray, layout: ByteLayout, entry: DirectoryEntry, factor: float) -> None:
    is_share = entry.kind in _RATIONALS
    code = _RATIONALS[entry.kind] if is_share else INTEGERS.get(entry.kind, "")
    # What has no room for the product keeps what it said.
    with suppress(struct.error):
        form = f"{layout.order}{entry.count * len(code)}{code[:1]}"
        numbers = list(struct.unpack_from(form, block, entry.start))
        for place in range(0, len(numbers), 2 if is_share else 1):
            numbers[place] = round(numbers[place] * factor)
        struct.pack_into(form, block, entry.start, *numbers)


def _patch(
    block: bytearray, layout: ByteLayout, directory: Directory, values: dict[int, int]
) -> None:
    for tag, value in values.items():
        for entry in directory.every(tag):
            code, numbers = INTEGERS.get(entry.kind, ""), [value]
            if entry.kind in _RATIONALS:
                # Readers take 6/1 for 6.
                code, numbers = _RATIONALS[entry.kind], [value, 1]
            # A picture too large for the number keeps what it said: nothing else has room.
            with suppress(struct.error):
                form = f"{layout.order}{entry.count * len(code)}{code[:1]}"
                struct.pack_into(form, block, entry.start, *numbers * entry.count)


def _drop_thumbnail(block: bytearray, layout: ByteLayout, root: Directory) -> None:
    struct.pack_into(layout.offset, block, root.successor_position, 0)
    try:
        thumbnail = read_directory(io.BytesIO(bytes(block)), layout, root.successor)
    except DamagedStructureError:
        return
    start = _integer(thumbnail.entries.get(_THUMBNAIL_OFFSET), layout)
    length = _integer(thumbnail.entries.get(_THUMBNAIL_LENGTH), layout)
    if not start or not length or start + length > len(block):
        return
    block[start : start + length] = bytes(length)
    if len(block) - (start + length) < _PADDING:
        del block[start:]


def _integer(entry: DirectoryEntry | None, layout: ByteLayout) -> int | None:
    return entry.integer(layout) if entry else None
