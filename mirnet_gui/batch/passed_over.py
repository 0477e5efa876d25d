"""What a batch passes over, counted and named for a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mirnet_gui.photo.naming import PassedOver, Why
from mirnet_gui.photo.sentences import shown

_NAMED: Final = 10
_SENTENCES: Final[dict[Why, tuple[str, str]]] = {
    "link": (
        "1 folder is a link and was not looked into",
        "{count:,} folders are links and were not looked into",
    ),
    "second name": (
        "1 file is another name of a photograph that is there already",
        "{count:,} files are other names of photographs that are there already",
    ),
    "sidecar": ("1 sidecar file is not read", "{count:,} sidecar files are not read"),
    "other kind": (
        "1 picture is of a kind that is not read",
        "{count:,} pictures are of kinds that are not read",
    ),
    "result": (
        "1 result of this program was left out",
        "{count:,} results of this program were left out",
    ),
}


def sentences_on(passed_over: Sequence[PassedOver], named: int = _NAMED) -> list[str]:
    """A sentence for each reason, with the first ``named`` names."""
    return [
        f"{_counted(why, found)}: {_names(found, named)}."
        for why in _SENTENCES
        if (found := [each for each in passed_over if each.why == why])
    ]


def reason_for(why: Why) -> str:
    """Why one of them was passed over, for a table."""
    return f"{_SENTENCES[why][0].partition(' ')[2].capitalize()}."


def _counted(why: Why, found: Sequence[PassedOver]) -> str:
    one, many = _SENTENCES[why]
    return one if len(found) == 1 else many.format(count=len(found))


def _names(found: Sequence[PassedOver], most: int) -> str:
    first = sorted(found, key=lambda each: str(each.path))[:most]
    names = [shown(each.path) for each in first]
    if len(found) > most:
        names.append(f"and {len(found) - most:,} more")
    return ", ".join(names)
