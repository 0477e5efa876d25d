"""Training patches: which picture, which part of it, turned which way, darkened how.

Every patch is a function of the run's seed, the step and its place in it alone, so that a resumed
run sees exactly the patches that an unbroken one would have seen.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset, Sampler

from mirnet_gui.errors import DataError
from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.network.exposure import expose, exposure_gain
from mirnet_gui.photo.pairs import paired_folder, pictures_in
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.trainer.config import Augmentation, Source, TrainingConfig
from mirnet_gui.trainer.data.degradation import Floats, dark_pair, darken, draw_darkness
from mirnet_gui.trainer.data.pairs import PictureCache, to_float, to_tensor

Patches = tuple[Floats, Floats]

# Of a whole photograph that counts as well-lit.
_LEAST_MEAN = 0.3
_THUMBNAIL = (64, 64)
_TRIES = 8


class PatchSource(Protocol):
    """Where (low, high) patches of (patch, patch, 3) in [0, 1] come from.

    The low ones are exposed as the network wants it, by what the whole picture is like.
    """

    def draw(self, cutter: PatchCutter, rng: np.random.Generator) -> Patches:
        """One pair of patches."""
        ...


class PatchCutter:
    """Cuts the same square from several pictures at a random scale, flipped and turned alike.

    ``patch`` is the side of what comes out, in pixels.
    """

    def __init__(self, patch: int, augmentation: Augmentation) -> None:
        self._patch = patch
        self._augmentation = augmentation

    def check(self, picture: Pixels, path: Path) -> None:
        """Raise :class:`DataError` when no patch can be cut from the picture of ``path``."""
        height, width = picture.shape[:2]
        if min(height, width) < self._patch:
            raise DataError(
                f"{path} is {width} x {height} pixels, smaller than the patch of {self._patch}.",
                "Leave it out, or train with a smaller patch.",
            )

    def cut(self, pictures: list[Pixels], rng: np.random.Generator) -> list[Floats]:
        """Squares of (patch, patch, 3) in [0, 1] of ``pictures``, all of one size."""
        height, width = pictures[0].shape[:2]
        # The network judges brightness by pooling over all it sees, so many patches should see
        # most of a picture: scales are drawn evenly over their logarithm.
        least = max(self._augmentation.smallest_scale, self._patch / min(height, width))
        most = max(self._augmentation.largest_scale, least)
        side = round(self._patch / math.exp(rng.uniform(math.log(least), math.log(most))))
        top, left = rng.integers(0, height - side + 1), rng.integers(0, width - side + 1)
        turns = int(rng.integers(4)) * self._augmentation.turns
        flipped = bool(rng.integers(2)) and self._augmentation.flips
        squares = [picture[top : top + side, left : left + side] for picture in pictures]
        return [self._place(square, turns, flipped) for square in squares]

    def _place(self, square: Pixels, turns: int, flipped: bool) -> Floats:
        size = (self._patch, self._patch)
        resized = cv2.resize(to_float(square), size, interpolation=cv2.INTER_AREA)
        turned = np.rot90(resized, turns)
        return np.ascontiguousarray(turned[:, ::-1] if flipped else turned, dtype=np.float32)


class PairSource:
    """Patches of pairs that a camera took."""

    def __init__(self, folder: Path, cache: PictureCache, network: MirnetConfig) -> None:
        self._pairs = paired_folder(folder)
        self._cache = cache
        self._network = network
        self._gains: dict[Path, float] = {}

    def draw(self, cutter: PatchCutter, rng: np.random.Generator) -> Patches:
        """One pair of patches."""
        pair = self._pairs[int(rng.integers(len(self._pairs)))]
        pictures = self._cache.read_pair(pair)
        cutter.check(pictures[0], pair.low)
        low, high = cutter.cut(list(pictures), rng)
        return _exposed(low, self._gain(pair.low, pictures[0])), high

    def _gain(self, path: Path, picture: Pixels) -> float:
        if path not in self._gains:
            self._gains[path] = exposure_gain(to_tensor(picture), self._network)
        return self._gains[path]


class CleanSource:
    """Patches of well-lit photographs, darkened on the fly."""

    def __init__(self, folder: Path, cache: PictureCache, network: MirnetConfig) -> None:
        self._paths = pictures_in(folder)
        self._cache = cache
        self._network = network
        self._thumbnails: dict[Path, Floats] = {}

    def draw(self, cutter: PatchCutter, rng: np.random.Generator) -> Patches:
        """One pair of patches."""
        path = self._draw_lit(rng)
        picture = self._cache.read(path)
        cutter.check(picture, path)
        (patch,) = cutter.cut([picture], rng)
        darkness = draw_darkness(rng)
        low, high = dark_pair(patch, darkness, rng)
        whole = to_tensor(darken(self._thumbnail(path), darkness, rng))
        return _exposed(low, exposure_gain(whole, self._network)), high

    def _draw_lit(self, rng: np.random.Generator) -> Path:
        # What was dark to begin with must not be taught as a result.
        for _ in range(_TRIES):
            path = self._paths[int(rng.integers(len(self._paths)))]
            if self._thumbnail(path).mean() >= _LEAST_MEAN:
                break
        return path

    def _thumbnail(self, path: Path) -> Floats:
        if path not in self._thumbnails:
            whole = to_float(self._cache.read(path))
            small = cv2.resize(whole, _THUMBNAIL, interpolation=cv2.INTER_AREA)
            self._thumbnails[path] = small.astype(np.float32)
        return self._thumbnails[path]


def _exposed(low: Floats, gain: float) -> Floats:
    exposed: Floats = expose(torch.from_numpy(low), gain).numpy()
    return exposed


def open_source(
    source: Source, root: Path, cache: PictureCache, network: MirnetConfig
) -> PatchSource:
    """The patches of ``source`` for such a network, its folder looked up from ``root``."""
    kind = PairSource if source.kind == "pairs" else CleanSource
    return kind(root / source.folder, cache, network)


class PatchKey(NamedTuple):
    """Patch number ``place`` of the optimizer step ``step``, ``side`` pixels a side."""

    step: int
    place: int
    side: int


class PatchDataset(Dataset[tuple[Tensor, Tensor]]):
    """The patch of a :class:`PatchKey`: (low, high), each (3, side, side) float32 in [0, 1]."""

    def __init__(self, config: TrainingConfig, root: Path) -> None:
        cache = PictureCache()
        self._sources = [
            open_source(source, root, cache, config.network) for source in config.sources
        ]
        shares = np.array([source.share for source in config.sources])
        self._shares = shares / shares.sum()
        self._augmentation = config.augmentation
        self._seed = config.seed

    def __getitem__(self, key: PatchKey) -> tuple[Tensor, Tensor]:
        rng = np.random.default_rng([self._seed, key.step, key.place])
        source = self._sources[int(rng.choice(len(self._sources), p=self._shares))]
        low, high = source.draw(PatchCutter(key.side, self._augmentation), rng)
        return to_tensor(low), to_tensor(high)


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
