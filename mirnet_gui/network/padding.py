"""Making any picture size fit the network: pad by reflection, crop back."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor


def pad_to_multiple(picture: Tensor, multiple: int) -> Tensor:
    """Grow (N, C, H, W) at the right and bottom until both sides divide by ``multiple``."""
    for axis in (-2, -1):
        while missing := -picture.shape[axis] % multiple:
            picture = _pad(picture, axis, missing)
    return picture


def _pad(picture: Tensor, axis: int, missing: int) -> Tensor:
    # torch reflects at most side - 1 pixels, so tiny pictures take several rounds, and a side of
    # one pixel, which has nothing to reflect, is repeated.
    side = picture.shape[axis]
    added = min(missing, max(side - 1, 1))
    sides = (0, added, 0, 0) if axis == -1 else (0, 0, 0, added)
    return F.pad(picture, sides, mode="reflect" if added < side else "replicate")
