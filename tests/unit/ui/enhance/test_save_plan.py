from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mirnet_gui import locations
from mirnet_gui.methods.registry import create_method
from mirnet_gui.photo.photo import Photo
from mirnet_gui.settings import Settings
from mirnet_gui.ui.enhance.save_plan import (
    Naming,
    complaint,
    is_possible,
    obstacle,
    proposed,
    refusal,
    renamed,
)

NAMING = Naming(Path("night.jpg"), create_method("gamma"))


def photo(path: Path | None = None) -> Photo:
    return Photo(np.zeros((2, 2, 3), np.uint8), format="jpeg", path=path)


def test_result_is_proposed_beside_the_photo_in_its_own_format(tmp_path: Path) -> None:
    naming = replace(NAMING, named=tmp_path / "night.JPG")
    request = proposed(photo(tmp_path / "night.JPG"), naming, Path("elsewhere"), Settings())
    assert request.path == tmp_path / "night-enhanced.JPG"
    assert request.encoding.format == "jpeg"
    assert not request.overwrite


def test_format_of_the_last_time_wins(tmp_path: Path) -> None:
    settings = Settings(save_format="tiff", save_quality=70)
    request = proposed(photo(tmp_path / "night.jpg"), NAMING, Path("elsewhere"), settings)
    assert request.path.name == "night-enhanced.tif"
    assert request.encoding.quality == 70


def test_a_format_that_is_not_known_any_more_is_passed_over(tmp_path: Path) -> None:
    settings = Settings(save_format="flif")
    assert (
        proposed(photo(tmp_path / "night.jpg"), NAMING, tmp_path, settings).encoding.format
        == "jpeg"
    )


def test_pasted_photo_goes_to_the_last_folder(tmp_path: Path) -> None:
    assert proposed(photo(), NAMING, tmp_path, Settings()).path.parent == tmp_path


@pytest.mark.parametrize(
    ("name", "result"),
    [("a", "a.png"), ("a.jpg", "a.png"), ("a.PNG", "a.PNG"), ("v1.2 night", "v1.2 night.png")],
)
def test_extension_follows_the_format(name: str, result: str) -> None:
    assert renamed(name, "png") == result


def test_names_that_are_none() -> None:
    assert is_possible("größe 夜.jpg")
    for name in ("", "  ", "a/b.jpg", "..", "."):
        assert not is_possible(name)


def test_why_a_name_cannot_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    assert complaint("größe 夜.jpg", tmp_path) == ""
    assert "name" in complaint("  ", tmp_path)
    assert complaint("/nowhere/x.png", tmp_path) == "There is no folder /nowhere."
    assert str(tmp_path / "gone") in complaint("gone/x.png", tmp_path)
    assert "choose the folder" in complaint("here/x.png", tmp_path)
    assert complaint("..", tmp_path)


def test_a_name_that_the_drive_cannot_take_is_refused(tmp_path: Path) -> None:
    there = tmp_path / "there.jpg"
    there.touch()
    assert refusal(there) == refusal(tmp_path / "new.jpg") == ""
    assert "too long for this drive" in refusal(tmp_path / f"{'long' * 75}.jpg")


def test_what_stands_in_the_way_is_named(tmp_path: Path) -> None:
    original = tmp_path / "night.jpg"
    other = tmp_path / "other.jpg"
    assert obstacle(other, original) == ""
    original.touch()
    other.touch()
    (tmp_path / "folder.jpg").mkdir()
    assert "original" in obstacle(tmp_path / "." / "night.jpg", original)
    assert "file of this name" in obstacle(other, original)
    assert "folder" in obstacle(tmp_path / "folder.jpg", original)


def test_result_of_a_sample_goes_to_the_last_folder(tmp_path: Path) -> None:
    sample = locations.resources() / "samples" / "cat.jpg"
    assert proposed(photo(sample), NAMING, tmp_path, Settings()).path.parent == tmp_path
