from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from mirnet_gui.photo.reading import read_photo
from mirnet_gui.tone.exposure import expose, exposure_gain
from mirnet_gui.trainer.config import Light, Stage, TrainingConfig
from mirnet_gui.trainer.data.pairs import to_float
from mirnet_gui.trainer.data.patches import BatchKeys, PatchDataset, PatchKey


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


def test_patches_are_exposed_by_what_the_whole_picture_is_like(
    config: TrainingConfig, folders: Path
) -> None:
    pairs = replace(config, sources=config.sources[:1])
    exposed = replace(pairs, network=replace(config.network, exposed=True))
    gains = {}
    for path in (folders / "pairs" / "low").iterdir():
        gains[path.stem] = exposure_gain(to_float(read_photo(path).pixels))
    for number in range(8):
        as_it_is, _ = PatchDataset(pairs, folders)[PatchKey(number, 0, 32)]
        let_in, _ = PatchDataset(exposed, folders)[PatchKey(number, 0, 32)]
        expected = [expose(as_it_is.numpy(), gain) for gain in gains.values()]
        fitting = [np.allclose(let_in, each, atol=1e-6) for each in expected]
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


def _whole_pictures(config: TrainingConfig) -> TrainingConfig:
    light = Light(smallest_side=32, least_seen=0.8)
    return replace(config, task="light", light=light, stages=(Stage(patch=64, batch=4),), steps=12)


def test_whole_pictures_of_a_batch_have_one_shape(config: TrainingConfig, folders: Path) -> None:
    """Which differs from step to step, between the smallest side and the stage's."""
    light = _whole_pictures(config)
    dataset, shapes = PatchDataset(light, folders), []
    for keys in BatchKeys(light):
        batch = [dataset[key] for key in keys]
        (shape,) = {(fed.shape, wanted.shape) for fed, wanted in batch}
        assert shape[0] == shape[1]
        shapes.append(shape[0][1:])
    assert len(set(shapes)) > 6
    areas = [(height * width) ** 0.5 for height, width in shapes]
    assert min(areas) > 28
    assert max(areas) < 68
    assert {height < width for height, width in shapes} == {True, False}
    assert all(side % 4 == 0 for shape in shapes for side in shape), "as the network likes it"


def test_whole_pictures_are_a_function_of_seed_and_number(
    config: TrainingConfig, folders: Path
) -> None:
    light = _whole_pictures(config)
    one, again = (PatchDataset(light, folders)[PatchKey(5, 1, 64)] for _ in range(2))
    assert torch.equal(one[0], again[0])
    assert torch.equal(one[1], again[1])
