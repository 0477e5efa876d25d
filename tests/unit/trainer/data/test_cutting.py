"""Which part of a picture is learnt from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from skimage import data

from mirnet_gui.errors import DataError
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.trainer.config import Augmentation
from mirnet_gui.trainer.data.cutting import PatchCutter, WholeCutter


@pytest.fixture(scope="module")
def photograph() -> Pixels:
    """(128, 160, 3) uint8."""
    return np.ascontiguousarray(data.astronaut()[:128, :160])


def _coordinates(height: int, width: int) -> Pixels:
    """A picture whose red says the row and whose green the column, as shares of the sides."""
    rows, columns = np.mgrid[0:height, 0:width]
    places = [(rows + 0.5) / height, (columns + 0.5) / width, np.zeros((height, width))]
    return np.stack(places, axis=-1).astype(np.float32)


def test_both_sides_are_cut_alike(photograph: Pixels) -> None:
    for cutter in (
        PatchCutter(48, Augmentation(smallest_scale=0.4)),
        WholeCutter(48, 64, 0.7, flips=True),
    ):
        for seed in range(20):
            pictures = [photograph, photograph.copy()]
            one, other = cutter.cut(pictures, np.random.default_rng(seed))
            assert np.array_equal(one, other)


@pytest.mark.parametrize("scale", [2, 3, 4])
def test_a_small_and_a_large_picture_are_cut_at_the_same_place(scale: int) -> None:
    """Each pixel of the small patch is the mean of those of the large one that show its place."""
    large = _coordinates(40 * scale, 52 * scale)
    small = large.reshape(40, scale, 52, scale, 3).mean(axis=(1, 3)).astype(np.float32)
    cutter = PatchCutter(16 * scale, Augmentation(smallest_scale=0.4))
    seen = set()
    for seed in range(40):
        one, other = cutter.cut([small, large], np.random.default_rng(seed))
        assert one.shape == (16, 16, 3)
        assert other.shape == (16 * scale, 16 * scale, 3)
        reduced = other.reshape(16, scale, 16, scale, 3).mean(axis=(1, 3))
        assert np.allclose(reduced, one, atol=1e-6)
        assert np.abs(np.diff(one, axis=0)).max() == pytest.approx(1 / 40, abs=0.006), "unresized"
        seen.add(one.tobytes())
    assert len(seen) > 35


def test_patches_are_turned_and_flipped(photograph: Pixels) -> None:
    cutter = PatchCutter(128, Augmentation(smallest_scale=1.0))
    square = photograph[:, :128]
    seen = {cutter.cut([square], np.random.default_rng(s))[0].tobytes() for s in range(100)}
    assert len(seen) == 8


def test_turns_and_flips_can_be_left_out(photograph: Pixels) -> None:
    square = photograph[:, :128]
    still = Augmentation(smallest_scale=1.0, flips=False, turns=False)
    rngs = [np.random.default_rng(seed) for seed in range(20)]
    assert len({PatchCutter(128, still).cut([square], rng)[0].tobytes() for rng in rngs}) == 1


def test_a_picture_smaller_than_the_patch_is_said(photograph: Pixels) -> None:
    with pytest.raises(DataError, match=r"small\.png is 160 x 128"):
        PatchCutter(200, Augmentation()).check(photograph, Path("small.png"))


def test_patches_may_be_kept_from_showing_too_little() -> None:
    """At scale 0.5 a patch of 32 shows 64 pixels of the photograph."""
    ramp = np.tile(np.arange(128, dtype=np.uint8)[:, None, None], (1, 128, 3))
    still = Augmentation(smallest_scale=0.5, largest_scale=0.5, flips=False, turns=False)
    for seed in range(5):
        (patch,) = PatchCutter(32, still).cut([ramp], np.random.default_rng(seed))
        assert np.ptp(patch) * 255 == pytest.approx(62, abs=1)


@pytest.mark.parametrize("size", [(240, 320), (320, 240), (300, 300)])
def test_nearly_all_of_a_picture_is_seen(size: tuple[int, int]) -> None:
    """Of the side that fits more tightly; of the other, what the shape of the result allows."""
    cutter = WholeCutter(48, 64, 0.8, flips=False)
    whole = min(size[0] / 48, size[1] / 64)
    seen = []
    for seed in range(40):
        (part,) = cutter.cut([_coordinates(*size)], np.random.default_rng(seed))
        assert part.shape == (48, 64, 3)
        rows = np.ptp(part[..., 0]) * 48 / 47 * size[0] / (48 * whole)
        columns = np.ptp(part[..., 1]) * 64 / 63 * size[1] / (64 * whole)
        assert rows == pytest.approx(columns, abs=0.04), "nothing is stretched"
        seen.append(rows)
    assert min(seen) > 0.77
    assert max(seen) > 0.95
    assert max(seen) < 1.03


def test_skies_stay_above() -> None:
    cutter = WholeCutter(48, 64, 0.8, flips=True)
    mirrored = set()
    for seed in range(60):
        (part,) = cutter.cut([_coordinates(240, 320)], np.random.default_rng(seed))
        assert (np.diff(part[..., 0].mean(axis=1)) > 0).all(), "rows go on downwards"
        mirrored.add(bool(part[0, 0, 1] > part[0, -1, 1]))
    assert mirrored == {True, False}


def test_flips_of_whole_pictures_can_be_left_out() -> None:
    cutter = WholeCutter(48, 64, 0.8, flips=False)
    for seed in range(30):
        (part,) = cutter.cut([_coordinates(240, 320)], np.random.default_rng(seed))
        assert part[0, 0, 1] < part[0, -1, 1]


def test_a_whole_may_come_from_a_smaller_picture(photograph: Pixels) -> None:
    cutter = WholeCutter(256, 256, 0.8, flips=False)
    cutter.check(photograph, Path("small.png"))
    (part,) = cutter.cut([photograph], np.random.default_rng(0))
    assert part.shape == (256, 256, 3)
    assert 0 <= part.min() <= part.max() <= 1
