from __future__ import annotations

import numpy as np

from mirnet_gui.jobs.display import display
from mirnet_gui.jobs.histogram import BINS, blended_histogram, histogram
from mirnet_gui.photo.photo import Photo


def peak(heights: tuple[float, ...]) -> int:
    return int(np.argmax(heights))


def test_peak_lies_where_the_picture_is() -> None:
    dark = display(Photo(np.full((20, 30, 3), 40, np.uint8)))
    heights = histogram(dark)
    assert len(heights) == BINS
    assert max(heights) == 1.0
    assert peak(heights) == 40 * BINS // 256


def test_blend_lies_between() -> None:
    dark = display(Photo(np.full((20, 30, 3), 40, np.uint8)))
    bright = display(Photo(np.full((20, 30, 3), 200, np.uint8)))
    small, light = dark.levels[-1], bright.levels[-1]
    assert peak(blended_histogram(small, light, 0.5)) == 120 * BINS // 256
    assert peak(blended_histogram(small, light, 0.0)) == peak(histogram(dark))
