from __future__ import annotations

import numpy as np
import pytest
from skimage import color, data
from skimage.metrics import structural_similarity

from mirnet_gui.quality.difference import (
    colour_difference,
    luminance_difference,
    structure_error,
)

CAT = data.chelsea()


@pytest.fixture
def other() -> np.ndarray:
    noise = np.random.default_rng(0).normal(0.0, 6.0, CAT.shape)
    return np.rint(CAT * [0.9, 1.0, 0.8] + noise).clip(0, 255).astype(np.uint8)


def test_differences_are_those_of_scikit_image_s_lab(other: np.ndarray) -> None:
    apart = color.rgb2lab(CAT) - color.rgb2lab(other)
    assert np.abs(luminance_difference(CAT, other) - apart[..., 0]).max() < 0.3
    chroma = np.hypot(apart[..., 1], apart[..., 2])
    assert np.abs(colour_difference(CAT, other) - chroma).mean() < 0.1


def test_brighter_is_positive_and_has_no_colour() -> None:
    grey = np.full((20, 20, 3), 100, np.uint8)
    brighter = np.full((20, 20, 3), 150, np.uint8)
    assert luminance_difference(brighter, grey).min() > 10
    assert colour_difference(brighter, grey).max() < 0.1


def test_structure_is_scikit_image_s_ssim(other: np.ndarray) -> None:
    greys = [color.rgb2gray(each) for each in (CAT, other)]
    _, similarity = structural_similarity(
        *greys,
        gaussian_weights=True,
        sigma=1.5,
        use_sample_covariance=False,
        data_range=1.0,
        full=True,
    )
    inner = np.s_[8:-8, 8:-8]
    error_map = structure_error(CAT, other)
    # OpenCV weighs the channels of luma by BT.601, scikit-image by BT.709.
    assert np.abs(error_map - (1.0 - similarity))[inner].mean() < 0.02
    assert structure_error(CAT, CAT).max() < 1e-4


def test_strips_and_depths_do_not_show(other: np.ndarray) -> None:
    tall, deep = np.tile(CAT, (2, 1, 1)), np.tile(other.astype(np.uint16) * 257, (2, 1, 1))
    error_map = structure_error(tall, deep)
    assert error_map.shape == tall.shape[:2]
    once = structure_error(CAT, other)
    assert np.abs(error_map[: CAT.shape[0] - 8] - once[:-8]).max() < 1e-4


def test_two_sizes_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot be compared"):
        structure_error(CAT, CAT[:10])
