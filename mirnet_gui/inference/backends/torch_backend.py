"""The network computed by torch, on a CPU or a GPU."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import torch
from torch import Tensor, nn

from mirnet_gui.inference.backends.backend import Descriptors, Precision, Survey, Weighting
from mirnet_gui.network.attention import GlobalAveragePooling
from mirnet_gui.network.mirnet import Mirnet, channels_last
from mirnet_gui.progress import Look, look_away

_TYPES = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}


class TorchBackend:
    """``network`` on ``device``; see :class:`mirnet_gui.inference.backends.backend.Backend`.

    The network itself stays as it is: a copy of it is computed, whose pools can be steered.
    """

    def __init__(
        self, network: Mirnet, device: torch.device, precision: Precision = "fp32"
    ) -> None:
        self.config = network.config
        self._device = device
        self._precision = precision
        self._network = channels_last(copy.deepcopy(network).eval().to(device))
        self._pools = _steer(self._network)

    @property
    def name(self) -> str:
        """Engine and precision."""
        return f"torch {self._precision}"

    def survey(self, picture: Tensor, weighting: Weighting, look: Look) -> Survey:
        """Run the one ``picture`` whole and tell its descriptors."""
        surveying = _Surveying([part.to(self._device) for part in weighting])
        restored = self._forward(picture, surveying, look)
        return Survey(restored, surveying.whole, surveying.parts)

    def correct(
        self, crops: Tensor, weighting: Weighting, offsets: Descriptors, look: Look
    ) -> Descriptors:
        """Run ``crops`` together and tell the picture's descriptors."""
        correcting = _Correcting([part.to(self._device) for part in weighting], offsets)
        self._forward(crops, correcting, look)
        return correcting.descriptors

    def restore(self, picture: Tensor, descriptors: Descriptors, look: Look) -> Tensor:
        """Run ``picture`` with ``descriptors`` in place of its own."""
        return self._forward(picture, _Restoring(descriptors), look)

    def release_memory(self) -> None:
        """Give back what passes on a GPU have worked in; a CPU's is free after each."""
        if self._device.type == "cuda":
            torch.cuda.empty_cache()

    def _forward(self, picture: Tensor, steering: _Steering, look: Look) -> Tensor:
        placed = picture.to(self._device).contiguous(memory_format=torch.channels_last)
        half = self._precision != "fp32"
        with (
            torch.inference_mode(),
            torch.autocast(self._device.type, _TYPES[self._precision], enabled=half),
            _steered(self._pools, steering, look),
        ):
            restored: Tensor = self._network(placed)
        return restored.float().cpu()


class _Steering(Protocol):
    """What a pool answers in one pass."""

    def pool(self, streams: tuple[Tensor, ...]) -> Tensor:
        """The descriptor (N or 1, C, 1, 1) of the sum of ``streams``, each (N, C, H, W)."""
        ...


class _Surveying:
    def __init__(self, weighting: Weighting) -> None:
        self._weighting = weighting
        self._mean = GlobalAveragePooling()
        self.whole: Descriptors = []
        self.parts: Descriptors = []

    def pool(self, streams: tuple[Tensor, ...]) -> Tensor:
        descriptor: Tensor = self._mean(*streams)
        self.whole.append(descriptor.float())
        if self._weighting:
            self.parts.append(_weighted_mean(streams, self._weighting))
        return descriptor


class _Correcting:
    def __init__(self, weighting: Weighting, offsets: Descriptors) -> None:
        self._weighting = weighting
        self._offsets = iter(offsets)
        self.descriptors: Descriptors = []

    def pool(self, streams: tuple[Tensor, ...]) -> Tensor:
        means = _weighted_mean(streams, self._weighting)
        descriptor = means.mean(dim=0, keepdim=True) + next(self._offsets)
        self.descriptors.append(descriptor)
        return descriptor


class _Restoring:
    def __init__(self, descriptors: Descriptors) -> None:
        self._remaining = iter(descriptors)

    def pool(self, streams: tuple[Tensor, ...]) -> Tensor:
        return next(self._remaining).to(streams[0].device)


class _SteeredPool(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.steering: _Steering = _Surveying([])
        self.look: Look = look_away
        self.share = 1.0

    def forward(self, *streams: Tensor) -> Tensor:
        self.look(self.share)
        return self.steering.pool(streams)


def _steer(network: Mirnet) -> list[_SteeredPool]:
    pools = []
    for parent in list(network.modules()):
        for name, child in parent.named_children():
            if isinstance(child, GlobalAveragePooling):
                pools.append(_SteeredPool())
                setattr(parent, name, pools[-1])
    return pools


@contextmanager
def _steered(pools: list[_SteeredPool], steering: _Steering, look: Look) -> Iterator[None]:
    for pool in pools:
        pool.steering, pool.look, pool.share = steering, look, 1.0 / len(pools)
    try:
        yield
    finally:
        # What was computed must not be kept alive until the next pass.
        for pool in pools:
            pool.steering, pool.look = _Surveying([]), look_away


def _weighted_mean(streams: tuple[Tensor, ...], weighting: Weighting) -> Tensor:
    size = streams[0].shape[-2:]
    weights = next(part for part in weighting if part.shape[-2:] == size)[0, 0]
    means = [torch.einsum("nchw,hw->nc", stream.float(), weights) for stream in streams]
    return torch.stack(means).sum(dim=0)[..., None, None]
