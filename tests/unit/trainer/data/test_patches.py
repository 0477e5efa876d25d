from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from skimage import data

from mirnet_gui.trainer.config import TrainingConfig
from mirnet_gui.trainer.data.pairs import DataError
from mirnet_gui.trainer.data.patches import NumberSampler, PatchCutter, PatchDataset


@pytest.fixture(scope="module")
def photograph() -> np.ndarray:
    return (data.astronaut()[:128, :160] / 255).astype(np.float32)


def test_patches_are_pairs_of_the_right_size(config: TrainingConfig, folders: Path) -> None:
    for number in range(10):
        low, high = PatchDataset(config, folders)[number]
        assert low.shape == high.shape == (3, 32, 32)
        assert 0 <= low.min() <= high.max() <= 1


def test_a_patch_is_a_function_of_seed_and_number(config: TrainingConfig, folders: Path) -> None:
    one, again = PatchDataset(config, folders), PatchDataset(config, folders)
    other = PatchDataset(replace(config, seed=2), folders)
    _ = one[3]
    assert torch.equal(one[7][0], again[7][0])
    assert not torch.equal(one[7][0], one[8][0])
    assert not torch.equal(one[7][0], other[7][0])


def test_both_sides_are_cut_alike(photograph: np.ndarray) -> None:
    pixels = (photograph * 255).astype(np.uint8)
    cutter = PatchCutter(patch=48, smallest_scale=0.4)
    for seed in range(20):
        one, other = cutter.cut([pixels, pixels.copy()], np.random.default_rng(seed))
        assert np.array_equal(one, other)


def test_patches_are_turned_and_flipped(photograph: np.ndarray) -> None:
    cutter = PatchCutter(patch=128, smallest_scale=1.0)
    square = (photograph[:, :128] * 255).astype(np.uint8)
    seen = {cutter.cut([square], np.random.default_rng(s))[0].tobytes() for s in range(100)}
    assert len(seen) == 8


def test_a_picture_smaller_than_the_patch_is_said(photograph: np.ndarray) -> None:
    with pytest.raises(DataError, match=r"small\.png is 160 x 128"):
        PatchCutter(200, 0.5).check(photograph, Path("small.png"))


def test_a_resumed_run_goes_on_where_it_stood(config: TrainingConfig) -> None:
    whole, rest = list(NumberSampler(config)), list(NumberSampler(config, first_step=4))
    assert whole == list(range(12))
    assert rest == whole[8:]
