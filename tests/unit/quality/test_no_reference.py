from __future__ import annotations

import numpy as np
import pytest
from skimage import data
from skimage.measure import shannon_entropy

from mirnet_gui.quality.no_reference import MEASURES, measured

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_depths_are_told_alike(dtype: type) -> None:
    cat = data.chelsea()
    deep = cat.astype(np.uint16) * 257 if dtype is np.uint16 else (cat / 255).astype(np.float32)
    figures = measured(cat if dtype is np.uint8 else deep)
    assert figures == pytest.approx(measured(cat), rel=1e-3, abs=1e-3)


def test_mean_and_contrast_are_those_of_the_luma() -> None:
    grey = np.repeat(np.array([[[50], [150]]], np.uint8), 3, axis=2)
    figures = measured(np.tile(grey, (10, 10, 1)))
    assert figures["mean"] == pytest.approx(100.0)
    assert figures["contrast"] == pytest.approx(50.0)


@pytest.mark.parametrize("sigma", [3.0, 10.0])
def test_noise_is_found_on_a_flat_wall_and_on_a_cat(sigma: float) -> None:
    noise = RNG.normal(0.0, sigma, (300, 451))[..., None]
    wall = np.rint(128 + noise).clip(0, 255).astype(np.uint8).repeat(3, axis=2)
    assert measured(wall)["noise"] == pytest.approx(sigma, rel=0.05)
    cat = np.rint(data.chelsea() * 0.6 + 50 + noise).clip(0, 255).astype(np.uint8)
    assert measured(cat)["noise"] == pytest.approx(sigma, rel=0.3)


def test_clipping_counts_places_that_are_at_the_end() -> None:
    picture = np.full((10, 10, 3), 100, np.uint8)
    picture[0] = 0
    picture[1:3, :, 0] = 255
    figures = measured(picture)
    assert figures["shadows"] == pytest.approx(10.0)
    assert figures["highlights"] == pytest.approx(20.0)


def test_entropy_is_scikit_image_s() -> None:
    grey = data.camera()
    assert measured(np.dstack([grey] * 3))["entropy"] == pytest.approx(shannon_entropy(grey))
    assert measured(np.full((5, 5, 3), 7, np.uint8))["entropy"] == 0.0


def test_grey_has_no_colour_shift_and_a_cast_has() -> None:
    grey = np.dstack([data.camera()] * 3)
    assert measured(grey)["colour_shift"] < 0.5
    warm = np.rint(grey * [1.0, 0.9, 0.6]).astype(np.uint8)
    assert measured(warm)["colour_shift"] > 10.0


def test_a_large_picture_is_sampled_to_about_the_same() -> None:
    cat = data.chelsea()
    large = cat.repeat(6, axis=0).repeat(6, axis=1)
    actual, expected = measured(large), measured(cat)
    for name in ("mean", "contrast", "entropy", "colour_shift"):
        assert actual[name] == pytest.approx(expected[name], rel=0.02), name


@pytest.mark.parametrize("size", [(1, 1), (2, 50), (50, 2)])
def test_tiny_pictures_are_measured(size: tuple[int, int]) -> None:
    assert all(np.isfinite(v) for v in measured(np.full((*size, 3), 9, np.uint8)).values())


def test_a_wide_panorama_is_measured_as_its_parts_are() -> None:
    rng = np.random.default_rng(0)
    noisy = np.clip(rng.normal(128.0, 6.0, (200, 70_000, 3)), 0, 255).astype(np.uint8)
    assert measured(noisy)["noise"] == pytest.approx(measured(noisy[:, :900])["noise"], rel=0.05)


def test_every_measure_says_what_it_means() -> None:
    for measure in MEASURES:
        assert measure.label
        assert measure.tooltip.count(".") >= 1
        assert len(measure.tooltip) > 40
