"""Training patches: which picture, which part of it, turned which way, darkened how.

Every patch is a function of the run's seed, the step and its place in it alone, so that a resumed
run sees exactly the patches that an unbroken one would have seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from torch import Tensor
from torch.utils.data import Dataset, Sampler

from mirnet_gui.trainer.config import TrainingConfig
from mirnet_gui.trainer.data.examples import open_example_maker
from mirnet_gui.trainer.data.pairs import PictureCache, to_tensor
from mirnet_gui.trainer.data.sources import open_source

# Behind seed and step (and place): numpy takes noughts at the end for nothing, so that without
# these the shape of a batch would be drawn by the very numbers that draw its first patch.
OF_BATCH, OF_PATCH, OF_MIXUP = (0, 1), (2,), (3,)


class PatchKey(NamedTuple):
    """Patch number ``place`` of the optimizer step ``step``, ``side`` pixels a side."""

    step: int
    place: int
    side: int


class PatchDataset(Dataset[tuple[Tensor, Tensor]]):
    """The pair of a :class:`PatchKey`: (fed, wanted), each (3, H, W) float32 in [0, 1].

    Patches are ``side`` pixels a side; the whole pictures of the task ``light`` have the shape of
    their batch.
    """

    def __init__(self, config: TrainingConfig, root: Path) -> None:
        cache = PictureCache()
        task, scale = config.task, config.network.scale
        self._sources = [open_source(source, root, cache, task, scale) for source in config.sources]
        shares = np.array([source.share for source in config.sources])
        self._shares = shares / shares.sum()
        self._config = config

    def __getitem__(self, key: PatchKey) -> tuple[Tensor, Tensor]:
        seed = self._config.seed
        of_batch = np.random.default_rng([seed, key.step, *OF_BATCH])
        maker = open_example_maker(self._config, key.side, of_batch)
        rng = np.random.default_rng([seed, key.step, key.place, *OF_PATCH])
        source = self._sources[int(rng.choice(len(self._sources), p=self._shares))]
        example = maker.draw(source, rng)
        return to_tensor(example.fed), to_tensor(example.wanted)


class BatchKeys(Sampler[list[PatchKey]]):
    """The keys of every batch of a run in order, from the step where it stands to its last.

    ``accumulate`` batches make a step; of several processes, each has batches of its own, which
    ``rank`` tells when the first is asked for.
    """

    def __init__(
        self, config: TrainingConfig, first_step: int = 0, rank: Callable[[], int] = lambda: 0
    ) -> None:
        self._config = config
        self._first = first_step
        self._rank = rank

    def __iter__(self) -> Iterator[list[PatchKey]]:
        accumulate, rank = self._config.optimization.accumulate, self._rank()
        for step in range(self._first, self._config.steps):
            stage = self._config.stage_of(step)
            for number in range(rank * accumulate, (rank + 1) * accumulate):
                places = range(number * stage.batch, (number + 1) * stage.batch)
                yield [PatchKey(step, place, stage.patch) for place in places]

    def __len__(self) -> int:
        # Lightning goes on counting where the checkpoint stood, so this is the whole run's.
        return self._config.steps * self._config.optimization.accumulate
