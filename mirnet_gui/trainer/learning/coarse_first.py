"""Noise taken away as in use: of a copy of half the size first, then of the picture itself.

The restorer (:mod:`mirnet_gui.inference.restorer`) does the same with a photograph's pixels. A
camera's noise is fine and coarse at once; what is coarse is fine in the small copy.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from torch import Tensor
from torch.nn import functional

from mirnet_gui.inference.restorer import LEAST_HALVED


class Cleaned(NamedTuple):
    """What a network made of pictures (N, 3, H, W), and before of their halves (N, 3, h, w).

    ``small`` is None where pictures are too small to be halved. Neither is clamped.
    """

    picture: Tensor
    small: Tensor | None


def cleaned_coarse_first(network: Callable[[Tensor], Tensor], noisy: Tensor) -> Cleaned:
    """What ``network`` makes of ``noisy`` (N, 3, H, W); gradients flow through both passes."""
    height, width = noisy.shape[-2:]
    if height * width < LEAST_HALVED:
        return Cleaned(network(noisy), None)
    fed = halved(noisy)
    small = network(fed)
    change = functional.interpolate(
        small - fed, size=(height, width), mode="bicubic", align_corners=False
    )
    return Cleaned(network((noisy + change).clamp(0.0, 1.0)), small)


def halved(pictures: Tensor) -> Tensor:
    """A copy of ``pictures`` (N, C, H, W) of half their size, averaged."""
    sides = [max(round(side / 2), 1) for side in pictures.shape[-2:]]
    return functional.interpolate(pictures, size=sides, mode="area")
