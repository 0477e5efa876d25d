from __future__ import annotations

import numpy as np

from mirnet_gui.jobs.display import display
from mirnet_gui.jobs.histogram import BINS, blended_histogram, histogram
from mirnet_gui.photo.photo import Photo


def peak(heights: tuple[float, ...]) -> int:
    return int(np.argmax(heights))


def test_peak_lies_where_the_picture_is() -> None:
    dark = display(Photo(np.full((20, 30, 3), 40, np.uint8)))
    heights = histogram(dark).luma
    assert len(heights) == BINS
    assert max(heights) == 1.0
    assert peak(heights) == 40 * BINS // 256


def test_blend_lies_between() -> None:
    dark = display(Photo(np.full((20, 30, 3), 40, np.uint8)))
    bright = display(Photo(np.full((20, 30, 3), 200, np.uint8)))
    small, light = dark.levels[-1], bright.levels[-1]
    assert peak(blended_histogram(small, light, 0.5).luma) == 120 * BINS // 256
    assert peak(blended_histogram(small, light, 0.0).luma) == peak(histogram(dark).luma)


def test_channels_stand_where_their_colours_are_and_to_one_scale() -> None:
    pixels = np.full((20, 30, 3), (40, 120, 200), np.uint8)
    pixels[:10, :, 2] = 90
    found = histogram(display(Photo(pixels)))
    red, green, blue, _ = found.channels
    assert [peak(each) for each in (red, green)] == [20, 60]
    assert max(red) == max(green) == 1.0
    assert 0.6 < max(blue) < 0.8, "half as many, by the square root"
    pixels[:5] = 255
    assert max(histogram(display(Photo(pixels))).channels[0][10:30]) == 1.0, "however much is white"


def test_shares_of_what_is_clipped() -> None:
    pixels = np.full((10, 10, 3), 99, np.uint8)
    pixels[0] = 0
    pixels[1:4, :, 0] = 255
    found = histogram(display(Photo(pixels)))
    assert (found.shadows, found.highlights) == (0.1, 0.3)
    before, after = np.full((4, 4, 3), 250, np.uint8), np.full((4, 4, 3), 255, np.uint8)
    assert blended_histogram(before, after, 1.0).highlights == 1.0
    assert blended_histogram(before, after, 0.5).highlights == 0.0
