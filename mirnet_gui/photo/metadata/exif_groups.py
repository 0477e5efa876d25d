"""EXIF without what tells of some groups: written anew from the tags that may stay.

Exif 3.0 (CIPA DC-008-2023), TIFF 6.0 and DNG 1.7 are the sources of the tags.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from mirnet_gui.photo.containers.ifd import (
    EXIF,
    GPS,
    INTEROPERABILITY,
    DamagedStructureError,
    Directory,
)
from mirnet_gui.photo.containers.ifd_writing import block as whole_block
from mirnet_gui.photo.metadata.exif import parse
from mirnet_gui.photo.metadata.groups import KEPT, NEUTRAL, UNKNOWN, Group, Groups, groups

_LOCATION, _CAMERA, _WORDS = groups("location"), groups("camera"), groups("words")
_COPYRIGHT, _DATE = groups("copyright"), groups("date")
_OWNER: Final = groups("camera", "words", "copyright")

_MAIN: Final[dict[int, Groups]] = {
    # Size, orientation, resolution and what the numbers of colours mean.
    **dict.fromkeys(
        (
            *range(0x0100, 0x0104), 0x0106, 0x0112, 0x0115, 0x011A, 0x011B, 0x011C, 0x0128, 0x012D,
            0x013E, 0x013F, 0x0211, 0x0212, 0x0213, 0x0214,
        ),
        KEPT,
    ),
    **dict.fromkeys((0x4746, 0x4749), NEUTRAL),  # ratings
    **dict.fromkeys((0x010D, 0x010E, 0x011D, 0x9C9B, 0x9C9C, 0x9C9E, 0x9C9F), _WORDS),
    **dict.fromkeys((0x013B, 0x8298, 0x9C9D), _COPYRIGHT),
    # Maker, model, programs, and what DNG adds.
    **dict.fromkeys(
        (0x000B, 0x010F, 0x0110, 0x0131, 0x013C, 0xC614, 0xC615, 0xC62F, 0xC630), _CAMERA
    ),
    **dict.fromkeys((0x0132, 0xC71B), _DATE),
    # GeoTIFF.
    **dict.fromkeys((0x830E, 0x8482, 0x85D8, 0x87AF, 0x87B0, 0x87B1), _LOCATION),
}  # fmt: skip
_INNER: Final[dict[int, Groups]] = {
    **dict.fromkeys((0x9000, 0x9101, 0xA000, 0xA001, 0xA002, 0xA003, 0xA500), KEPT),
    # Exposure, and how the camera made the picture.
    **dict.fromkeys(
        (
            0x829A, 0x829D, 0x8822, 0x8824, 0x8827, 0x8828, *range(0x8830, 0x8836), 0x9102,
            *range(0x9201, 0x920D), 0x920E, 0x920F, 0x9210, 0x9214, 0x9215, *range(0xA20B, 0xA211),
            0xA214, 0xA215, 0xA217, 0xA300, 0xA301, 0xA302, *range(0xA401, 0xA40B), 0xA40C,
            0xA460, 0xA461, 0xA462,
        ),
        NEUTRAL,
    ),
    # Air pressure and depth of water tell a height.
    **dict.fromkeys(range(0x9400, 0x9406), _LOCATION),
    **dict.fromkeys((0x9286, 0xA436, 0xA438), _WORDS),
    0xA437: _COPYRIGHT,
    0xA430: _OWNER,
    **dict.fromkeys(
        (0x9211, 0xA420, 0xA40B, *range(0xA431, 0xA436), *range(0xA439, 0xA43D)), _CAMERA
    ),
    **dict.fromkeys(
        (0x882A, 0x9003, 0x9004, 0x9010, 0x9011, 0x9012, 0x9290, 0x9291, 0x9292), _DATE
    ),
}  # fmt: skip
# The date and the time, and the bytes that tell by which way it was found.
_PLACE: Final[dict[int, Groups]] = {
    **dict.fromkeys(range(0x20), _LOCATION),
    **dict.fromkeys((0x07, 0x1D), groups("location", "date")),
}
_TABLES: Final = {EXIF: _INNER, GPS: _PLACE, INTEROPERABILITY: {0x0001: KEPT, 0x0002: KEPT}}
_NAMES: Final = (0x010F, 0x0110)


def camera_names(block: bytes) -> tuple[bytes, ...]:
    """Maker and model by a bare block, as they stand there."""
    try:
        _, root = parse(block)
    except DamagedStructureError:
        return ()
    return tuple(root.entries[tag].value for tag in _NAMES if tag in root.entries)


def without(
    block: bytes, unwanted: frozenset[Group], is_unwanted: Callable[[bytes], bool]
) -> bytes | None:
    """The bare block without what tells of ``unwanted``; None where nothing stays.

    Of maker notes and of tags that nobody knows it is not known what they tell: they go with each
    group. Values of which ``is_unwanted`` is true go, too, and so do a thumbnail and bytes that no
    tag points to.
    """

    def kept(directory: Directory, table: dict[int, Groups]) -> Directory:
        entries = {
            tag: entry
            for tag, entry in directory.entries.items()
            if not table.get(tag, UNKNOWN) & unwanted and not is_unwanted(entry.value)
        }
        children = {tag: kept(child, _TABLES[tag]) for tag, child in directory.children.items()}
        filled = {tag: child for tag, child in children.items() if child.entries or child.children}
        return Directory(entries, filled)

    try:
        layout, root = parse(block)
    except DamagedStructureError:
        return None
    left = kept(root, _MAIN)
    return whole_block(left, layout) if left.entries or left.children else None
