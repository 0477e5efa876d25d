"""What a network learns: to relight whole pictures, to restore what is relit, or both at once.

Or to take noise away, or to enlarge.
"""

from __future__ import annotations

import math
from typing import NamedTuple, Protocol

import numpy as np

from mirnet_gui.photo.values import Floats, floats_of, reduced
from mirnet_gui.tone.affine_map import RADIUS, fit_map, relit
from mirnet_gui.tone.exposure import expose
from mirnet_gui.trainer.config import Detail, TrainingConfig
from mirnet_gui.trainer.data.cutting import PatchCutter, WholeCutter
from mirnet_gui.trainer.data.sources import Drawn, PairSource

# Shapes (width / height) that whole pictures are seen in, and how often.
_SHAPES, _SHARES = (1.0, 4 / 3, 3 / 2, 2 / 3), (0.3, 0.25, 0.3, 0.15)
_MULTIPLE = 4
# A patch is relit by what lies round it, as far as a map of the smallest scale sees, but for the
# pixels that no picture of a data set has.
_LARGEST_REGION = 352


class Example(NamedTuple):
    """A ``dark`` picture, what the network is ``fed`` with and ``wanted`` of it: (H, W, 3) each."""

    dark: Floats
    fed: Floats
    wanted: Floats


class ExampleMaker(Protocol):
    """Makes examples of what a source has."""

    def draw(self, source: PairSource, rng: np.random.Generator) -> Example:
        """One example."""
        ...


class WholeExamples:
    """Patches as they are, exposed if the network wants them so: light and detail at once.

    Or detail of what is lit.
    """

    def __init__(self, config: TrainingConfig, side: int) -> None:
        self._cutter = PatchCutter(side, config.augmentation)
        self._exposed = config.network.exposed

    def draw(self, source: PairSource, rng: np.random.Generator) -> Example:
        """See :class:`ExampleMaker`."""
        drawn = source.draw(self._cutter, rng, whole=False)
        return Example(drawn.low, _fed(drawn, exposed=self._exposed), drawn.high)


class EnlargeExamples:
    """Patches whose sides the reference has ``scale`` times."""

    def __init__(self, config: TrainingConfig, side: int) -> None:
        self._cutter = PatchCutter(side * config.network.scale, config.augmentation)

    def draw(self, source: PairSource, rng: np.random.Generator) -> Example:
        """See :class:`ExampleMaker`."""
        drawn = source.draw(self._cutter, rng, whole=False)
        return Example(drawn.low, drawn.low, drawn.high)


class LightExamples:
    """Whole pictures, reduced, in the shape and size that ``batch_rng`` draws for a batch."""

    def __init__(self, config: TrainingConfig, side: int, batch_rng: np.random.Generator) -> None:
        smallest = min(config.light.smallest_side, side)
        area = batch_rng.uniform(smallest, side) ** 2
        shape = float(batch_rng.choice(_SHAPES, p=_SHARES))
        height, width = (
            max(round(math.sqrt(area * ratio) / _MULTIPLE), 1) * _MULTIPLE
            for ratio in (1.0 / shape, shape)
        )
        seen = config.light.least_seen
        self._cutter = WholeCutter(height, width, seen, config.augmentation.flips)
        self._exposed = config.network.exposed

    def draw(self, source: PairSource, rng: np.random.Generator) -> Example:
        """See :class:`ExampleMaker`."""
        drawn = source.draw(self._cutter, rng, whole=True)
        return Example(drawn.low, _fed(drawn, exposed=self._exposed), drawn.high)


class DetailExamples:
    """Patches relit by a map that was fitted to their reference, so that noise is left."""

    def __init__(self, config: TrainingConfig, side: int) -> None:
        self._side = side
        self._augmentation = config.augmentation
        self._detail = config.detail

    def draw(self, source: PairSource, rng: np.random.Generator) -> Example:
        """See :class:`ExampleMaker`."""
        scale = _map_scale(self._detail, rng)
        margin = min(math.ceil(2 * RADIUS / scale), max(_LARGEST_REGION - self._side, 0) // 2)
        cutter = PatchCutter(self._side, self._augmentation, margin)
        drawn = source.draw(cutter, rng, whole=False)
        fed = relit_by_reference(_fed(drawn, exposed=True), drawn.high, scale)
        margin = (fed.shape[0] - self._side) // 2
        core = slice(margin, margin + self._side)
        return Example(*(part[core, core] for part in (drawn.low, fed, drawn.high)))


def _map_scale(detail: Detail, rng: np.random.Generator) -> float:
    low, high = math.log(detail.smallest_map), math.log(detail.largest_map)
    return math.exp(rng.uniform(min(low, high), high))


def _fed(drawn: Drawn, *, exposed: bool) -> Floats:
    return expose(drawn.low, drawn.gain) if exposed else drawn.low


def relit_by_reference(dark: Floats, reference: Floats, scale: float) -> Floats:
    """``dark`` (H, W, 3), exposed, by the map that fits a copy of ``scale`` to ``reference``."""
    guide, wanted = (floats_of(reduced(each, scale)) for each in (dark, reference))
    fitted = fit_map(guide, wanted)
    return relit(fitted, dark)


def open_example_maker(
    config: TrainingConfig, side: int, batch_rng: np.random.Generator
) -> ExampleMaker:
    """What makes examples for the task of ``config``, of patches with ``side`` pixels a side."""
    if config.task == "light":
        return LightExamples(config, side, batch_rng)
    if config.task == "enlarge":
        return EnlargeExamples(config, side)
    if config.task == "detail" and not config.detail.lit:
        return DetailExamples(config, side)
    return WholeExamples(config, side)
