"""A picture without a patch in it is told before a run begins, not by chance amid it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from mirnet_gui.errors import DataError, UnreadablePhoto
from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.trainer.config import Source, TrainingConfig
from mirnet_gui.trainer.data.sizes import check_sizes


def test_what_is_large_enough_is_let_through(config: TrainingConfig, folders: Path) -> None:
    check_sizes(config, folders)


@pytest.mark.parametrize("place", ["pairs/low/cup.png", "pairs/high/cup.png", "clean/cup.png"])
def test_one_small_picture_is_told(config: TrainingConfig, folders: Path, place: str) -> None:
    Image.new("RGB", (200, 31)).save(folders / place)
    with pytest.raises(DataError, match=r"cup\.png is 200 x 31 pixels, smaller than the patch of"):
        check_sizes(config, folders)
    check_sizes(replace(config, task="light"), folders)


def test_one_that_cannot_be_read_is_told(config: TrainingConfig, folders: Path) -> None:
    (folders / "pairs" / "low" / "cup.png").write_bytes(b"nothing")
    with pytest.raises(UnreadablePhoto, match=r"cup\.png"):
        check_sizes(config, folders)


def test_enlarging_needs_patches_as_much_larger(config: TrainingConfig, folders: Path) -> None:
    enlarging = replace(config, network=MirnetConfig(8, 1, 1, 2, 1, scale=4), task="enlarge")
    with pytest.raises(DataError, match="smaller than the patch of 128"):
        check_sizes(enlarging, folders)


def test_what_is_held_out_is_not_cut(config: TrainingConfig, folders: Path) -> None:
    first = min((folders / "pairs" / "low").iterdir())
    Image.new("RGB", (20, 20)).save(first)
    held_out = replace(config, sources=(Source("pairs", "pairs", held_out=3),))
    check_sizes(held_out, folders)
