"""IPTC-IIM records (version 4.2): taken apart into data sets, and put together without some."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from mirnet_gui.photo.metadata.groups import KEPT, NEUTRAL, UNKNOWN, Group, Groups, groups

_MARK: Final = 0x1C
_EXTENDED: Final = 0x8000

_ENVELOPE, _APPLICATION = 1, 2
_GROUPS: Final[dict[tuple[int, int], Groups]] = {
    # Versions, and how texts are encoded.
    **dict.fromkeys(((_ENVELOPE, 0), (_ENVELOPE, 90), (_APPLICATION, 0)), KEPT),
    **dict.fromkeys([(_APPLICATION, each) for each in (10, 130, 131, 135)], NEUTRAL),
    **dict.fromkeys(
        [(_APPLICATION, each) for each in (5, 7, 12, 15, 20, 22, 25, 40, 103, 105, 120, 121, 122)],
        groups("words"),
    ),
    **dict.fromkeys(
        [(_APPLICATION, each) for each in (26, 27, 90, 92, 95, 100, 101)], groups("location")
    ),
    **dict.fromkeys(
        [(_APPLICATION, each) for each in (80, 85, 110, 115, 116, 118)], groups("copyright")
    ),
    **dict.fromkeys(
        [
            *((_APPLICATION, each) for each in (30, 35, 37, 38, 47, 55, 60, 62, 63)),
            (_ENVELOPE, 70), (_ENVELOPE, 80),
        ],
        groups("date"),
    ),
    **dict.fromkeys(((_APPLICATION, 65), (_APPLICATION, 70)), groups("camera")),
}  # fmt: skip


def without(
    records: bytes, unwanted: frozenset[Group], is_unwanted: Callable[[bytes], bool]
) -> bytes | None:
    """The records without what tells of ``unwanted``; None where only how they are written stays.

    What nobody knows, and what is behind a damaged place, goes with each group; so do texts of
    which ``is_unwanted`` is true.
    """
    kept = [
        (number, whole)
        for number, whole, text in _data_sets(records)
        if not _GROUPS.get(number, UNKNOWN) & unwanted and not is_unwanted(text)
    ]
    if all(_GROUPS[number] == KEPT for number, _ in kept):
        return None
    return b"".join(whole for _, whole in kept)


def _data_sets(records: bytes) -> Iterator[tuple[tuple[int, int], bytes, bytes]]:
    """Record and number of each data set, all of its bytes, and its value.

    Ends before a damaged one.
    """
    position = 0
    while position + 5 <= len(records) and records[position] == _MARK:
        number = records[position + 1], records[position + 2]
        length = int.from_bytes(records[position + 3 : position + 5], "big")
        start = position + 5
        if length & _EXTENDED:
            width = length & ~_EXTENDED
            length = int.from_bytes(records[start : start + width], "big")
            start += width
        end = start + length
        if end > len(records):
            return
        yield number, records[position:end], records[start:end]
        position = end
