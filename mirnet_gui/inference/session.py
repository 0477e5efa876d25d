"""A network loaded once, run over pictures of any size."""

from __future__ import annotations

import gc
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import cv2
import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from mirnet_gui.errors import OutOfMemory
from mirnet_gui.inference.backends.backend import Backend, Descriptors, Survey
from mirnet_gui.inference.backends.torch_backend import TorchBackend
from mirnet_gui.inference.devices import choose_device, is_out_of_memory
from mirnet_gui.inference.excerpts import excerpts_of, weighting
from mirnet_gui.inference.plan import DEFAULT_MEMORY, Plan, make_plan
from mirnet_gui.inference.tiles import Tile, tiles_of
from mirnet_gui.inference.watch import Watch
from mirnet_gui.network.checkpoints import load_weights
from mirnet_gui.network.exposure import expose, exposure_gain, sampled_places, sampling_stride
from mirnet_gui.network.padding import pad_to_multiple
from mirnet_gui.photo.photo import Pixels, peak_of
from mirnet_gui.progress import CancelToken, ProgressCallback


class Session:
    """One network on one backend; runs one picture at a time.

    ``memory`` bounds the working memory in bytes, beyond the picture itself.
    """

    def __init__(self, backend: Backend, memory: int = DEFAULT_MEMORY) -> None:
        self._backend = backend
        self._memory = memory
        self._one_at_a_time = threading.Lock()

    def run(self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        """Restore ``pixels`` (H, W, 3); gives back the same shape and dtype.

        Raises :class:`mirnet_gui.errors.Cancelled` soon after ``cancel``, and
        :class:`OutOfMemory` when not even the smallest tiles fit.
        """
        height, width = pixels.shape[:2]
        plan: Plan | None = make_plan(height, width, self._backend.config, self._memory)
        with self._one_at_a_time:
            while plan:
                try:
                    return self.run_as_planned(pixels, plan, progress, cancel)
                except (RuntimeError, MemoryError) as error:
                    if not is_out_of_memory(error):
                        raise
                plan = plan.with_smaller_tiles()
                _release_memory()
        raise OutOfMemory(
            f"There is not enough memory for a picture of {width} x {height}.",
            "Close other programs and try again.",
        )

    def run_as_planned(
        self, pixels: Pixels, plan: Plan, progress: ProgressCallback, cancel: CancelToken
    ) -> Pixels:
        """Restore ``pixels`` by ``plan``, whatever memory that takes."""
        return _Run(self._backend, pixels, plan, progress, cancel).result()


class _Run:
    """One picture on its way: what all of its passes have in common."""

    def __init__(
        self,
        backend: Backend,
        pixels: Pixels,
        plan: Plan,
        progress: ProgressCallback,
        cancel: CancelToken,
    ) -> None:
        self._backend = backend
        self._pixels = pixels
        self._plan = plan
        self._gain = _gain(pixels, backend)
        self._copy = _reduced(pixels, plan.reduction)
        self._tiles = _tiles(plan)
        self._excerpts = _excerpts(plan)
        work = [tile.seen_pixels for tile in (*self._tiles, *self._excerpts)]
        self._watch = Watch(_area(self._copy) + sum(work), progress, cancel)

    def result(self) -> Pixels:
        survey = self._survey()
        if not self._tiles:
            return self._to_pixels(survey.restored, self._pixels)
        descriptors = self._corrected(survey) if self._excerpts else survey.whole
        restored = np.empty_like(self._pixels)
        for tile in self._tiles:
            seen = self._pixels[tile.seen]
            look = self._watch.of_pass(tile.seen_pixels)
            output = self._backend.restore(self._to_tensor(seen), descriptors, look)
            restored[tile.core] = self._to_pixels(output, seen)[tile.core_in_seen]
        return restored

    def _survey(self) -> Survey:
        copy = self._to_tensor(self._copy)
        scale = self._copy.shape[0] / self._plan.height
        cores = [excerpt.core for excerpt in self._excerpts]
        size = (copy.shape[-2], copy.shape[-1])
        parts = weighting(cores, size, scale, self._backend.config.streams) if cores else []
        return self._backend.survey(copy, parts, self._watch.of_pass(_area(self._copy)))

    def _corrected(self, survey: Survey) -> Descriptors:
        seen = [self._to_tensor(self._pixels[excerpt.seen]) for excerpt in self._excerpts]
        size = (seen[0].shape[-2], seen[0].shape[-1])
        core = self._excerpts[0].core_in_seen
        counted = weighting([core], size, 1.0, self._backend.config.streams)
        offsets = [whole - part for whole, part in zip(survey.whole, survey.parts, strict=True)]
        look = self._watch.of_pass(sum(excerpt.seen_pixels for excerpt in self._excerpts))
        return self._backend.correct(torch.cat(seen), counted, offsets, look)

    def _to_tensor(self, pixels: Pixels) -> Tensor:
        exposed = expose(_to_tensor(pixels), self._gain)
        return pad_to_multiple(exposed, self._backend.config.size_multiple)

    @staticmethod
    def _to_pixels(restored: Tensor, like: Pixels) -> Pixels:
        height, width = like.shape[:2]
        return _to_pixels(restored[..., :height, :width], like.dtype)


def _tiles(plan: Plan) -> list[Tile]:
    if not plan.tile:
        return []
    return tiles_of(plan.height, plan.width, plan.tile, plan.overlap)


def _excerpts(plan: Plan) -> list[Tile]:
    if not plan.tile or plan.reduction >= 1.0 or not plan.excerpts:
        return []
    core = min(plan.excerpt, plan.tile)
    return excerpts_of(plan.height, plan.width, core, plan.overlap, plan.excerpts)


def _gain(pixels: Pixels, backend: Backend) -> float:
    # Of the picture as it is, never of its copy: tiled or not, it is exposed alike.
    stride = sampling_stride(*pixels.shape[:2])
    places = [sampled_places(side, stride) or [0] for side in pixels.shape[:2]]
    return exposure_gain(_to_tensor(pixels[np.ix_(*places)]), backend.config)


def _area(pixels: Pixels) -> int:
    return int(pixels.shape[0] * pixels.shape[1])


def _to_tensor(pixels: Pixels) -> Tensor:
    floats = np.ascontiguousarray(pixels, dtype=np.float32) / np.float32(peak_of(pixels.dtype))
    return torch.from_numpy(floats).permute(2, 0, 1)[None]


def _to_pixels(picture: Tensor, dtype: np.dtype[Any]) -> Pixels:
    peak = peak_of(dtype)
    scaled: npt.NDArray[np.float32] = picture[0].permute(1, 2, 0).clamp(0.0, 1.0).mul(peak).numpy()
    rounded = scaled if dtype == np.float32 else np.rint(scaled)
    return np.ascontiguousarray(rounded, dtype=dtype)


def _reduced(pixels: Pixels, reduction: float) -> Pixels:
    if reduction >= 1.0:
        return pixels
    size = [max(round(side * reduction), 1) for side in pixels.shape[1::-1]]
    return cast(Pixels, cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))


def _release_memory() -> None:
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


@lru_cache(maxsize=1)
def open_session(weights: Path, sha256: str | None, device: str, _modified: float) -> Session:
    """The session of a weights file on a device; the last one stays loaded for the next picture.

    ``_modified`` tells apart what the file held before it was written anew.

    Raises :class:`mirnet_gui.errors.WeightsError` or :class:`mirnet_gui.errors.DeviceError`.
    """
    chosen = choose_device(device)
    return Session(TorchBackend(load_weights(weights, sha256), chosen))
