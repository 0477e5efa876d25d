from __future__ import annotations

import re

import matplotlib as mpl
import numpy as np
import pytest

from mirnet_gui.trainer.results.curves import Plot, draw, limits, smooth, window


def _noisy(count: int) -> dict[int, float]:
    noise = np.random.default_rng(3).normal(0, 0.1, count)
    return {10 * (i + 1): float(1 + e) for i, e in enumerate(noise)}


def test_smoothing_keeps_a_line_and_calms_noise() -> None:
    assert list(smooth(dict.fromkeys(range(100), 0.5)).values()) == pytest.approx([0.5] * 100)
    noisy = _noisy(1000)
    calm = smooth(noisy)
    assert list(calm) == list(noisy)
    assert np.std(list(calm.values())) < np.std(list(noisy.values())) / 4
    assert window(noisy) == 51


def test_a_short_series_is_not_smoothed() -> None:
    assert smooth({1: 3.0, 2: 5.0}) == {1: 3.0, 2: 5.0}


def test_one_wild_step_does_not_flatten_the_rest() -> None:
    series = _noisy(1000) | {5000: 900.0}
    low, high = limits(series)
    assert low > 0
    assert high < 30


def test_a_long_log_stays_a_small_drawing_that_shows_its_spike() -> None:
    series = _noisy(200_000) | {1_000_000: 3.0}
    drawn = draw(Plot("loss", series, 2_000_000))
    assert len(drawn) < 60_000
    line = max(re.findall(r' d="([^"]*)"', drawn), key=len)
    highest, second = sorted(float(y) for y in re.findall(r"[ML] [\d.]+ ([\d.]+)", line))[:2]
    assert highest < 40, "from the upper edge"
    assert second - highest > 60


def test_a_single_value_is_seen() -> None:
    drawn = draw(Plot("psnr", {500: 20.0}, 500, marked=500))
    assert drawn.count("<use") >= 2


def test_drawing_leaves_no_setting_changed() -> None:
    before = dict(mpl.rcParams)
    draw(Plot("loss", {1: 1.0, 2: 0.5}, 2))
    assert dict(mpl.rcParams) == before
