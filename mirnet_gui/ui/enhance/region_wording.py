"""What regions are called, and what was changed about them, in words."""

from __future__ import annotations

from dataclasses import fields

from mirnet_gui.language import mark, tr
from mirnet_gui.methods.region_texts import LIMIT, REGION_AMOUNTS
from mirnet_gui.tone.regions import AdjustedRegion
from mirnet_gui.tone.shapes import Brush
from mirnet_gui.ui.enhance.region_editor import Regions, kind_of

_PARTS = {
    "tones": mark("Tones"),
    "limit": LIMIT.label,
    "inverted": mark("Invert"),
    "is_on": mark("On or off"),
}


def region_names(regions: Regions) -> list[str]:
    """As in "Ellipse 2": numbered by kind."""
    names: list[str] = []
    counts: dict[str, int] = {}
    for region in regions:
        kind = kind_of(region)
        counts[kind] = counts.get(kind, 0) + 1
        names.append(tr("{kind} {number}", kind=tr(kind), number=counts[kind]))
    return names


def region_change(before: Regions, after: Regions) -> str:
    """What was done between ``before`` and ``after``, as in "Ellipse 2: Exposure"."""
    if len(after) > len(before):
        return tr("{region} added", region=region_names(after)[_first_difference(after, before)])
    if len(after) < len(before):
        return tr("{region} deleted", region=region_names(before)[_first_difference(before, after)])
    differing = [place for place, region in enumerate(before) if after[place] != region]
    if len(differing) != 1:
        return tr("Regions")
    place = differing[0]
    what = _what_differs(before[place], after[place])
    return tr("{region}: {what}", region=region_names(after)[place], what=what)


def _first_difference(longer: Regions, shorter: Regions) -> int:
    places = range(len(shorter))
    return next((place for place in places if longer[place] != shorter[place]), len(shorter))


def _what_differs(before: AdjustedRegion, after: AdjustedRegion) -> str:
    """One word where one thing differs."""
    words = [
        tr(label) for name, label in _labels().items() if _of(before, name) != _of(after, name)
    ]
    if before.shape != after.shape:
        words.append(tr("Brush stroke") if isinstance(after.shape, Brush) else tr("Shape"))
    return words[0] if len(words) == 1 else tr("Settings")


def _labels() -> dict[str, str]:
    return {name: each.label for name, each in REGION_AMOUNTS.items()} | _PARTS


def _of(region: AdjustedRegion, name: str) -> object:
    in_controls = {each.name for each in fields(region.controls)}
    return getattr(region.controls if name in in_controls else region, name)
