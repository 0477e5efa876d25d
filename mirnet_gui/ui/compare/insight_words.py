"""Units of the network in words that a photographer knows."""

from __future__ import annotations

from mirnet_gui.compare.insight_pictures import MapPicture
from mirnet_gui.formatting import percent, separated
from mirnet_gui.inference.insight import UnitPlace
from mirnet_gui.jobs.insight_job import ShownInsight, ShownInsights
from mirnet_gui.language import localized, mark, tr

_TASKS = {"light": mark("Light pass"), "detail": mark("Detail pass")}
_STAGES = {"early": mark("early"), "middle": mark("middle"), "late": mark("late")}
_SCALES = {
    "fine": mark("fine detail"),
    "medium": mark("medium shapes"),
    "broad": mark("broad areas"),
}
_STREAMS = (
    mark("Full size"),
    mark("Half size"),
    mark("Quarter size"),
    mark("1/8 size"),
    mark("1/16 size"),
    mark("1/32 size"),
)
_ATTENTION = mark(
    "Yellow: this part of the network kept most of what it had found there. Blue: it kept least. "
    "That does not say how much a place matters."
)
_WATCHED = mark("A large photograph is watched on a smaller copy of it.")
_LIGHT = mark(
    "How many stops (EV) brighter the first pass makes each place: most where it is yellow, least "
    "where it is blue."
)


def words_of(shown: ShownInsight, offered: ShownInsights) -> str:
    """As in "Early, fine detail"; with its pass where those ``offered`` are of several."""
    key = shown.view.key
    if key.is_light:
        return tr("Light's map")
    words = separated(
        tr(table[word])
        for table, word in ((_STAGES, key.stage), (_SCALES, key.scale))
        if word in table
    )
    if len({each.view.key.task for each in offered}) > 1 and key.task in _TASKS:
        return tr("{what}: {where}", what=tr(_TASKS[key.task]), where=words)
    return words[:1].upper() + words[1:]


def paper_name(place: UnitPlace | None) -> str:
    """What the paper calls a unit, "" for none."""
    if place is None:
        return ""
    return tr("RRG {group}, MRB {block}, DAU column {column}, stream {stream}", **place._asdict())


def meaning_of(shown: ShownInsight) -> str:
    """What the colours say, and what they do not."""
    key = shown.view.key
    if key.is_light:
        return tr(_LIGHT)
    # The pass of light sees no more than such a copy when it is at work, too.
    return tr(_ATTENTION) if key.task == "light" else f"{tr(_ATTENTION)} {tr(_WATCHED)}"


def end_of(picture: MapPicture, *, high: bool) -> str:
    """The value at one end of the colours, as in "31 %" or "+2.4 EV"."""
    value = picture.high if high else picture.low
    return percent(value) if picture.measure == "share" else localized(f"{value:+.1f} EV")


def stream_name(number: int) -> str:
    """How large stream ``number`` (from 0) is; there are six at most."""
    return tr(_STREAMS[number])
