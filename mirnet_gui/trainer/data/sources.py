"""Where pairs to learn from come from: a camera took them, or they are made of photographs here."""

from __future__ import annotations

import math
from pathlib import Path
from typing import NamedTuple, Protocol

import cv2
import numpy as np

from mirnet_gui.errors import DataError, MirnetGuiError
from mirnet_gui.language import tr
from mirnet_gui.network.config import NetworkTask
from mirnet_gui.photo.pairs import Pair, paired_folder, pictures_in
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.values import Floats
from mirnet_gui.tone.exposure import exposure_gain
from mirnet_gui.trainer.config import Source
from mirnet_gui.trainer.data.cutting import Cutter
from mirnet_gui.trainer.data.degradation import Darkness, dark_pair, darken, draw_darkness
from mirnet_gui.trainer.data.noise import noisy_pair
from mirnet_gui.trainer.data.pairs import PictureCache, to_float
from mirnet_gui.trainer.data.reduction import draw_reduction, reduce

_THUMBNAIL = (64, 64)
_PARTS_LOOKED_AT = 3
_TRIES = 20
# What a well-exposed photograph with contrast is: mean, deviation, and the levels below which 5 %
# and 95 % of it lie, of its luminance. Those of the sunsets and fogs among `clean` do not teach how
# bright a photograph should be.
_LEAST_MEAN, _MOST_MEAN, _LEAST_DEVIATION = 0.34, 0.72, 0.14
_MOST_BLACK, _LEAST_WHITE = 0.25, 0.6
# A reduced copy of a photograph of 24 megapixels has this share of its side.
_SMALLEST_COPY = 0.06


class Drawn(NamedTuple):
    """A pair (H, W, 3) in [0, 1], and the gain that its whole picture is to be exposed with.

    To enlarge by S, ``low`` is (H / S, W / S, 3).
    """

    low: Floats
    high: Floats
    gain: float


class PairSource(Protocol):
    """Where pairs come from. ``whole`` tells that the cutter shows about all of a picture."""

    def draw(self, cutter: Cutter, rng: np.random.Generator, *, whole: bool) -> Drawn:
        """One pair."""
        ...


class TakenPairs:
    """Pairs that a camera took, without every ``held_out``-th of them.

    References are ``scale`` times as large, where the task is to enlarge.
    """

    def __init__(self, folder: Path, source: Source, cache: PictureCache, scale: int = 1) -> None:
        found = paired_folder(folder, usable_only=source.usable_only)
        held_out = source.held_out
        self._pairs = [
            pair for number, pair in enumerate(found) if not held_out or number % held_out
        ]
        self._usable_only = source.usable_only
        if not self._pairs:
            hint = tr("Make held_out larger, or 0, or add pairs.")
            raise DataError(
                tr("All pairs of {folder} are held out, and none is left.", folder=folder), hint
            )
        self._cache = cache
        self._scale = scale
        self._gains: dict[Path, float] = {}

    def draw(self, cutter: Cutter, rng: np.random.Generator, *, whole: bool) -> Drawn:
        """See :class:`PairSource`."""
        first, count = int(rng.integers(len(self._pairs))), len(self._pairs)
        # Whatever was drawn before, the same one takes the place of one that cannot be used.
        for number in range(first, first + count):
            try:
                return self._drawn(self._pairs[number % count], cutter, rng, whole=whole)
            except MirnetGuiError:
                if not self._usable_only or number == first + count - 1:
                    raise
        raise AssertionError("there is at least one pair")

    def _drawn(self, pair: Pair, cutter: Cutter, rng: np.random.Generator, *, whole: bool) -> Drawn:
        pictures = self._cache.read_pair(pair, self._scale)
        cutter.check(pictures[1], pair.high)
        low, high = cutter.cut(list(pictures), rng)
        return Drawn(low, high, exposure_gain(low) if whole else self._gain(pair.low, pictures[0]))

    def _gain(self, path: Path, picture: Pixels) -> float:
        if path not in self._gains:
            self._gains[path] = exposure_gain(to_float(picture))
        return self._gains[path]


class DarkenedPairs:
    """Well-lit photographs, darkened on the fly."""

    def __init__(self, folder: Path, cache: PictureCache) -> None:
        self._paths = pictures_in(folder)
        self._cache = cache
        self._thumbnails: dict[Path, Floats] = {}

    def draw(self, cutter: Cutter, rng: np.random.Generator, *, whole: bool) -> Drawn:
        """See :class:`PairSource`."""
        path = self._draw_lit(rng)
        picture = self._cache.read(path)
        cutter.check(picture, path)
        (patch,) = cutter.cut([picture], rng)
        darkness = draw_darkness(rng)
        if whole:
            scale = math.exp(rng.uniform(math.log(_SMALLEST_COPY), 0.0))
            low, high = dark_pair(patch, darkness.seen_reduced(scale), rng)
            return Drawn(low, high, exposure_gain(low))
        low, high = dark_pair(patch, darkness, rng)
        return Drawn(low, high, self._gain_of_whole(path, darkness, rng))

    def _gain_of_whole(self, path: Path, darkness: Darkness, rng: np.random.Generator) -> float:
        return exposure_gain(darken(self._thumbnail(path), darkness, rng))

    def _draw_lit(self, rng: np.random.Generator) -> Path:
        # What was dark to begin with must not be taught as a result.
        for _ in range(_TRIES):
            path = self._paths[int(rng.integers(len(self._paths)))]
            if is_well_exposed(self._thumbnail(path)):
                return path
        raise DataError(
            tr(
                "Hardly a photograph in {parent} is well exposed and has contrast.",
                parent=path.parent,
            ),
            tr("Add well-lit photographs to the folder."),
        )

    def _thumbnail(self, path: Path) -> Floats:
        if path not in self._thumbnails:
            whole = to_float(self._cache.read(path))
            small = cv2.resize(whole, _THUMBNAIL, interpolation=cv2.INTER_AREA)
            self._thumbnails[path] = small.astype(np.float32)
        return self._thumbnails[path]


class NoisyPairs:
    """Photographs, with noise added on the fly."""

    def __init__(self, folder: Path, cache: PictureCache) -> None:
        self._photographs = _Photographs(folder, cache)

    def draw(self, cutter: Cutter, rng: np.random.Generator, *, whole: bool) -> Drawn:
        """See :class:`PairSource`."""
        del whole
        return Drawn(*noisy_pair(self._photographs.cut(cutter, rng), rng), gain=1.0)


class ReducedPairs:
    """Photographs, reduced by ``scale`` on the fly: of a few parts, the most detailed one.

    The share ``plain`` is reduced bicubically and nothing else.
    """

    def __init__(self, folder: Path, plain: float, cache: PictureCache, scale: int) -> None:
        self._photographs = _Photographs(folder, cache)
        self._plain = plain
        self._scale = scale

    def draw(self, cutter: Cutter, rng: np.random.Generator, *, whole: bool) -> Drawn:
        """See :class:`PairSource`."""
        del whole
        # Most of a photograph is sky or wall, of which enlarging teaches nothing.
        parts = [self._photographs.cut(cutter, rng) for _ in range(_PARTS_LOOKED_AT)]
        large = max(parts, key=_detail)
        reduction = draw_reduction(self._scale, self._plain, rng)
        small = reduce(large, self._scale, reduction, rng)
        return Drawn(small, large, gain=1.0)


def _detail(part: Floats) -> float:
    green = np.ascontiguousarray(part[..., 1])
    return float(np.abs(cv2.Laplacian(green, cv2.CV_32F)).mean())


class _Photographs:
    def __init__(self, folder: Path, cache: PictureCache) -> None:
        self._paths = pictures_in(folder)
        self._cache = cache

    def cut(self, cutter: Cutter, rng: np.random.Generator) -> Floats:
        """A part of one of them."""
        path = self._paths[int(rng.integers(len(self._paths)))]
        picture = self._cache.read(path)
        cutter.check(picture, path)
        return cutter.cut([picture], rng)[0]


def is_well_exposed(picture: Floats) -> bool:
    """Whether ``picture`` (H, W, 3) in [0, 1] may serve as what a dark photograph should become."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    black, white = np.quantile(grey, (0.05, 0.95))
    exposed = _LEAST_MEAN <= float(grey.mean()) <= _MOST_MEAN
    contrasty = float(grey.std()) >= _LEAST_DEVIATION
    return bool(exposed and contrasty and black <= _MOST_BLACK and white >= _LEAST_WHITE)


def open_source(
    source: Source, root: Path, cache: PictureCache, task: NetworkTask = "whole", scale: int = 1
) -> PairSource:
    """The pairs of ``source``, its folder looked up from ``root``, for ``task``.

    ``scale`` is by how much the task ``enlarge`` enlarges.
    """
    folder = root / source.folder
    if source.kind == "pairs":
        return TakenPairs(folder, source, cache, scale)
    if task == "denoise":
        return NoisyPairs(folder, cache)
    if task == "enlarge":
        return ReducedPairs(folder, source.plain, cache, scale)
    return DarkenedPairs(folder, cache)
