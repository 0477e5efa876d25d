"""MixUp (Zhang et al., ICLR 2018): a batch mixed with itself in another order."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from mirnet_gui.trainer.config import Augmentation


def mix(
    low: Tensor, high: Tensor, augmentation: Augmentation, rng: np.random.Generator
) -> tuple[Tensor, Tensor]:
    """``low`` and ``high`` (N, 3, H, W), mixed alike in the configured share of all calls.

    Equation 1 of the paper: ``weight * batch + (1 - weight) * batch in another order``, the weight
    drawn from Beta(alpha, alpha).
    """
    if rng.random() >= augmentation.mixup:
        return low, high
    weight = float(rng.beta(augmentation.mixup_alpha, augmentation.mixup_alpha))
    order = torch.from_numpy(rng.permutation(len(low))).to(low.device)
    return low.lerp(low[order], 1.0 - weight), high.lerp(high[order], 1.0 - weight)
