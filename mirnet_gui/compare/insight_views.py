"""Of all that is known of a network at work, what is worth a look: chosen units, light's map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeVar

from mirnet_gui.compare.insight_pictures import MapPicture, map_picture
from mirnet_gui.inference.insight import (
    FusionWeights,
    Insight,
    PassInsight,
    UnitAttention,
    UnitPlace,
)
from mirnet_gui.network.config import NetworkTask

Stage = Literal["", "early", "middle", "late"]
Scale = Literal["", "fine", "medium", "broad"]

_STAGES: dict[int, tuple[Stage, ...]] = {
    1: ("",),
    2: ("early", "late"),
    3: ("early", "middle", "late"),
}
_SCALES: dict[int, tuple[Scale, ...]] = {
    1: ("fine",),
    2: ("fine", "broad"),
    3: ("fine", "medium", "broad"),
}
_Item = TypeVar("_Item")


class InsightKey(NamedTuple):
    """Which unit of which pass: how deep in the network, and how coarse its stream is.

    ``stage`` is "" where there is one block only. Without a ``scale`` it is light's map.
    """

    task: NetworkTask
    stage: Stage = ""
    scale: Scale = ""

    @property
    def is_light(self) -> bool:
        """Whether it is how much brighter the pass makes each place."""
        return not self.scale


@dataclass(frozen=True, slots=True, eq=False)
class InsightView:
    """A map as a picture, the unit that it is of, and how streams are weighted after it."""

    key: InsightKey
    picture: MapPicture
    place: UnitPlace | None = None
    fusion: FusionWeights | None = None


def insight_views(insight: Insight) -> tuple[InsightView, ...]:
    """At most nine units of each pass, and light's map first where there is one."""
    return tuple(view for each in insight for view in _views(each))


def _views(each: PassInsight) -> Iterator[InsightView]:
    task = each.of.task
    if each.light is not None:
        yield InsightView(InsightKey(task), map_picture(each.light, "stops"))
    stages = _chosen(_last_columns(each))
    for stage, units in zip(_STAGES[len(stages)], stages, strict=True):
        streams = _chosen(units)
        for scale, unit in zip(_SCALES[len(streams)], streams, strict=True):
            yield InsightView(
                InsightKey(task, stage, scale),
                map_picture(each.spread_out(unit), "share"),
                unit.place,
                each.closing(unit.place),
            )


def _last_columns(each: PassInsight) -> list[list[UnitAttention]]:
    """The units of each block's last column, by stream: what its result is made of."""
    columns = max(unit.place.column for unit in each.units)
    blocks: dict[tuple[int, int], list[UnitAttention]] = {}
    for unit in each.units:
        if unit.place.column == columns:
            blocks.setdefault((unit.place.group, unit.place.block), []).append(unit)
    return list(blocks.values())


def _chosen(items: list[_Item]) -> list[_Item]:
    """The first, the middle and the last, as far as there are so many."""
    if len(items) < 3:
        return items
    return [items[0], items[len(items) // 2], items[-1]]
