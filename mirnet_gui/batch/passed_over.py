"""What a batch passes over, counted and named for a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mirnet_gui.formatting import separated
from mirnet_gui.language import mark, tr, tr_count
from mirnet_gui.photo.error_messages import quoted
from mirnet_gui.photo.naming import PassedOver, Why

_NAMED: Final = 10
_REASONS: Final[dict[Why, str]] = {
    "link": mark("Folder is a link and was not looked into."),
    "second name": mark("File is another name of a photograph that is there already."),
    "sidecar": mark("Sidecar file is not read."),
    "other kind": mark("Picture is of a kind that is not read."),
    "result": mark("Result of this program was left out."),
}


def _sentence(why: Why, count: int) -> str:
    match why:
        case "link":
            return tr_count(
                "{count} folder is a link and was not looked into",
                "{count:,} folders are links and were not looked into",
                count,
            )
        case "second name":
            return tr_count(
                "{count} file is another name of a photograph that is there already",
                "{count:,} files are other names of photographs that are there already",
                count,
            )
        case "sidecar":
            return tr_count(
                "{count} sidecar file is not read", "{count:,} sidecar files are not read", count
            )
        case "other kind":
            return tr_count(
                "{count} picture is of a kind that is not read",
                "{count:,} pictures are of kinds that are not read",
                count,
            )
        case "result":
            return tr_count(
                "{count} result of this program was left out",
                "{count:,} results of this program were left out",
                count,
            )


def sentences_on(passed_over: Sequence[PassedOver], named: int = _NAMED) -> list[str]:
    """A sentence for each reason, with the first ``named`` names."""
    return [
        f"{_sentence(why, len(found))}: {_names(found, named)}."
        for why in _REASONS
        if (found := [each for each in passed_over if each.why == why])
    ]


def reason_for(why: Why) -> str:
    """Why one of them was passed over, for a table."""
    return tr(_REASONS[why])


def _names(found: Sequence[PassedOver], most: int) -> str:
    first = sorted(found, key=lambda each: str(each.path))[:most]
    names = [quoted(each.path) for each in first]
    if len(found) > most:
        names.append(tr("and {count:,} more", count=len(found) - most))
    return separated(names)
