"""Exposure, shadows, highlights, contrast, warmth and colour of a relit photograph."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from skimage import data

from mirnet_gui.photo.photo import Pixels, peak_of
from mirnet_gui.photo.values import floats_of
from mirnet_gui.tone.controls import NEUTRAL, ControlledTones, Controls, base_map, luminance_of

NAMES = ["exposure", "shadows", "highlights", "contrast", "warmth", "colour"]
WITHOUT_COLOUR = NAMES[:-1]
DEPTHS = [np.uint8, np.uint16, np.float32]


@pytest.fixture(scope="module")
def photograph() -> Pixels:
    """(512, 512, 3) uint8, from black to white."""
    return data.astronaut()


def _at_depth(pixels: Pixels, dtype: type) -> Pixels:
    if dtype is np.uint16:
        return pixels.astype(np.uint16) * 257
    return floats_of(pixels) if dtype is np.float32 else pixels


def _tones(pixels: Pixels, controls: Controls) -> ControlledTones:
    return ControlledTones(controls, base_map(pixels), pixels.shape[:2])


def _applied(pixels: Pixels, controls: Controls) -> Pixels:
    height, width = pixels.shape[:2]
    return _tones(pixels, controls).applied(pixels, (slice(0, height), slice(0, width)))


def _end(name: str, sign: float) -> Controls:
    return replace(NEUTRAL, **{name: sign * (2.0 if name == "exposure" else 1.0)})


@pytest.mark.parametrize("dtype", DEPTHS)
def test_neutral_leaves_every_bit(photograph: Pixels, dtype: type) -> None:
    pixels = _at_depth(photograph, dtype)
    assert np.array_equal(_applied(pixels, NEUTRAL), pixels)
    assert NEUTRAL.is_neutral
    assert not any(_end(name, 1.0).is_neutral for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_next_to_nothing_changes_next_to_nothing(photograph: Pixels, name: str) -> None:
    """The middle of every control is the photograph, so that nothing jumps."""
    near = _applied(photograph, replace(NEUTRAL, **{name: 1e-4})).astype(int)
    assert np.abs(near - photograph).max() <= 1


@pytest.mark.parametrize("dtype", DEPTHS)
def test_exposure_brightens_and_darkens_all_the_way(photograph: Pixels, dtype: type) -> None:
    pixels = _at_depth(photograph, dtype)
    results = [
        _applied(pixels, Controls(exposure=ev)).astype(np.float64)
        for ev in (-2.0, -1.0, 0.0, 1.0, 2.0)
    ]
    inside = (pixels > 0.05 * peak_of(pixels.dtype)) & (pixels < 0.95 * peak_of(pixels.dtype))
    for darker, brighter in pairwise(results):
        assert (brighter - darker).min() > -1e-5
        assert (brighter > darker)[inside].all()


def test_one_stop_is_twice_the_light_where_it_is_dark() -> None:
    dark = np.full((8, 8, 3), 3000, np.uint16)
    brighter = _applied(dark, Controls(exposure=1.0))
    light = [((value / 65535 + 0.055) / 1.055) ** 2.4 for value in (3000, int(brighter[0, 0, 0]))]
    assert light[1] / light[0] == pytest.approx(2.0, rel=0.01)


@pytest.mark.parametrize(("dtype", "side", "edge"), [(np.uint8, 16, 0.04), (np.uint16, 256, 0.002)])
@pytest.mark.parametrize("sign", [-1.0, 1.0])
@pytest.mark.parametrize("name", WITHOUT_COLOUR)
def test_no_control_clips_what_was_not_clipped(
    name: str, sign: float, dtype: type, side: int, edge: float
) -> None:
    """Of all values but the next to black and white, which may round to them."""
    peak = side * side - 1
    levels = np.arange(peak + 1, dtype=dtype).reshape(side, side)
    result = _applied(np.stack([levels] * 3, axis=-1), _end(name, sign)).reshape(-1, 3)
    between = result[int(peak * edge) : int(peak * (1 - edge))]
    assert between.min() > 0
    assert between.max() < peak


@pytest.mark.parametrize("dtype", DEPTHS)
@pytest.mark.parametrize("sign", [-1.0, 1.0])
@pytest.mark.parametrize("name", NAMES)
def test_black_stays_black_and_white_white(
    photograph: Pixels, name: str, sign: float, dtype: type
) -> None:
    eight = photograph.copy()
    eight[100:140, 100:140], eight[300:340, 300:340] = 0, 255
    pixels = _at_depth(eight, dtype)
    result = _applied(pixels, _end(name, sign))
    peak = peak_of(pixels.dtype)
    assert np.abs(result[100:140, 100:140]).max() <= 1e-5 * peak
    assert np.abs(result[300:340, 300:340].astype(float) - peak).max() <= 2e-5 * peak


def _two_halves(dark: int, bright: int) -> Pixels:
    """A picture whose left half is dark and whose right half is bright, each with some detail."""
    detail = np.random.default_rng(0).integers(-8, 9, (256, 256, 1))
    levels = np.full((256, 256, 3), dark) + detail
    levels[:, 128:] += bright - dark
    return levels.astype(np.uint8)


@pytest.mark.parametrize("sign", [-1.0, 1.0])
@pytest.mark.parametrize(("name", "there"), [("shadows", 0), ("highlights", 1)])
def test_shadows_and_highlights_act_where_they_say(name: str, there: int, sign: float) -> None:
    pixels = _two_halves(50, 205)
    change = _applied(pixels, _end(name, sign)).astype(float) - pixels
    halves = [change[:, 20:108].mean() * sign, change[:, 148:236].mean() * sign]
    assert halves[there] > 8
    assert halves[there] > 5 * abs(halves[1 - there])


def test_shadows_lift_a_dark_place_as_a_whole() -> None:
    """What is dark in a bright place keeps its contrast; a curve would lift it, too."""
    pixels = np.full((256, 256, 3), 215, np.uint8)
    pixels[::8, ::8] = 40
    change = _applied(pixels, Controls(shadows=1.0)).astype(int) - pixels
    assert np.abs(change).max() <= 6
    dark = np.full((256, 256, 3), 40, np.uint8)
    assert (_applied(dark, Controls(shadows=1.0)).astype(int) - dark).min() > 25


def test_more_contrast_spreads_and_less_gathers(photograph: Pixels) -> None:
    grey = [
        luminance_of(_applied(photograph, Controls(contrast=amount))).std()
        for amount in (-1.0, -0.5, 0.0, 0.5, 1.0)
    ]
    assert grey == sorted(grey)
    assert grey[-1] > 1.1 * grey[2] > 1.2 * grey[0]
    middle = np.full((8, 8, 3), round(0.46 * 255), np.uint8)
    assert np.abs(_applied(middle, Controls(contrast=1.0)).astype(int) - middle).max() <= 1


def test_warmth_moves_red_against_blue(photograph: Pixels) -> None:
    before = photograph.mean(axis=(0, 1))
    warm, cold = (
        _applied(photograph, Controls(warmth=amount)).mean(axis=(0, 1)) - before
        for amount in (1.0, -1.0)
    )
    assert warm[0] > 3
    assert warm[2] < -3
    assert cold[0] < -3
    assert cold[2] > 3
    assert abs(warm[1]) < 0.1
    assert abs(cold[1]) < 0.1


def test_no_colour_is_grey_of_the_same_brightness(photograph: Pixels) -> None:
    grey = _applied(photograph, Controls(colour=-1.0))
    assert np.ptp(grey, axis=2).max() <= 1
    assert np.abs(luminance_of(grey) - luminance_of(photograph)).max() < 1.6 / 255


def test_more_colour_spreads_the_channels(photograph: Pixels) -> None:
    spread = [
        np.ptp(_applied(photograph, Controls(colour=amount)).astype(int), axis=2).mean()
        for amount in (-0.5, 0.0, 0.5, 1.0)
    ]
    assert spread == sorted(spread)
    assert spread[0] < 0.6 * spread[1] < 0.5 * spread[3]


MANY = Controls(0.7, 0.5, -0.6, 0.3, 0.4, 0.2)


def test_depths_agree(photograph: Pixels) -> None:
    eight = _applied(photograph, MANY)
    sixteen = _applied(_at_depth(photograph, np.uint16), MANY)
    floats = _applied(_at_depth(photograph, np.float32), MANY)
    assert (eight.dtype, sixteen.dtype, floats.dtype) == (np.uint8, np.uint16, np.float32)
    assert np.abs(sixteen / 257 - eight).max() <= 0.75
    assert np.abs(floats * 255 - eight).max() <= 0.75
    assert np.abs(eight.astype(int) - photograph).mean() > 10


@pytest.mark.parametrize("dtype", DEPTHS)
def test_parts_agree_with_the_whole(photograph: Pixels, dtype: type) -> None:
    """The window applies the controls to what it shows, the result to strips."""
    pixels = _at_depth(photograph, dtype)
    whole, tones = _applied(pixels, MANY), _tones(pixels, MANY)
    rounding = {np.uint8: 1, np.uint16: 4, np.float32: 1e-4}[dtype]
    for part in (
        (slice(0, 64), slice(0, 512)),
        (slice(100, 230), slice(37, 300)),
        (slice(511, 512), slice(511, 512)),
    ):
        alone = tones.applied(np.ascontiguousarray(pixels[part]), part)
        assert np.abs(alone.astype(np.float64) - whole[part]).max() <= rounding


def test_the_picture_itself_is_not_changed(photograph: Pixels) -> None:
    before = photograph.copy()
    _applied(photograph, MANY)
    assert np.array_equal(photograph, before)


def test_only_shadows_and_highlights_look_at_what_lies_round() -> None:
    local = {name for name in NAMES if _end(name, 1.0).is_local}
    assert local == {"shadows", "highlights"}
