"""Weights for a network twice as wide that does the same (Chen et al., "Net2Net", ICLR 2016)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import torch
from torch import Tensor, nn

from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.network.mirnet import Mirnet

# What a copy of a channel has of the weight of both, around a half.
_SPREAD = 0.25


def widened(state: Mapping[str, Tensor], config: MirnetConfig, seed: int) -> dict[str, Tensor]:
    """The weights ``state`` of a network of ``config``, for one of twice its channels.

    Every channel becomes two of the same values, side by side, and what reads them reads both, each
    for a share of the weight that is drawn by ``seed``: equal shares would learn the same forever.
    Maxima and means over channels, and attention to each, stay what they were.
    """
    with torch.device("meta"):
        wide = Mirnet(replace(config, channels=2 * config.channels))
    backwards = {
        f"{name}.weight"
        for name, module in wide.named_modules()
        if isinstance(module, nn.ConvTranspose2d)
    }
    rng = torch.Generator().manual_seed(seed)
    return {
        key: _widened(state[key], like.shape, 0 if key in backwards else 1, rng)
        for key, like in wide.state_dict().items()
    }


def _widened(weight: Tensor, shape: torch.Size, read: int, rng: torch.Generator) -> Tensor:
    """``weight`` in ``shape``; ``read`` is its dimension of the channels that come in."""
    wide = weight
    for dimension, (size, wanted) in enumerate(zip(weight.shape, shape, strict=True)):
        if wanted != size:
            wide = wide.repeat_interleave(wanted // size, dimension)
    if wide.ndim < 2 or shape[read] == weight.shape[read]:
        return wide
    # One share for each channel that is made of each pair of those that are read.
    shares = torch.ones(shape[1 - read], weight.shape[read])
    shares.uniform_(0.5 - _SPREAD, 0.5 + _SPREAD, generator=rng)
    both = torch.stack([shares, 1.0 - shares], dim=2).flatten(1)
    return wide * (both.T if read == 0 else both)[..., None, None]
