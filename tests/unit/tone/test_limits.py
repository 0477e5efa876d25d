from __future__ import annotations

import cv2
import numpy as np
import pytest
from skimage import data

from mirnet_gui.photo.values import Floats
from mirnet_gui.tone.exposure import expose
from mirnet_gui.tone.limits import limited


@pytest.fixture(scope="module")
def small() -> Floats:
    """A photograph, (128, 128, 3) in [0, 1], mean 0.45."""
    photograph = (data.astronaut() / 255).astype(np.float32)
    return cv2.resize(photograph, (128, 128), interpolation=cv2.INTER_AREA).astype(np.float32)


def _saturation(picture: Floats) -> float:
    return float((picture.max(axis=-1) - picture.min(axis=-1)).mean() / picture.mean())


def _with_colour(picture: Floats, share: float) -> Floats:
    grey = picture @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    return grey[..., None] + np.float32(share) * (picture - grey[..., None])


def test_light_is_let_in_and_never_taken_away(small: Floats) -> None:
    assert np.abs(limited(small, small, small, 0.1) - small).max() < 1e-6
    assert abs(limited(0.8 * small, small, small, 0.1).mean() - small.mean()) < 0.02
    # What was exposed may become darker again, but not darker than the photograph.
    exposed = expose(0.3 * small, 4.0)
    kept = limited(0.6 * exposed, exposed, 0.3 * small, 0.1)
    assert kept.mean() == pytest.approx(0.6 * exposed.mean(), abs=0.005)


def test_what_exposure_left_black_is_not_raised_to_fog(small: Floats) -> None:
    night = 0.01 * small
    assert limited(small, night, night, 0.1).mean() < 0.15


def test_a_night_that_its_lamps_keep_dark_is_raised_less_than_a_dusk(small: Floats) -> None:
    """Exposure leaves a photograph dark only where highlights or crushed blacks bounded it."""
    shares = []
    for light in (0.15, 0.6):
        sky = light * small
        shares.append(float(limited(small, sky, 0.2 * sky, 0.1).mean() / sky.mean()))
    night, dusk = shares
    assert night < 2.2
    assert dusk > 1.5
    dark = 0.15 * small
    dark[:20] = 1.0  # Half of it is lit: its dark parts are shadows.
    backlit = limited(np.maximum(small, dark), dark, 0.2 * dark, 0.1)
    assert backlit[30:].mean() > 1.5 * limited(small, 0.15 * small, 0.03 * small, 0.1)[30:].mean()
    unexposed = 0.15 * small
    assert limited(small, unexposed, unexposed, 0.1).mean() > 4 * unexposed.mean()


def test_a_lantern_makes_no_day_of_the_night_round_it(small: Floats) -> None:
    """It is bright enough to bring the mean of the whole up to that of a dusk."""
    before = 0.01 * small
    before[:48, :54] = 0.6
    exposed = expose(before, 4.0)
    exposed[:48, :54] = 1.0
    assert exposed.mean() > 0.15
    fog = np.maximum(exposed, np.float32(0.18))
    assert limited(fog, exposed, before, 0.1)[60:].mean() < 0.07


def test_colours_that_the_photograph_has_do_not_turn_grey(small: Floats) -> None:
    pale = _with_colour(small, 0.4)
    result = limited(pale, small, 0.3 * small, 0.1)
    assert _saturation(result) > 0.9 * _saturation(small) > 2.0 * _saturation(pale)
    assert np.abs(result - small).mean() < 0.8 * np.abs(pale - small).mean()
    assert result.mean() == pytest.approx(pale.mean(), abs=0.02)


def test_what_exposure_made_pale_gets_some_of_its_colour_back(small: Floats) -> None:
    dark = 0.3 * small
    exposed = expose(dark, 8.0)
    result = limited(exposed, exposed, dark, 0.1)
    assert _saturation(dark) > _saturation(result) > 1.05 * _saturation(exposed)


def test_colours_that_the_network_adds_stay(small: Floats) -> None:
    pale = _with_colour(small, 0.5)
    assert np.abs(limited(small, pale, 0.5 * pale, 0.1) - small).max() < 1e-6


def test_the_colour_of_noise_and_of_black_is_not_believed(small: Floats) -> None:
    pale = _with_colour(small, 0.2)
    noise = np.random.default_rng(0).normal(0.0, 0.05, small.shape).astype(np.float32)
    noisy = (_with_colour(small, 0.0) + noise).clip(0.0, 1.0)
    assert _saturation(limited(pale, noisy, noisy, 0.1)) < 1.1 * _saturation(pale)
    red_black = np.float32(0.02) * small * np.array([1.0, 0.3, 0.3], np.float32)
    red = expose(red_black, 40.0)
    assert _saturation(limited(pale, red, red_black, 1.0)) == pytest.approx(_saturation(pale))
    # Many pixels behind each one of the copy have no noise left.
    assert _saturation(limited(pale, red, red_black, 0.05)) > 1.5 * _saturation(pale)
