"""What a person's choice makes of a photograph, relit, and freed of noise."""

from __future__ import annotations

import numpy as np
import pytest
from skimage import data

from mirnet_gui.errors import Cancelled
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.tone.controls import Controls
from mirnet_gui.tone.development import Development, developed
from mirnet_gui.tone.layers import USUAL, Choice, Layers, mixed


@pytest.fixture(scope="module")
def layers() -> Layers:
    clear = data.chelsea()
    noise = np.random.default_rng(0).normal(0.0, 12.0, clear.shape)
    noisy = (clear + noise).clip(0, 255).astype(np.uint8)
    return Layers((noisy * 0.3).astype(np.uint8), noisy, clear)


def _developed(layers: Layers, choice: Choice) -> Pixels:
    return developed(layers, choice, lambda _share: None)


def test_the_usual_choice_is_the_finished_result(layers: Layers) -> None:
    assert np.array_equal(_developed(layers, USUAL), layers.finished)


def test_without_denoising_it_is_the_relit_photograph(layers: Layers) -> None:
    assert np.array_equal(_developed(layers, Choice(denoise=0.0)), layers.relit)


def test_without_strength_it_is_the_photograph(layers: Layers) -> None:
    wild = Choice(Controls(exposure=2.0, colour=-1.0), denoise=0.3, strength=0.0)
    assert np.array_equal(_developed(layers, wild), layers.before)


def test_half_of_the_noise_lies_half_way(layers: Layers) -> None:
    half = _developed(layers, Choice(denoise=0.5))
    expected = (layers.relit.astype(float) + layers.finished) / 2
    assert np.abs(half - expected).max() <= 0.51


def test_half_strength_lies_half_way_to_what_the_controls_give(layers: Layers) -> None:
    controls = Controls(exposure=0.5, shadows=0.5)
    full = _developed(layers, Choice(controls))
    half = _developed(layers, Choice(controls, strength=0.5))
    assert np.abs(half - (layers.before.astype(float) + full) / 2).max() <= 0.51
    assert np.abs(full.astype(int) - layers.finished).mean() > 5


def test_the_less_denoising_the_more_noise(layers: Layers) -> None:
    amounts = (1.0, 0.7, 0.3, 0.0)
    noise = [
        np.abs(_developed(layers, Choice(denoise=amount)) - layers.finished.astype(float)).mean()
        for amount in amounts
    ]
    assert noise == sorted(noise)
    assert noise[0] == 0


def test_strips_do_not_show(layers: Layers) -> None:
    """A result is made of strips, what the window shows of parts: both are the same."""
    choice = Choice(Controls(exposure=0.5, shadows=0.7, highlights=-0.5), denoise=0.6)
    whole = _developed(layers, choice)
    part = (slice(40, 171), slice(50, 260))
    development = Development(choice, layers, layers.before.shape[:2], layers.before.dtype)
    alone = development.applied(part, layers.relit[part], layers.finished[part], None)
    assert np.abs(alone.astype(int) - whole[part]).max() <= 1


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_a_mixture_keeps_the_depth(dtype: type) -> None:
    one, other = np.full((2, 3, 3), 10, dtype), np.full((2, 3, 3), 20, dtype)
    result = mixed(one, other, 0.25)
    assert result.dtype == dtype
    assert np.allclose(result, 12.5, atol=0.5)
    assert np.array_equal(mixed(one, other, 0.0), one)
    assert np.array_equal(mixed(one, other, 1.0), other)


def test_little_changed_is_what_nobody_sees_changed(layers: Layers) -> None:
    lit = data.astronaut()
    same = Layers(lit, (lit * 0.99).astype(np.uint8), lit)
    assert same.is_little_changed
    assert not layers.is_little_changed


def test_light_in_the_dark_quarter_alone_is_a_change() -> None:
    """A backlit photograph, of whose sky nothing changes."""
    lit = data.astronaut()
    dark = lit < np.quantile(lit.mean(axis=2), 0.25)
    lifted = np.where(dark, (lit + 25.0).clip(0, 255), lit).astype(np.uint8)
    assert not Layers(lit, lifted, lifted).is_little_changed


def test_the_work_tells_how_far_it_is_and_can_be_stopped(layers: Layers) -> None:
    shares: list[float] = []
    choice = Choice(Controls(exposure=1.0))
    developed(layers, choice, shares.append)
    assert sum(shares) == pytest.approx(1.0)

    def stop(_share: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        developed(layers, choice, stop)


def test_grain_stays_without_its_colour(layers: Layers) -> None:
    kept = _developed(layers, Choice(grain=1.0))
    noise, clear = (each.astype(float) - layers.finished for each in (layers.relit, kept))
    shares = np.array([0.2126, 0.7152, 0.0722])
    assert np.abs(noise @ shares - clear @ shares).mean() < 0.6, "bytes are rounded"
    assert np.abs(clear - (clear @ shares)[..., None]).mean() < 0.5
    half = _developed(layers, Choice(denoise=0.5, grain=1.0))
    apart = np.abs(half.astype(float) - (layers.relit + kept.astype(float)) / 2)
    assert np.quantile(apart, 0.95) <= 1.5, "what is not clipped lies half way"


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_grain_keeps_the_depth_of_the_photograph(layers: Layers, dtype: type) -> None:
    peak = {np.uint8: 1, np.uint16: 257, np.float32: 1 / 255}[dtype]
    three = (layers.before, layers.relit, layers.finished)
    deep = Layers(*((each.astype(np.float64) * peak).astype(dtype) for each in three))
    kept = _developed(deep, Choice(denoise=0.7, grain=0.6))
    assert kept.dtype == dtype
    noise = layers.finished.astype(float) - layers.relit
    grey = (noise @ np.array([0.2126, 0.7152, 0.0722]))[..., None]
    expected = (layers.relit + 0.7 * (noise - 0.6 * grey)).clip(0, 255)
    inside = (expected > 1) & (expected < 254)
    assert np.abs(kept / peak - expected)[inside].max() < 1.01


def test_grain_leaves_no_float_out_of_its_range() -> None:
    relit, finished = (
        np.full((4, 4, 3), pixel, dtype=np.float32) for pixel in ((0.0, 0.5, 1.0), (0.0, 0.55, 1.0))
    )
    kept = _developed(Layers(relit, relit, finished), Choice(grain=1.0))
    assert kept.dtype == np.float32
    assert kept.min() >= 0.0
    lighter = _developed(Layers(finished, finished, relit), Choice(grain=1.0))
    assert lighter.max() <= 1.0


def test_of_what_was_lit_already_nothing_is_said_about_light(layers: Layers) -> None:
    assert Layers(layers.relit, layers.relit.copy(), layers.finished).is_little_changed
    assert not Layers(layers.relit, layers.relit, layers.finished).is_little_changed
