"""A dark photograph."""

from __future__ import annotations

import numpy as np
import pytest
from skimage import data

from mirnet_gui.photo.photo import Pixels


@pytest.fixture(scope="session")
def night() -> Pixels:
    """(240, 300, 3): a cat in the dark, with the noise of a small sensor."""
    cat = data.chelsea()[:240, 100:400] / 255.0
    noise = np.random.default_rng(1).normal(0.0, 0.01, cat.shape)
    return np.rint((0.15 * cat**1.2 + noise).clip(0.0, 1.0) * 255).astype(np.uint8)
