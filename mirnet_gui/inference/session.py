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
from mirnet_gui.inference.context import GlobalContext
from mirnet_gui.inference.devices import choose_device, is_out_of_memory
from mirnet_gui.inference.plan import DEFAULT_MEMORY, Plan, make_plan
from mirnet_gui.inference.tiles import tiles_of
from mirnet_gui.inference.watch import Watch
from mirnet_gui.network.checkpoints import load_weights
from mirnet_gui.network.exposure import expose, exposure_gain, sampled_places, sampling_stride
from mirnet_gui.network.mirnet import Mirnet, channels_last
from mirnet_gui.photo.photo import Pixels, peak_of
from mirnet_gui.progress import CancelToken, ProgressCallback


class Session:
    """One network on one device; runs one picture at a time.

    ``memory`` bounds the working memory in bytes, beyond the picture itself.
    """

    def __init__(self, network: Mirnet, device: torch.device, memory: int = DEFAULT_MEMORY) -> None:
        self._network = channels_last(network.eval().to(device))
        self._device = device
        self._memory = memory
        self._context = GlobalContext(self._network)
        self._one_at_a_time = threading.Lock()

    def run(self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        """Restore ``pixels`` (H, W, 3); gives back the same shape and dtype.

        Raises :class:`mirnet_gui.errors.Cancelled` soon after ``cancel``, and
        :class:`OutOfMemory` when not even the smallest tiles fit.
        """
        height, width = pixels.shape[:2]
        plan: Plan | None = make_plan(height, width, self._network.config, self._memory)
        with self._one_at_a_time, torch.inference_mode():
            while plan:
                try:
                    return self._run(pixels, plan, progress, cancel)
                except (RuntimeError, MemoryError) as error:
                    if not is_out_of_memory(error):
                        raise
                plan = plan.with_smaller_tiles()
                _release_memory()
        raise OutOfMemory(
            f"There is not enough memory for a picture of {width} x {height}.",
            "Close other programs and try again.",
        )

    def _run(
        self, pixels: Pixels, plan: Plan, progress: ProgressCallback, cancel: CancelToken
    ) -> Pixels:
        tiles = tiles_of(plan.height, plan.width, plan.tile, plan.overlap) if plan.tile else []
        copy, gain = _reduced(pixels, plan.reduction), self._gain(pixels)
        work = _area(copy) + sum(tile.seen_pixels for tile in tiles)
        watch = Watch(work, self._context.pools_per_pass, progress, cancel)
        with self._context.recording(watch.of_pass(_area(copy))) as descriptors:
            whole = self._forward(copy, gain)
        if not tiles:
            return whole
        restored = np.empty_like(pixels)
        for tile in tiles:
            with self._context.replaying(descriptors, watch.of_pass(tile.seen_pixels)):
                seen = self._forward(pixels[tile.seen], gain)
            restored[tile.core] = seen[tile.core_in_seen]
        return restored

    def _gain(self, pixels: Pixels) -> float:
        # Of the picture as it is, never of its copy: tiled or not, it is exposed alike.
        stride = sampling_stride(*pixels.shape[:2])
        places = [sampled_places(side, stride) or [0] for side in pixels.shape[:2]]
        some = _to_tensor(pixels[np.ix_(*places)], self._device)
        return exposure_gain(some, self._network.config)

    def _forward(self, pixels: Pixels, gain: float) -> Pixels:
        exposed = expose(_to_tensor(pixels, self._device), gain)
        return _to_pixels(self._network(exposed), pixels.dtype)


def _area(pixels: Pixels) -> int:
    return int(pixels.shape[0] * pixels.shape[1])


def _to_tensor(pixels: Pixels, device: torch.device) -> Tensor:
    floats = torch.from_numpy(_as_float(pixels)).permute(2, 0, 1)[None]
    return floats.to(device).contiguous(memory_format=torch.channels_last)


def _as_float(pixels: Pixels) -> npt.NDArray[np.float32]:
    return np.ascontiguousarray(pixels, dtype=np.float32) / np.float32(peak_of(pixels.dtype))


def _to_pixels(picture: Tensor, dtype: np.dtype[Any]) -> Pixels:
    peak = peak_of(dtype)
    scaled = picture[0].permute(1, 2, 0).clamp(0.0, 1.0).mul(peak).cpu().numpy()
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
    return Session(load_weights(weights, sha256), chosen)
