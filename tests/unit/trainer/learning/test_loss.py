from __future__ import annotations

import pytest
import torch

from mirnet_gui.trainer.learning.loss import CharbonnierLoss


def test_charbonnier_is_its_formula() -> None:
    loss = CharbonnierLoss(eps=1e-3)
    output, reference = torch.tensor([0.0, 0.3]), torch.tensor([0.0, 0.7])
    assert float(loss(output, reference)) == pytest.approx((1e-3 + (0.16 + 1e-6) ** 0.5) / 2)
