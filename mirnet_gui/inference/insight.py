"""What a network did while it looked at a photograph: attention, weights of streams, light.

Places in the network go by the paper's terms (figure 2): recursive residual groups (RRG),
multi-scale residual blocks (MRB), columns of dual attention units (DAU), selective kernel feature
fusion (SKFF), all counted from 1; stream 1 has the full resolution. How it is found out:
:mod:`mirnet_gui.inference.observing`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, cast

import cv2

from mirnet_gui.network.catalog import Pass
from mirnet_gui.photo.values import Floats


class UnitPlace(NamedTuple):
    """Where a dual attention unit stands."""

    group: int
    block: int
    column: int
    stream: int

    @property
    def name(self) -> str:
        """In the paper's terms."""
        return f"RRG {self.group}, MRB {self.block}, DAU column {self.column}, stream {self.stream}"


class FusionPlace(NamedTuple):
    """Where streams are fused.

    ``stream`` is the one that the exchange in front of ``column`` gives; both are 0 for the fusion
    that closes the block.
    """

    group: int
    block: int
    column: int = 0
    stream: int = 0

    @property
    def closes_block(self) -> bool:
        """Whether it makes the block's result of its streams."""
        return self.column == 0

    @property
    def name(self) -> str:
        """In the paper's terms."""
        block = f"RRG {self.group}, MRB {self.block}"
        if self.closes_block:
            return f"{block}, closing SKFF"
        return f"{block}, SKFF before DAU column {self.column}, stream {self.stream}"


@dataclass(frozen=True, slots=True, eq=False)
class UnitAttention:
    """What a dual attention unit multiplied its features with, all in [0, 1].

    ``spatial`` (h, w) is by place, at the resolution of its stream; ``channels`` (C,) by channel.
    """

    place: UnitPlace
    spatial: Floats
    channels: Floats


@dataclass(frozen=True, slots=True, eq=False)
class FusionWeights:
    """``weights`` (streams, C) of a fusion; for every channel they sum to 1 over the streams."""

    place: FusionPlace
    weights: Floats

    @property
    def means(self) -> tuple[float, ...]:
        """Of each stream, over the channels; they sum to 1."""
        return tuple(float(share) for share in self.weights.mean(axis=1))

    @property
    def spreads(self) -> tuple[float, ...]:
        """The standard deviation of each stream's weights, over the channels."""
        return tuple(float(share) for share in self.weights.std(axis=1))


@dataclass(frozen=True, slots=True, eq=False)
class PassInsight:
    """What one network did while it looked at the copy ``fed`` (h, w, 3) in [0, 1].

    ``padded`` is the height and width that its full-resolution stream had, more than those of
    ``fed`` times ``inner_scale`` by what fills up to a multiple. ``light`` (h, w) is how many stops
    brighter each place became, of networks that relight; None of all others.
    """

    of: Pass
    fed: Floats
    padded: tuple[int, int]
    inner_scale: int
    units: tuple[UnitAttention, ...]
    fusions: tuple[FusionWeights, ...]
    light: Floats | None = None

    def spread_out(self, unit: UnitAttention) -> Floats:
        """The spatial attention of ``unit`` (h, w) brought to the size of the copy, bilinearly."""
        height, width = self.fed.shape[:2]
        whole = cv2.resize(unit.spatial, self.padded[::-1], interpolation=cv2.INTER_LINEAR)
        seen = whole[: height * self.inner_scale, : width * self.inner_scale]
        return cast(Floats, cv2.resize(seen, (width, height), interpolation=cv2.INTER_AREA))

    def closing(self, place: UnitPlace) -> FusionWeights:
        """How the streams are weighted at the end of the block in which ``place`` is."""
        wanted = FusionPlace(place.group, place.block)
        return next(each for each in self.fusions if each.place == wanted)


Insight = tuple[PassInsight, ...]
"""Of each pass of a set of weights, in their order."""
