from __future__ import annotations

import numpy as np
import torch

from mirnet_gui.trainer.config import Augmentation
from mirnet_gui.trainer.learning.mixing import mix


def test_low_and_high_are_mixed_alike() -> None:
    high = torch.rand(4, 3, 8, 8)
    low, mixed = mix(high * 0.1, high, Augmentation(mixup=1.0), np.random.default_rng(3))
    assert torch.allclose(low, mixed * 0.1, atol=1e-6)
    assert not torch.equal(mixed, high)
    assert torch.allclose(mixed.mean(0), high.mean(0), atol=1e-6), "nothing is added or lost"


def test_mixing_happens_in_its_share_of_all_batches() -> None:
    high = torch.rand(4, 3, 8, 8)
    rngs = [np.random.default_rng(seed) for seed in range(200)]
    changed = [mix(high, high, Augmentation(mixup=0.3), rng)[1] is not high for rng in rngs]
    assert 0.2 < np.mean(changed) < 0.4
    assert mix(high, high, Augmentation(), rngs[0])[0] is high
