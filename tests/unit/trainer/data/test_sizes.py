"""A picture without a patch in it is told before a run begins, not by chance amid it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from mirnet_gui.errors import DataError, UnreadablePhoto
from mirnet_gui.network.config import MirnetConfig, NetworkTask
from mirnet_gui.trainer.config import Source, TrainingConfig
from mirnet_gui.trainer.data.sizes import check_sizes


def test_what_is_large_enough_is_let_through(config: TrainingConfig, folders: Path) -> None:
    check_sizes(config, folders)


@pytest.mark.parametrize("places", [["pairs/low", "pairs/high"], ["clean"]])
def test_one_small_picture_is_told(
    config: TrainingConfig, folders: Path, places: list[str]
) -> None:
    for place in places:
        Image.new("RGB", (200, 31)).save(folders / place / "cup.png")
    with pytest.raises(DataError, match=r"cup\.png is 200 x 31 pixels, smaller than the patch of"):
        check_sizes(config, folders)
    check_sizes(replace(config, task="light"), folders)


def test_one_that_cannot_be_read_is_told(config: TrainingConfig, folders: Path) -> None:
    (folders / "pairs" / "low" / "cup.png").write_bytes(b"nothing")
    with pytest.raises(UnreadablePhoto, match=r"cup\.png"):
        check_sizes(config, folders)


def test_enlarging_needs_patches_as_much_larger(config: TrainingConfig, folders: Path) -> None:
    enlarging = replace(_enlarging(config, 4), sources=config.sources[1:], validation="clean")
    check_sizes(enlarging, folders)
    Image.new("RGB", (200, 127)).save(folders / "clean" / "cup.png")
    with pytest.raises(DataError, match="smaller than the patch of 128"):
        check_sizes(enlarging, folders)


def _enlarging(config: TrainingConfig, scale: int) -> TrainingConfig:
    network = MirnetConfig(8, 1, 1, 2, 1, scale=scale)
    return replace(config, network=network, task="enlarge", sources=config.sources[:1])


def _halve_lows(folder: Path) -> None:
    for path in (folder / "low").iterdir():
        with Image.open(path) as picture:
            picture.reduce(2).save(path)


def test_pairs_of_the_scale_of_the_network_are_let_through(
    config: TrainingConfig, folders: Path
) -> None:
    _halve_lows(folders / "pairs")
    _halve_lows(folders / "val")
    check_sizes(_enlarging(config, 2), folders)


def test_pairs_of_another_scale_are_told_with_the_model_they_are_for(
    config: TrainingConfig, folders: Path
) -> None:
    with pytest.raises(DataError, match="128 x 96 and has to be 256 x 192") as same_size:
        check_sizes(_enlarging(config, 2), folders)
    assert same_size.value.hint == "A reference shows the same picture, 2 times as large."
    _halve_lows(folders / "pairs")
    with pytest.raises(DataError, match="128 x 96 and has to be 192 x 144") as other:
        check_sizes(_enlarging(config, 3), folders)
    assert "a model that enlarges 2 times" in other.value.hint
    with pytest.raises(DataError, match=r"64 x 48 pixels, but its reference .* is 128 x 96"):
        check_sizes(config, folders)


@pytest.mark.parametrize("task", ["whole", "light", "enlarge"])
def test_a_pair_to_measure_on_of_two_other_sizes_is_told_before_the_run(
    config: TrainingConfig, folders: Path, task: NetworkTask
) -> None:
    if task == "enlarge":
        config = _enlarging(config, 2)
        _halve_lows(folders / "pairs")
    Image.new("RGB", (30, 30)).save(folders / "val" / "low" / "cat.png")
    with pytest.raises(DataError, match=r"cat\.png.* is 30 x 30 pixels, but its reference"):
        check_sizes(replace(config, task=task), folders)


def test_what_is_held_out_is_not_cut(config: TrainingConfig, folders: Path) -> None:
    first = min((folders / "pairs" / "low").iterdir())
    Image.new("RGB", (20, 20)).save(first)
    held_out = replace(config, sources=(Source("pairs", "pairs", held_out=3),))
    check_sizes(held_out, folders)
