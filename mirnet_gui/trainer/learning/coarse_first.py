"""Noise taken away as in use: of smaller copies first, then of the picture itself.

The restorer (:mod:`mirnet_gui.inference.restorer`) does the same with a photograph's pixels. A
camera's noise is fine and coarse at once; what is coarse is fine in the small copy.
"""

from __future__ import annotations

from collections.abc import Callable

from torch import Tensor
from torch.nn import functional

from mirnet_gui.inference.restorer import LEAST_HALVED


def cleaned_coarse_first(
    network: Callable[[Tensor], Tensor], noisy: Tensor, halvings: int
) -> tuple[Tensor, ...]:
    """What ``network`` makes of ``noisy`` (N, 3, H, W), and before of its ``halvings`` copies.

    The picture comes first, then copies of (N, 3, h, w), each half of the last, without those that
    are too small to be cleaned. None is clamped; gradients flow through all passes.
    """
    height, width = noisy.shape[-2:]
    if not halvings or height * width < LEAST_HALVED:
        return (network(noisy),)
    fed = halved(noisy)
    copies = cleaned_coarse_first(network, fed, halvings - 1)
    change = functional.interpolate(
        copies[0] - fed, size=(height, width), mode="bicubic", align_corners=False
    )
    return network((noisy + change).clamp(0.0, 1.0)), *copies


def halved(pictures: Tensor) -> Tensor:
    """A copy of ``pictures`` (N, C, H, W) of half their size, averaged."""
    sides = [max(round(side / 2), 1) for side in pictures.shape[-2:]]
    return functional.interpolate(pictures, size=sides, mode="area")
