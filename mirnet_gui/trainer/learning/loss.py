"""What training makes small."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class CharbonnierLoss(nn.Module):
    """Mean of ``sqrt((output - reference)^2 + eps^2)`` (paper, section 3, eps = 1e-3)."""

    def __init__(self, eps: float = 1e-3) -> None:
        super().__init__()
        self.eps = eps

    def forward(self, output: Tensor, reference: Tensor) -> Tensor:
        """One number from two tensors of the same shape."""
        return torch.sqrt((output - reference).square() + self.eps**2).mean()
