from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from skimage import data

from mirnet_gui.errors import DataError
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.tone.exposure import expose, exposure_gain
from mirnet_gui.trainer.config import Augmentation, Stage, TrainingConfig
from mirnet_gui.trainer.data.pairs import to_tensor
from mirnet_gui.trainer.data.patches import BatchKeys, PatchCutter, PatchDataset, PatchKey


@pytest.fixture(scope="module")
def photograph() -> np.ndarray:
    return (data.astronaut()[:128, :160] / 255).astype(np.float32)


def test_patches_are_pairs_of_the_right_size(config: TrainingConfig, folders: Path) -> None:
    for number in range(10):
        low, high = PatchDataset(config, folders)[PatchKey(number, 0, 32)]
        assert low.shape == high.shape == (3, 32, 32)
        assert 0 <= low.min() <= high.max() <= 1


def test_a_patch_is_a_function_of_seed_and_number(config: TrainingConfig, folders: Path) -> None:
    one, again = PatchDataset(config, folders), PatchDataset(config, folders)
    other = PatchDataset(replace(config, seed=2), folders)
    _ = one[PatchKey(3, 0, 32)]
    assert torch.equal(one[PatchKey(7, 1, 32)][0], again[PatchKey(7, 1, 32)][0])
    assert not torch.equal(one[PatchKey(7, 1, 32)][0], one[PatchKey(8, 1, 32)][0])
    assert not torch.equal(one[PatchKey(7, 1, 32)][0], other[PatchKey(7, 1, 32)][0])


def test_both_sides_are_cut_alike(photograph: np.ndarray) -> None:
    pixels = (photograph * 255).astype(np.uint8)
    cutter = PatchCutter(48, Augmentation(smallest_scale=0.4))
    for seed in range(20):
        one, other = cutter.cut([pixels, pixels.copy()], np.random.default_rng(seed))
        assert np.array_equal(one, other)


def test_patches_are_turned_and_flipped(photograph: np.ndarray) -> None:
    cutter = PatchCutter(128, Augmentation(smallest_scale=1.0))
    square = (photograph[:, :128] * 255).astype(np.uint8)
    seen = {cutter.cut([square], np.random.default_rng(s))[0].tobytes() for s in range(100)}
    assert len(seen) == 8


def test_a_picture_smaller_than_the_patch_is_said(photograph: np.ndarray) -> None:
    with pytest.raises(DataError, match=r"small\.png is 160 x 128"):
        PatchCutter(200, Augmentation()).check(photograph, Path("small.png"))


def test_a_resumed_run_goes_on_where_it_stood(config: TrainingConfig) -> None:
    whole, rest = list(BatchKeys(config)), list(BatchKeys(config, first_step=4))
    assert len(whole) == 6
    assert rest == whole[4:]


def test_no_patch_comes_twice_in_a_step(config: TrainingConfig) -> None:
    """Neither in the batches of one step nor in those of another process."""
    twice = replace(config, optimization=replace(config.optimization, accumulate=3))
    processes = [list(BatchKeys(twice, rank=lambda rank=rank: rank)) for rank in range(2)]
    assert len(processes[0]) == len(BatchKeys(twice)) == 18
    keys = [key for batches in processes for batch in batches for key in batch]
    assert len(set(keys)) == len(keys) == 6 * 2 * 3 * 2
    assert [key.step for key in processes[1][3]] == [1, 1]


def test_patches_grow_with_the_stages(config: TrainingConfig) -> None:
    stages = (Stage(patch=32, batch=4, until=0.5), Stage(patch=64, batch=1))
    sides = [[key.side for key in batch] for batch in BatchKeys(replace(config, stages=stages))]
    assert sides == [[32] * 4] * 3 + [[64]] * 3


def test_turns_and_flips_can_be_left_out(photograph: np.ndarray) -> None:
    square = (photograph[:, :128] * 255).astype(np.uint8)
    still = Augmentation(smallest_scale=1.0, flips=False, turns=False)
    rngs = [np.random.default_rng(seed) for seed in range(20)]
    assert len({PatchCutter(128, still).cut([square], rng)[0].tobytes() for rng in rngs}) == 1


def test_patches_may_be_kept_from_showing_too_little(photograph: np.ndarray) -> None:
    """At scale 0.5 a patch of 32 shows 64 pixels of the photograph."""
    ramp = np.tile(np.arange(128, dtype=np.uint8)[:, None, None], (1, 128, 3))
    still = Augmentation(smallest_scale=0.5, largest_scale=0.5, flips=False, turns=False)
    for seed in range(5):
        (patch,) = PatchCutter(32, still).cut([ramp], np.random.default_rng(seed))
        assert np.ptp(patch) * 255 == pytest.approx(62, abs=1)


def test_patches_are_exposed_by_what_the_whole_picture_is_like(
    config: TrainingConfig, folders: Path
) -> None:
    pairs = replace(config, sources=config.sources[:1])
    exposed = replace(pairs, network=replace(config.network, exposed=True))
    gains = {}
    for path in (folders / "pairs" / "low").iterdir():
        low = to_tensor(read_photo(path).pixels)
        gains[path.stem] = exposure_gain(low, exposed.network)
    for number in range(8):
        as_it_is, _ = PatchDataset(pairs, folders)[PatchKey(number, 0, 32)]
        let_in, _ = PatchDataset(exposed, folders)[PatchKey(number, 0, 32)]
        fitting = [torch.allclose(let_in, expose(as_it_is, gain)) for gain in gains.values()]
        assert fitting.count(True) == 1


def test_darkened_photographs_are_exposed_about_as_they_were(
    config: TrainingConfig, folders: Path
) -> None:
    clean = replace(config, sources=config.sources[1:])
    exposed = replace(clean, network=replace(config.network, exposed=True))
    dataset, plain = PatchDataset(exposed, folders), PatchDataset(clean, folders)
    keys = [PatchKey(number, 0, 64) for number in range(30)]
    off = [float((low.mean() - high.mean()).abs()) for low, high in map(dataset.__getitem__, keys)]
    dark = [float((low.mean() - high.mean()).abs()) for low, high in map(plain.__getitem__, keys)]
    assert np.mean(off) < np.mean(dark) / 2
