"""Making any picture size fit the network: pad by reflection, crop back."""

from __future__ import annotations

import torch.nn.functional as F  # noqa: N812 - the field's own name for it
from torch import Tensor


def pad_to_multiple(picture: Tensor, multiple: int) -> Tensor:
    """Grow (N, C, H, W) at the right and bottom until both sides divide by ``multiple``."""
    height, width = picture.shape[-2:]
    return _pad(picture, -height % multiple, -width % multiple)


def _pad(picture: Tensor, bottom: int, right: int) -> Tensor:
    # torch reflects at most side - 1 pixels, so tiny pictures are padded in several rounds,
    # and a side of one pixel, which has nothing to reflect, is repeated.
    while bottom or right:
        height, width = picture.shape[-2:]
        rows = min(bottom, max(height - 1, 1))
        columns = min(right, max(width - 1, 1))
        mode = "replicate" if (rows >= height or columns >= width) else "reflect"
        picture = F.pad(picture, (0, columns, 0, rows), mode=mode)
        bottom -= rows
        right -= columns
    return picture
