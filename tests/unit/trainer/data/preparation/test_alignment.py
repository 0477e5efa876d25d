from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from mirnet_gui.photo.reading import read_photo
from mirnet_gui.trainer.data.preparation.alignment import Alignment, align
from tests.unit.trainer.data.preparation.pairs_at_night import NAMES, at_night, photograph


def found(low: np.ndarray, high: np.ndarray) -> Alignment:
    alignment = align(low, high)
    assert alignment is not None
    return alignment


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("right", "down"), [(2, 0), (-3, 2), (0, -6), (25, 10)])
def test_a_shift_is_measured_in_the_dark(name: str, right: int, down: int) -> None:
    whole = photograph(name)
    inner = whole[30:-30, 30:-30]
    height, width = inner.shape[:2]
    moved = whole[30 - down : 30 - down + height, 30 - right : 30 - right + width]
    alignment = found(at_night(inner), np.ascontiguousarray(moved))
    assert alignment.is_shifted
    assert alignment.right == pytest.approx(right, abs=0.3)
    assert alignment.down == pytest.approx(down, abs=0.3)


@pytest.mark.parametrize("name", NAMES)
def test_a_pair_that_is_aligned_is_left_alone(name: str) -> None:
    high = photograph(name)
    alignment = found(at_night(high), high)
    assert not alignment.is_shifted
    assert not alignment.is_unrelated


def test_something_that_moved_in_the_scene_is_no_shift() -> None:
    high = photograph("coffee")
    moved = high.copy()
    moved[:, 290:390] = high[:, 280:380]
    assert not found(at_night(high), moved).is_shifted


def test_pictures_of_different_places_are_unrelated() -> None:
    cat, cup = photograph("chelsea"), photograph("coffee")
    assert found(at_night(cat), cup).is_unrelated


def test_a_dark_picture_that_holds_nothing_is_unrelated() -> None:
    cup = photograph("coffee")
    assert found(np.zeros_like(cup), cup).is_unrelated


def test_a_shift_is_told_in_pixels_of_the_file() -> None:
    large = cv2.resize(photograph("coffee"), (3200, 2400), interpolation=cv2.INTER_CUBIC)
    low, high = large[:-16, :-12], large[16:, 12:]
    alignment = found((low * 0.2).astype(np.uint8), np.ascontiguousarray(high))
    assert (alignment.right, alignment.down) == pytest.approx((-12, -16), abs=1.5)


def test_deep_pictures_are_measured_too() -> None:
    deep = photograph("coffee").astype(np.uint16) * 257
    low, high = deep[:, 4:] // 50, np.ascontiguousarray(deep[:, :-4])
    assert found(low, high).right == pytest.approx(4, abs=0.3)


@pytest.mark.parametrize("size", [(63, 200), (1, 1), (100, 40_000)])
def test_small_and_narrow_pictures_are_not_judged(size: tuple[int, int]) -> None:
    small = np.resize(photograph("coffee"), (*size, 3))
    assert align(small, small) is None


def test_pairs_of_lol_raise_no_false_alarm(shared: Path) -> None:
    lol = shared / "data" / "lol" / "val"
    pairs = [
        (read_photo(p).pixels, read_photo(lol / "high" / p.name).pixels)
        for p in sorted((lol / "low").iterdir())
    ]
    assert len(pairs) == 24
    for low, high in pairs:
        assert not found(low, high).is_shifted
        assert not found(low, high).is_unrelated
        assert found(low[3:, 2:], high[:-3, :-2]).is_shifted
