from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from mirnet_gui.errors import DataError
from mirnet_gui.photo.pairs import paired_folder
from mirnet_gui.trainer.data.pairs import PairDataset


def test_unpaired_pictures_are_named(folders: Path) -> None:
    (folders / "pairs" / "low" / "cup.png").unlink()
    with pytest.raises(DataError, match="cup"):
        paired_folder(folders / "pairs")


def test_a_picture_with_two_partners_is_named(folders: Path) -> None:
    low = folders / "pairs" / "low"
    count = len(paired_folder(folders / "pairs"))
    (low / "cup.jpg").write_bytes((low / "cup.png").read_bytes())
    with pytest.raises(DataError, match=r"cup\.jpg.*cup\.png"):
        paired_folder(folders / "pairs")
    assert len(paired_folder(folders / "pairs", usable_only=True)) == count - 1


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="low"):
        paired_folder(tmp_path)


def test_pairs_of_two_sizes_are_named(folders: Path) -> None:
    low = folders / "val" / "low" / "cat.png"
    low.write_bytes((folders / "clean" / "cup.png").read_bytes())
    with pytest.raises(DataError, match=r"cat\.png"):
        PairDataset(folders / "val")[0]


def test_a_small_picture_and_its_large_reference_are_measured_on(folders: Path) -> None:
    small = folders / "val" / "low" / "cat.png"
    with Image.open(folders / "val" / "high" / "cat.png") as large:
        large.reduce(2).save(small)
    low, high = PairDataset(folders / "val", scale=2)[0]
    assert low.shape == (3, 32, 40)
    assert high.shape == (3, 64, 80)
