from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from skimage import data

from mirnet_gui.tone.curves import linear_to_srgb, srgb_to_linear
from mirnet_gui.trainer.data.degradation import (
    Darkness,
    dark_pair,
    darken,
    draw_darkness,
)
from mirnet_gui.trainer.data.illumination import Illumination


@pytest.fixture(scope="module")
def photograph() -> np.ndarray:
    return (data.astronaut()[:128, :160] / 255).astype(np.float32)


def _evenly(share: float) -> Darkness:
    """As taken with so much of the light."""
    return Darkness(Illumination(lost=-math.log2(share)))


def test_srgb_curves_undo_each_other() -> None:
    encoded = np.linspace(0, 1, 256, dtype=np.float32)
    assert np.allclose(linear_to_srgb(srgb_to_linear(encoded)), encoded, atol=1e-4)
    assert srgb_to_linear(np.float32([0.5]))[0] == pytest.approx(0.2140, abs=1e-3)


def test_exposure_acts_in_linear_light(photograph: np.ndarray) -> None:
    quarter = darken(photograph, _evenly(0.25), np.random.default_rng(0))
    ratio = srgb_to_linear(quarter).mean() / srgb_to_linear(photograph).mean()
    assert ratio == pytest.approx(0.25, rel=0.05)


def test_noise_grows_with_light_as_photons_do() -> None:
    rng = np.random.default_rng(0)
    flat = {level: np.full((200, 200, 3), level, dtype=np.float32) for level in (0.3, 0.7)}
    spread = {
        level: srgb_to_linear(darken(picture, Darkness(shot=1e-4), rng)).var()
        for level, picture in flat.items()
    }
    light = {level: float(srgb_to_linear(np.float32([level]))[0]) for level in flat}
    assert spread[0.7] / spread[0.3] == pytest.approx(light[0.7] / light[0.3], rel=0.15)


def test_grain_spreads_noise_over_neighbours_and_keeps_its_strength() -> None:
    flat = np.full((256, 256, 3), 0.5, dtype=np.float32)
    fine, coarse = (
        srgb_to_linear(darken(flat, darkness, np.random.default_rng(0)))[..., 1]
        for darkness in (
            Darkness(shot=1e-4),
            Darkness(shot=1e-4, grain=1.0, blotches=1.0),
        )
    )
    assert coarse.std() == pytest.approx(fine.std(), rel=0.1)
    assert _of_neighbours(fine) == pytest.approx(0.0, abs=0.05)
    assert 0.6 < _of_neighbours(coarse) < 0.9


def test_fine_and_coarse_grain_together_are_as_strong_and_reach_farther() -> None:
    flat = np.full((256, 256, 3), 0.5, dtype=np.float32)
    fine, mixed = (
        srgb_to_linear(darken(flat, darkness, np.random.default_rng(0)))[..., 1]
        for darkness in (
            Darkness(shot=1e-4, grain=0.6, blotches=0.6),
            Darkness(shot=1e-4, grain=0.6, blotches=0.6, coarse=0.4),
        )
    )
    assert mixed.std() == pytest.approx(fine.std(), rel=0.1)
    assert _alike_at(fine, 4) == pytest.approx(0.0, abs=0.05)
    assert _alike_at(mixed, 4) > 0.1


def test_a_camera_may_leave_grey_noise_only() -> None:
    flat = np.full((128, 128, 3), 0.5, dtype=np.float32)
    grey = darken(flat, Darkness(shot=1e-4, chroma=0.0), np.random.default_rng(0))
    assert np.ptp(grey, axis=2).max() <= 1 / 255 + 1e-6
    assert grey.std() > 0.002


def _of_neighbours(channel: np.ndarray) -> float:
    return _alike_at(channel, 1)


def _alike_at(channel: np.ndarray, pixels: int) -> float:
    return float(np.corrcoef(channel[:, pixels:].ravel(), channel[:, :-pixels].ravel())[0, 1])


def test_a_night_stays_a_night(photograph: np.ndarray) -> None:
    rng = np.random.default_rng(0)
    assert dark_pair(photograph, _evenly(0.05), rng)[1] is photograph
    night = dark_pair(photograph, _evenly(0.005), rng)[1]
    ratio = srgb_to_linear(night).mean() / srgb_to_linear(photograph).mean()
    assert ratio == pytest.approx(0.3, rel=0.01)


def test_a_lamp_in_the_night_is_not_dimmed(photograph: np.ndarray) -> None:
    lit = photograph.max(axis=2) > 0.8
    low, high = dark_pair(
        photograph, Darkness(Illumination(lost=8.0, highlights=3.0)), np.random.default_rng(0)
    )
    assert lit.sum() > 100
    assert np.abs(high - photograph)[lit].max() < 0.01
    assert (high - low)[lit].mean() < 0.3
    assert high[~lit].mean() < photograph[~lit].mean()


def test_lamps_and_highlights_keep_their_light(photograph: np.ndarray) -> None:
    dark = _evenly(0.05)
    lit = [
        Darkness(replace(dark.illumination, lamps=2)),
        Darkness(replace(dark.illumination, highlights=2.0)),
    ]
    even = darken(photograph, dark, np.random.default_rng(0)).max()
    for darkness in lit:
        assert darken(photograph, darkness, np.random.default_rng(0)).max() > even + 0.3


def test_darkness_is_seeded_and_well_lit_at_times() -> None:
    drawn = [draw_darkness(np.random.default_rng(seed)) for seed in range(100)]
    again = [draw_darkness(np.random.default_rng(seed)) for seed in range(100)]
    assert drawn == again
    assert 6 <= sum(darkness == Darkness() for darkness in drawn) <= 26
    assert {darkness.is_lit for darkness in drawn} == {True, False}


def test_haze_is_a_veil_that_takes_contrast_and_black(photograph: np.ndarray) -> None:
    clear, hazy = (
        darken(photograph, Darkness(Illumination(lost=1.0), haze=haze), np.random.default_rng(0))
        for haze in (0.0, 0.3)
    )
    assert np.quantile(hazy, 0.02) > np.quantile(clear, 0.02) + 0.1
    assert hazy.std() < 0.9 * clear.std()


def test_faded_colours_lie_nearer_to_grey(photograph: np.ndarray) -> None:
    spread = [
        np.ptp(darken(photograph, faded, np.random.default_rng(0)), axis=2)
        for faded in (Darkness(saturation=s, shot=1e-9, read=1e-10) for s in (1.0, 0.6, 0.0))
    ]
    assert spread[1].mean() < 0.8 * spread[0].mean()
    assert spread[2].max() <= 2.01 / 255


def test_contrast_darkens_the_dark_and_brightens_the_bright(photograph: np.ndarray) -> None:
    flat, steep = (
        darken(photograph, Darkness(contrast=amount, shot=1e-7), np.random.default_rng(0))
        for amount in (0.0, 0.6)
    )
    assert (steep - flat)[photograph > 0.7].mean() > 0.01
    assert (steep - flat)[(photograph > 0.1) & (photograph < 0.35)].mean() < -0.01


def test_a_copy_shows_less_noise() -> None:
    """As much less as averaging the photograph takes."""
    flat = np.full((256, 256, 3), 0.5, dtype=np.float32)
    noisy = Darkness(shot=4e-4)
    full = darken(flat, noisy, np.random.default_rng(0))
    averaged = full.reshape(64, 4, 64, 4, 3).mean(axis=(1, 3))
    small = darken(flat[:64, :64], noisy.seen_reduced(0.25), np.random.default_rng(1))
    assert small.std() == pytest.approx(averaged.std(), rel=0.15)
    assert Darkness(jpeg=50).seen_reduced(0.1).jpeg is None, "blocks are gone"


def test_what_is_drawn_covers_what_photographs_have() -> None:
    drawn = [draw_darkness(np.random.default_rng(seed)) for seed in range(400)]
    dark = [darkness for darkness in drawn if not darkness.is_lit]
    assert 0.1 < np.mean([darkness.haze > 0 for darkness in dark]) < 0.3
    assert 0.25 < np.mean([darkness.contrast > 0 for darkness in dark]) < 0.55
    assert all(darkness.blotches >= darkness.grain for darkness in dark)
    assert max(darkness.grain for darkness in dark) > 2.5
    # The darker, the more noise: that of the darkest third against that of the least dark one.
    by_light = sorted(dark, key=lambda darkness: darkness.illumination.darkest)
    third = len(by_light) // 3
    noise = [np.median([d.shot for d in some]) for some in (by_light[:third], by_light[-third:])]
    assert noise[0] > 2 * noise[1]
