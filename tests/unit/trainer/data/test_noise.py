"""Noise that is added to clean photographs: what it changes, and what it leaves."""

from __future__ import annotations

import numpy as np
from skimage import data

from mirnet_gui.photo.values import Floats
from mirnet_gui.trainer.data.noise import noisy_pair

CUP: Floats = np.divide(data.coffee()[:192, :192], 255.0, dtype=np.float32)


def _pairs(count: int) -> list[tuple[Floats, Floats]]:
    return [noisy_pair(CUP, np.random.default_rng(seed)) for seed in range(count)]


def test_the_same_seed_gives_the_same_noise() -> None:
    (one, _), (again, _) = (noisy_pair(CUP, np.random.default_rng(3)) for _ in range(2))
    assert np.array_equal(one, again)
    assert not np.array_equal(one, noisy_pair(CUP, np.random.default_rng(4))[0])


def test_noise_changes_no_light() -> None:
    """What is learnt is to take noise away, not to brighten: both are as bright."""
    for noisy, clean in _pairs(24):
        assert noisy.shape == clean.shape == CUP.shape
        assert abs(float(noisy.mean() - clean.mean())) < 0.02


def test_noise_is_of_every_strength_and_photographs_of_every_brightness() -> None:
    pairs = _pairs(40)
    strengths = [float((noisy - clean).std()) for noisy, clean in pairs]
    assert min(strengths) < 0.01
    assert max(strengths) > 0.03
    assert min(clean.mean() for _, clean in pairs) < 0.7 * CUP.mean()
    assert any(np.array_equal(clean, CUP) for _, clean in pairs)
