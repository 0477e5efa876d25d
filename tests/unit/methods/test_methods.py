from __future__ import annotations

import numpy as np
import pytest
from skimage import data

from mirnet_gui.errors import UsageError, WeightsError
from mirnet_gui.methods.registry import create_method
from mirnet_gui.methods.strength import blend
from mirnet_gui.progress import CancelToken, silent


@pytest.fixture(scope="module")
def dark() -> np.ndarray:
    return (data.chelsea()[:120, :160] * 0.2).astype(np.uint8)


def test_mirnet_brightens_a_dark_photograph(dark: np.ndarray) -> None:
    bright = create_method("mirnet").apply(dark, silent, CancelToken())
    assert bright.shape == dark.shape
    assert bright.dtype == dark.dtype
    assert bright.mean() > 2 * dark.mean()


def test_strength_lies_between_the_photograph_and_the_result(dark: np.ndarray) -> None:
    full = create_method("mirnet").apply(dark, silent, CancelToken())
    half = create_method("mirnet", strength=0.5).apply(dark, silent, CancelToken())
    none = create_method("mirnet", strength=0.0).apply(dark, silent, CancelToken())
    assert np.abs(half - (dark.astype(float) + full) / 2).max() <= 0.5
    assert np.array_equal(none, dark)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_a_blend_keeps_the_depth(dtype: type) -> None:
    before, after = np.full((2, 3, 3), 10, dtype), np.full((2, 3, 3), 20, dtype)
    mixed = blend(before, after, 0.25)
    assert mixed.dtype == dtype
    assert np.allclose(mixed, 12.5, atol=0.5)


def test_unknown_methods_and_parameters_are_named() -> None:
    with pytest.raises(UsageError, match=r"no method called magic.*mirnet"):
        create_method("magic")
    with pytest.raises(UsageError, match="no colour"):
        create_method("mirnet", colour=3)


@pytest.mark.parametrize("strength", [-0.1, 1.5, float("nan")])
def test_a_strength_out_of_range_is_wrong_usage(strength: float) -> None:
    with pytest.raises(UsageError, match="strength"):
        create_method("mirnet", strength=strength)


def test_unknown_weights_are_named(dark: np.ndarray) -> None:
    with pytest.raises(WeightsError, match="nope"):
        create_method("mirnet", model="nope").apply(dark, silent, CancelToken())
