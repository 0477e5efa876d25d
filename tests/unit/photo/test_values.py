"""Pixels as floats: copies keep what lies between two values of a dark photograph."""

from __future__ import annotations

import numpy as np
import pytest
from skimage import data

from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.values import floats_of, reduced, reduced_floats


@pytest.fixture
def night() -> Pixels:
    """(512, 512, 3) uint8 of 0 to 12."""
    return (data.astronaut() * 0.05).astype(np.uint8)


@pytest.mark.parametrize("reduction", [1.0, 0.5, 0.21, 0.01])
def test_a_copy_of_floats_is_the_mean_and_not_rounded(night: Pixels, reduction: float) -> None:
    copy = reduced_floats(night, reduction)
    assert copy.dtype == np.float32
    assert np.abs(copy - reduced(floats_of(night), reduction)).max() < 1e-6
    if reduction < 1.0:
        assert len(np.unique(copy)) > 3 * len(np.unique(reduced(night, reduction)))


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32"])
def test_white_stays_white_at_every_depth(dtype: str) -> None:
    peak = 1 if dtype == "float32" else np.iinfo(dtype).max
    white = np.full((700, 300, 3), peak, dtype)
    assert np.allclose(reduced_floats(white, 0.3), 1.0)
