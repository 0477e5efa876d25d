from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from skimage import data

from mirnet_gui.trainer.data.degradation import (
    Darkness,
    dark_pair,
    darken,
    draw_darkness,
    linear_to_srgb,
    srgb_to_linear,
)


@pytest.fixture(scope="module")
def photograph() -> np.ndarray:
    return (data.astronaut()[:128, :160] / 255).astype(np.float32)


def test_srgb_curves_undo_each_other() -> None:
    encoded = np.linspace(0, 1, 256, dtype=np.float32)
    assert np.allclose(linear_to_srgb(srgb_to_linear(encoded)), encoded, atol=1e-4)
    assert srgb_to_linear(np.float32([0.5]))[0] == pytest.approx(0.2140, abs=1e-3)


def test_exposure_acts_in_linear_light(photograph: np.ndarray) -> None:
    quarter = darken(photograph, Darkness(0.25), np.random.default_rng(0))
    ratio = srgb_to_linear(quarter).mean() / srgb_to_linear(photograph).mean()
    assert ratio == pytest.approx(0.25, rel=0.05)


def test_noise_grows_with_light_as_photons_do() -> None:
    rng = np.random.default_rng(0)
    flat = {level: np.full((200, 200, 3), level, dtype=np.float32) for level in (0.3, 0.7)}
    spread = {
        level: srgb_to_linear(darken(picture, Darkness(1.0, shot=1e-4), rng)).var()
        for level, picture in flat.items()
    }
    light = {level: float(srgb_to_linear(np.float32([level]))[0]) for level in flat}
    assert spread[0.7] / spread[0.3] == pytest.approx(light[0.7] / light[0.3], rel=0.15)


def test_grain_spreads_noise_over_neighbours_and_keeps_its_strength() -> None:
    flat = np.full((256, 256, 3), 0.5, dtype=np.float32)
    fine, coarse = (
        srgb_to_linear(darken(flat, darkness, np.random.default_rng(0)))[..., 1]
        for darkness in (
            Darkness(1.0, shot=1e-4),
            Darkness(1.0, shot=1e-4, grain=1.0, blotches=1.0),
        )
    )
    assert coarse.std() == pytest.approx(fine.std(), rel=0.1)
    assert _of_neighbours(fine) == pytest.approx(0.0, abs=0.05)
    assert 0.6 < _of_neighbours(coarse) < 0.9


def test_a_camera_may_leave_grey_noise_only() -> None:
    flat = np.full((128, 128, 3), 0.5, dtype=np.float32)
    grey = darken(flat, Darkness(1.0, shot=1e-4, chroma=0.0), np.random.default_rng(0))
    assert np.ptp(grey, axis=2).max() <= 1 / 255 + 1e-6
    assert grey.std() > 0.002


def _of_neighbours(channel: np.ndarray) -> float:
    return float(np.corrcoef(channel[:, 1:].ravel(), channel[:, :-1].ravel())[0, 1])


def test_a_night_stays_a_night(photograph: np.ndarray) -> None:
    rng = np.random.default_rng(0)
    assert dark_pair(photograph, Darkness(0.05), rng)[1] is photograph
    night = dark_pair(photograph, Darkness(0.005), rng)[1]
    ratio = srgb_to_linear(night).mean() / srgb_to_linear(photograph).mean()
    assert ratio == pytest.approx(0.3, rel=0.01)


def test_a_lamp_in_the_night_is_not_dimmed(photograph: np.ndarray) -> None:
    lit = photograph.max(axis=2) > 0.8
    low, high = dark_pair(photograph, Darkness(0.004, highlights=3.0), np.random.default_rng(0))
    assert lit.sum() > 100
    assert np.abs(high - photograph)[lit].max() < 0.01
    assert (high - low)[lit].mean() < 0.3
    assert high[~lit].mean() < photograph[~lit].mean()


def test_lamps_and_highlights_keep_their_light(photograph: np.ndarray) -> None:
    dark = Darkness(0.05)
    lit = [replace(dark, lamps=2), replace(dark, highlights=2.0)]
    even = darken(photograph, dark, np.random.default_rng(0)).max()
    for darkness in lit:
        assert darken(photograph, darkness, np.random.default_rng(0)).max() > even + 0.3


def test_darkness_is_seeded_and_well_lit_at_times() -> None:
    drawn = [draw_darkness(np.random.default_rng(seed)) for seed in range(100)]
    again = [draw_darkness(np.random.default_rng(seed)) for seed in range(100)]
    assert drawn == again
    assert 15 <= sum(darkness == Darkness(1.0) for darkness in drawn) <= 45
