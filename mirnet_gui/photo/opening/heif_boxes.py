"""What the boxes of an AVIF file say of its primary picture (ISO/IEC 14496-12 and 23008-12)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

import pyvips

from mirnet_gui.photo.colour.numbers import (
    ColourNumbers,
    check_range,
    profile_of_numbers,
    with_declared_profile,
)

_LONGEST: Final = 16 * 2**20
_MOST_BOXES: Final = 10_000

Box = tuple[bytes, bytes]


@dataclass(frozen=True, slots=True)
class ColourBoxes:
    """``numbers`` are those of the nclx; colours stand multiplied by alpha if ``premultiplied``.

    ``has_gain_map`` says that a second picture makes the first one brighter on some screens.
    """

    numbers: ColourNumbers | None = None
    premultiplied: bool = False
    has_gain_map: bool = False


def colour_boxes(file: BinaryIO) -> ColourBoxes:
    """What is told of the primary picture's colours; nothing where boxes are damaged.

    Raises OSError.
    """
    file.seek(0)
    meta = _meta(file)
    try:
        return _colour_boxes(meta) if meta else ColourBoxes()
    except (struct.error, IndexError):
        return ColourBoxes()


def with_numbered_colours(image: pyvips.Image, numbers: ColourNumbers | None) -> pyvips.Image:
    """``image``, opened from an AVIF file, with the profile that ``numbers`` in its boxes tell.

    Raises :class:`mirnet_gui.photo.colour.conversion.UnknownColoursError`.
    """
    if numbers is None:
        return image
    check_range(numbers)
    return with_declared_profile(image, profile_of_numbers(numbers))


def _meta(file: BinaryIO) -> bytes | None:
    for _ in range(_MOST_BOXES):
        head = file.read(8)
        if len(head) < 8:
            return None
        size, name = struct.unpack(">I4s", head)
        if size == 1:
            size = int.from_bytes(file.read(8), "big") - 8
        if name == b"meta":
            return file.read(min(size - 8, _LONGEST)) if size > 8 else file.read(_LONGEST)
        if size < 8:
            return None
        file.seek(size - 8, 1)
    return None


def _colour_boxes(meta: bytes) -> ColourBoxes:
    boxes = dict(_boxes(meta[4:]))
    primary = _number(boxes.get(b"pitm", b""), 4, boxes.get(b"pitm", b"\0")[0])
    properties = dict(_boxes(boxes.get(b"iprp", b"")))
    all_of_them = list(_boxes(properties.get(b"ipco", b"")))
    own = _associated(properties.get(b"ipma", b""), primary)
    chosen = [all_of_them[index - 1] for index in own if 0 < index <= len(all_of_them)]
    # A picture in tiles may leave it to them to tell their colours.
    numbers = (
        _numbers(chosen) if any(name == b"colr" for name, _ in chosen) else _numbers(all_of_them)
    )
    premultiplied = _is_premultiplied(boxes.get(b"iref", b""), primary)
    return ColourBoxes(numbers, premultiplied, b"tmap" in boxes.get(b"iinf", b""))


def _boxes(data: bytes) -> Iterator[Box]:
    position = 0
    for _ in range(_MOST_BOXES):
        if position + 8 > len(data):
            return
        size, name = struct.unpack_from(">I4s", data, position)
        head = 8
        if size == 1 and position + 16 <= len(data):
            (size,) = struct.unpack_from(">Q", data, position + 8)
            head = 16
        size = size or len(data) - position
        if size < head:
            return
        yield name, data[position + head : position + size]
        position += size


def _number(data: bytes, start: int, version: int) -> int:
    size = 2 if version == 0 else 4
    return int.from_bytes(data[start : start + size], "big")


def _associated(ipma: bytes, item: int) -> list[int]:
    if len(ipma) < 8:
        return []
    version, wide = ipma[0], ipma[3] & 1
    (count,) = struct.unpack_from(">I", ipma, 4)
    position = 8
    width = 2 if wide else 1
    for _ in range(min(count, _MOST_BOXES)):
        found = _number(ipma, position, version)
        position += 2 if version == 0 else 4
        number = ipma[position]
        position += 1
        if found == item:
            mask = 0x7FFF if wide else 0x7F
            parts = (ipma[position + i * width :][:width] for i in range(number))
            return [int.from_bytes(part, "big") & mask for part in parts]
        position += number * width
    return []


def _numbers(boxes: list[Box]) -> ColourNumbers | None:
    for name, content in boxes:
        if name == b"colr" and content.startswith(b"nclx") and len(content) >= 8:
            return ColourNumbers(*struct.unpack_from(">HH", content, 4))
    return None


def _is_premultiplied(iref: bytes, item: int) -> bool:
    version = iref[0] if iref else 0
    return any(
        name == b"prem" and _number(content, 0, version) == item
        for name, content in _boxes(iref[4:])
    )
