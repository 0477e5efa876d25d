"""Where pairs come from: which are taken, and which never are."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from skimage import data

from mirnet_gui.errors import DataError
from mirnet_gui.photo.pairs import paired_folder
from mirnet_gui.photo.values import Floats
from mirnet_gui.tone.exposure import exposure_gain
from mirnet_gui.trainer.config import Augmentation, Source
from mirnet_gui.trainer.data.cutting import PatchCutter, WholeCutter
from mirnet_gui.trainer.data.fingerprint import fingerprint_of
from mirnet_gui.trainer.data.pairs import PictureCache
from mirnet_gui.trainer.data.reduction import Reduction, reduce
from mirnet_gui.trainer.data.sources import Drawn, is_well_exposed, open_source

LEVELS = [20, 40, 60, 80, 100, 120, 140]


@pytest.fixture
def levels(tmp_path: Path) -> Path:
    """Seven pairs, a to g, each of one level of grey by which it is known again."""
    for number, level in enumerate(LEVELS):
        name = f"{'abcdefg'[number]}.png"
        for side, grey in (("low", level // 4), ("high", level)):
            (tmp_path / "pairs" / side).mkdir(parents=True, exist_ok=True)
            picture = Image.new("RGB", (40, 40), (grey,) * 3)
            picture.save(tmp_path / "pairs" / side / name)
    return tmp_path


def _drawn_levels(root: Path, held_out: int) -> set[int]:
    source = open_source(Source("pairs", "pairs", held_out=held_out), root, PictureCache())
    cutter = PatchCutter(16, Augmentation())
    drawn = [source.draw(cutter, np.random.default_rng(s), whole=False) for s in range(150)]
    return {round(float(each.high.mean()) * 255) for each in drawn}


@pytest.mark.parametrize(
    ("held_out", "left"), [(0, LEVELS), (3, [40, 60, 100, 120]), (5, [40, 60, 80, 100, 140])]
)
def test_pairs_that_are_held_out_never_come(levels: Path, held_out: int, left: list[int]) -> None:
    """The first, and every so many-th after it by name, is kept to measure on."""
    assert _drawn_levels(levels, held_out) == set(left)


def test_noisy_and_clean_are_a_pair_too(levels: Path) -> None:
    pairs = levels / "pairs"
    (pairs / "low").rename(pairs / "noisy")
    (pairs / "high").rename(pairs / "clean")
    found = paired_folder(pairs)
    assert [pair.low.parent.name for pair in found] == ["noisy"] * 7
    assert [pair.high.parent.name for pair in found] == ["clean"] * 7
    assert _drawn_levels(levels, 0) == set(LEVELS)
    assert fingerprint_of(pairs, "pairs").pictures == 14
    (pairs / "clean" / "c.png").unlink()
    with pytest.raises(DataError, match=r"c stands in only one of noisy/ and clean/"):
        paired_folder(pairs)


def test_low_and_high_come_before_noisy_and_clean(levels: Path) -> None:
    pairs = levels / "pairs"
    shutil.copytree(pairs / "low", pairs / "noisy")
    assert {pair.low.parent.name for pair in paired_folder(pairs)} == {"low"}


def _darkened(folder: Path, *, whole: bool, count: int = 30) -> list[Drawn]:
    source = open_source(Source("clean", "clean"), folder, PictureCache())
    cutter = WholeCutter(48, 64, 0.8, flips=True) if whole else PatchCutter(48, Augmentation())
    return [source.draw(cutter, np.random.default_rng(s), whole=whole) for s in range(count)]


def test_photographs_are_darkened_on_the_fly(folders: Path) -> None:
    for whole in (True, False):
        drawn = _darkened(folders, whole=whole)
        darker = np.array([each.high.mean() / each.low.mean() for each in drawn])
        assert (darker > 1.1).mean() > 0.5
        assert darker.mean() > 1.5
        assert darker.min() > 0.9
        assert all(each.low.shape == each.high.shape for each in drawn)


def test_a_whole_picture_is_exposed_by_itself(folders: Path) -> None:
    for each in _darkened(folders, whole=True, count=10):
        assert each.gain == exposure_gain(each.low)
    pairs = open_source(Source("pairs", "pairs"), folders, PictureCache())
    cutter = WholeCutter(48, 64, 0.6, flips=True)
    drawn = pairs.draw(cutter, np.random.default_rng(0), whole=True)
    assert drawn.gain == exposure_gain(drawn.low)


def _grey(picture: np.ndarray) -> np.ndarray:
    return (picture / 255).astype(np.float32)


def test_what_is_well_exposed_and_has_contrast_may_be_taught() -> None:
    assert is_well_exposed(_grey(data.astronaut()))
    assert is_well_exposed(_grey(data.coffee()))


@pytest.mark.parametrize(
    ("what", "picture"),
    [
        ("dark", data.astronaut() * 0.4),
        ("a rocket at dusk", data.rocket()),
        ("pale", 140 + data.astronaut() * 0.4),
        ("flat", 80 + data.astronaut() * 0.3),
        ("a fog", np.full((64, 64, 3), 120.0)),
        (
            "nearly all of one grey",
            np.repeat([25.0] * 7 + [115.0] * 86 + [190.0] * 7, 300).reshape(100, 100, 3),
        ),
        ("without any light part", (data.astronaut() * 0.8).clip(0, 140)),
    ],
)
def test_what_is_dark_or_flat_may_not(what: str, picture: np.ndarray) -> None:
    assert not is_well_exposed(_grey(picture)), what


def test_a_folder_of_dusk_is_told(folders: Path) -> None:
    Image.fromarray(data.rocket()).save(folders / "clean" / "cup.png")
    with pytest.raises(DataError, match=r"Hardly a photograph in .*clean is well exposed"):
        _darkened(folders, whole=False, count=1)


def test_dark_photographs_among_lit_ones_are_passed_over(folders: Path) -> None:
    red = data.rocket().copy()
    red[..., 1:] = 0
    for name in ("dusk", "evening"):
        Image.fromarray(red).save(folders / "clean" / f"{name}.png")
    for each in _darkened(folders, whole=False):
        assert each.high[..., 1].mean() > 0.05


def test_a_share_of_pairs_cannot_be_negative() -> None:
    with pytest.raises(ValueError, match="held_out"):
        replace(Source("pairs", "pairs"), held_out=-1)


def test_pairs_of_two_sizes_are_drawn_at_one_place(folders: Path) -> None:
    """Of the task to enlarge: what is small is its reference, reduced."""
    pairs = folders / "pairs"
    for path in (pairs / "high").iterdir():
        with Image.open(path) as large:
            large.reduce(2).save(pairs / "low" / path.name)
    source = open_source(Source("pairs", "pairs"), folders, PictureCache(), "enlarge", 2)
    cutter = PatchCutter(64, Augmentation(smallest_scale=0.5))
    for seed in range(20):
        drawn = source.draw(cutter, np.random.default_rng(seed), whole=False)
        assert drawn.low.shape == (32, 32, 3)
        means = drawn.high.reshape(32, 2, 32, 2, 3).mean(axis=(1, 3))
        assert np.abs(means - drawn.low).max() < 1 / 255
    same_size = open_source(Source("val", "pairs"), folders, PictureCache(), "enlarge", 2)
    with pytest.raises(DataError, match="has to be 160 x 128"):
        same_size.draw(cutter, np.random.default_rng(0), whole=False)


def test_what_is_enlarged_has_detail_where_the_photograph_has(tmp_path: Path) -> None:
    """Three in four parts of this one are sky."""
    photograph = np.full((256, 1024, 3), 200, np.uint8)
    photograph[:, :256] = np.random.default_rng(0).integers(0, 256, (256, 256, 3))
    (tmp_path / "sky").mkdir()
    Image.fromarray(photograph).save(tmp_path / "sky" / "a.png")
    cutter = PatchCutter(64, Augmentation(smallest_scale=1.0, largest_scale=1.0))
    source = open_source(Source("sky", "clean"), tmp_path, PictureCache(), "enlarge", 2)
    rng = np.random.default_rng(1)
    drawn = [source.draw(cutter, rng, whole=False) for _ in range(60)]
    with_detail = sum(float(each.high.std()) > 0.05 for each in drawn)
    # One in three by chance; two in three when the best of three is taken.
    assert with_detail > 30
    assert with_detail < 60


def test_a_recipe_tells_how_many_are_reduced_plainly(tmp_path: Path) -> None:
    (tmp_path / "noise").mkdir()
    values = np.random.default_rng(0).integers(0, 256, (256, 256, 3), np.uint8)
    Image.fromarray(values).save(tmp_path / "noise" / "a.png")
    cutter = PatchCutter(64, Augmentation(smallest_scale=1.0, largest_scale=1.0))

    def plain_of_forty(share: float) -> int:
        source = Source("noise", "clean", plain=share)
        opened = open_source(source, tmp_path, PictureCache(), "enlarge", 2)
        rng = np.random.default_rng(1)
        drawn = [opened.draw(cutter, rng, whole=False) for _ in range(40)]
        return sum(np.array_equal(each.low, _bicubic(each.high)) for each in drawn)

    assert plain_of_forty(1.0) == 40
    assert plain_of_forty(0.0) <= 8
    assert 12 <= plain_of_forty(0.5) <= 32


def _bicubic(large: Floats) -> Floats:
    return reduce(large, 2, Reduction(), np.random.default_rng(0))
