"""A network loaded once, run over pictures of any size."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from mirnet_gui.errors import OutOfMemory
from mirnet_gui.inference.backends.backend import Backend, Descriptors, Survey, Weighting
from mirnet_gui.inference.crops import weighting
from mirnet_gui.inference.devices import is_out_of_memory
from mirnet_gui.inference.finishing import AsItIs, Finishing
from mirnet_gui.inference.pixels import gain_of, to_tensor
from mirnet_gui.inference.relighting import copy_pixels, relight
from mirnet_gui.inference.run_progress import Expectation, RunProgress
from mirnet_gui.inference.tile_observer import NOBODY, Part, TileObserver
from mirnet_gui.inference.tile_plan import TilePlan, make_tile_plan, memory_to_use
from mirnet_gui.inference.tiles import Tile, next_tile, whole_tile
from mirnet_gui.inference.turns import Turns
from mirnet_gui.language import tr
from mirnet_gui.network.config import NetworkTask
from mirnet_gui.network.padding import pad_to_multiple
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.values import floats_of, reduced_floats
from mirnet_gui.progress import CancelToken, ProgressCallback
from mirnet_gui.tone.exposure import expose

_log = logging.getLogger(__name__)


class Session:
    """One network on one backend; runs one picture at a time.

    ``memory`` bounds the working memory in bytes, beyond the picture itself; by default it is a
    share of what is free. ``tile`` is auto, whole or the side of a tile in pixels; ``rate`` is how
    many pixels a second were measured of one view, of which the backend takes ``views``; ``spare``
    opens what goes on where the backend has too little memory for the smallest tiles, from then on
    for good.
    """

    def __init__(
        self,
        backend: Backend,
        memory: int | None = None,
        tile: str = "auto",
        rate: float | None = None,
        spare: Callable[[], Backend] | None = None,
        views: int = 1,
    ) -> None:
        self._backend = backend
        self._memory = memory
        self._tile = tile
        self._rate = rate / views if rate else None
        self._views = views
        self._spare = spare
        self._notice = ""
        self._turns = Turns()

    @property
    def name(self) -> str:
        """What computes: engine and precision."""
        return self._backend.name

    @property
    def task(self) -> NetworkTask:
        """What its network was made for."""
        return self._backend.config.task

    @property
    def scale(self) -> int:
        """How many times as high and as wide as a picture its result is."""
        return self._backend.config.scale

    @property
    def views(self) -> int:
        """Of how many views of a picture its result is the mean."""
        return self._views

    @property
    def halvings(self) -> int:
        """How many smaller copies its network has learnt to clean first."""
        return self._backend.config.halvings

    def plan(self, height: int, width: int) -> TilePlan:
        """How a picture of ``height`` x ``width`` pixels would be run now."""
        memory = self._memory or memory_to_use()
        return make_tile_plan(height, width, self._backend.config, memory, self._tile)

    def seconds(self, height: int, width: int) -> float | None:
        """How long such a picture will take, as far as the backend was measured."""
        return self._seconds(self.plan(height, width))

    def light_seconds(self, height: int, width: int) -> float | None:
        """How long :meth:`relight` will take, as far as the backend was measured."""
        pixels = min(height * width, copy_pixels(self._backend.config))
        return pixels / self._rate if self._rate else None

    def _seconds(self, plan: TilePlan) -> float | None:
        return plan.work / self._rate if self._rate else None

    def run(
        self,
        pixels: Pixels,
        progress: ProgressCallback,
        cancel: CancelToken,
        observer: TileObserver = NOBODY,
        finishing: Finishing | None = None,
    ) -> Pixels:
        """Restore ``pixels`` (H, W, 3); gives back (scale * H, scale * W, 3) of the same dtype.

        ``observer`` gets the tiles as they come, if there are any, in the order of its choice;
        ``finishing`` makes pixels of what the network gives.
        Raises :class:`mirnet_gui.errors.Cancelled` soon after ``cancel``, and
        :class:`OutOfMemory` when not even the smallest tiles fit.
        """
        height, width = pixels.shape[:2]
        with self._turns.mine(cancel):
            while True:
                restored = self._in_ever_smaller_tiles(
                    pixels, progress, cancel, observer, finishing or AsItIs(self.scale)
                )
                if restored is not None:
                    return restored
                if self._spare is None:
                    break
                self._notice = tr("{name} has too little memory: the CPU goes on.", name=self.name)
                _log.warning(self._notice)
                self._backend, self._spare, self._rate = self._spare(), None, None
        raise OutOfMemory(
            tr(
                "There is not enough memory for a picture of {width} x {height}.",
                width=width,
                height=height,
            ),
            tr("Close other programs and try again."),
        )

    def _in_ever_smaller_tiles(
        self,
        pixels: Pixels,
        progress: ProgressCallback,
        cancel: CancelToken,
        observer: TileObserver,
        finishing: Finishing,
    ) -> Pixels | None:
        plan: TilePlan | None = self.plan(*pixels.shape[:2])
        while plan:
            try:
                return self.run_as_planned(pixels, plan, progress, cancel, observer, finishing)
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error):
                    raise
            plan = plan.with_smaller_tiles()
            gc.collect()
            self._backend.release_memory()
        return None

    def relight(
        self,
        pixels: Pixels,
        progress: ProgressCallback,
        cancel: CancelToken,
        *,
        finely: bool = False,
    ) -> Pixels:
        """``pixels`` as lit by the network, ``finely``: :mod:`mirnet_gui.inference.relighting`.

        Raises :class:`mirnet_gui.errors.Cancelled`.
        """
        run_progress = RunProgress(pixels.shape[0] * pixels.shape[1], progress, cancel)
        with self._turns.mine(cancel):
            look = run_progress.of_pass(run_progress.pixels)
            return relight(pixels, self._backend, look, finely=finely)

    def release_memory(self) -> None:
        """Give back what the backend has worked in, unless it is at work."""
        with self._turns.mine_if_free() as is_mine:
            if is_mine:
                self._backend.release_memory()

    def run_as_planned(
        self,
        pixels: Pixels,
        plan: TilePlan,
        progress: ProgressCallback,
        cancel: CancelToken,
        observer: TileObserver = NOBODY,
        finishing: Finishing | None = None,
    ) -> Pixels:
        """Restore ``pixels`` by ``plan``, whatever memory that takes."""
        estimate = Expectation(self._seconds(plan), self._notice)
        run_progress = RunProgress(plan.work, progress, cancel, estimate)
        return _Run(
            self._backend, pixels, plan, run_progress, finishing or AsItIs(self.scale)
        ).result(observer)


class _Run:
    """One picture on its way: what all of its passes have in common."""

    def __init__(
        self,
        backend: Backend,
        pixels: Pixels,
        plan: TilePlan,
        run_progress: RunProgress,
        finishing: Finishing,
    ) -> None:
        self._backend = backend
        self._finishing = finishing
        self._pixels = pixels
        self._plan = plan
        # Of the picture as it is, never of its copy: tiled or not, it is exposed alike.
        self._gain = gain_of(pixels, backend.config)
        self._copy = reduced_floats(pixels, plan.reduction)
        self._tiles = plan.tiles()
        self._crops = plan.crops()
        self._progress = run_progress

    def result(self, observer: TileObserver) -> Pixels:
        self._progress.tell()
        tiles = self._all_tiles()
        needed = [tile for tile in tiles if self._finishing.is_needed(tile)]
        if not needed:
            self._progress.skip(self._progress.pixels)
            return self._finishing.to_be_filled(self._pixels)
        self._progress.skip(sum(t.seen_pixels for t in tiles) - sum(t.seen_pixels for t in needed))
        survey = self._survey()
        if not self._tiles:
            return self._finishing.finish(self._pixels, survey.restored, needed[0])
        descriptors = self._corrected(survey) if self._crops else survey.whole
        restored = self._finishing.to_be_filled(self._pixels)
        while needed:
            tile = next_tile(needed, observer.view())
            needed.remove(tile)
            region = tile.region.scaled(self._backend.config.scale)
            restored[region.slices] = self._restored(tile, descriptors)
            observer.show(Part(region, restored[region.slices]))
        return restored

    def _all_tiles(self) -> list[Tile]:
        return self._tiles or [whole_tile(self._plan.height, self._plan.width)]

    def _restored(self, tile: Tile, descriptors: Descriptors) -> Pixels:
        seen = self._pixels[tile.seen]
        look = self._progress.of_pass(tile.seen_pixels)
        output = self._backend.restore(self._to_tensor(seen), descriptors, look)
        return self._finishing.finish(seen, output, tile)

    def _survey(self) -> Survey:
        copy = self._to_tensor(self._copy)
        scale = self._copy.shape[0] / self._plan.height
        cores = [crop.core for crop in self._crops]
        parts = self._weighting(cores, copy, scale) if cores else []
        return self._backend.survey(copy, parts, self._progress.of_pass(self._plan.copy_pixels))

    def _corrected(self, survey: Survey) -> Descriptors:
        seen = [self._to_tensor(self._pixels[crop.seen]) for crop in self._crops]
        core = self._crops[0].core_in_seen
        counted = self._weighting([core], seen[0], 1.0)
        offsets = [whole - part for whole, part in zip(survey.whole, survey.parts, strict=True)]
        look = self._progress.of_pass(sum(crop.seen_pixels for crop in self._crops))
        return self._backend.correct(torch.cat(seen), counted, offsets, look)

    def _weighting(
        self, cores: Sequence[tuple[slice, slice]], fed: Tensor, scale: float
    ) -> Weighting:
        config = self._backend.config
        inner = config.inner_scale
        size = (fed.shape[-2] * inner, fed.shape[-1] * inner)
        return weighting(cores, size, scale * inner, config.streams)

    def _to_tensor(self, pixels: Pixels) -> Tensor:
        exposed = expose(floats_of(pixels), self._gain)
        return pad_to_multiple(to_tensor(exposed), self._backend.config.size_multiple)
