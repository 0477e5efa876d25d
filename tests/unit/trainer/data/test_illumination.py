"""The light that is missing: everywhere, before a window, beside a lamp."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from skimage import data

from mirnet_gui.photo.values import Floats
from mirnet_gui.trainer.data.illumination import EVEN, Illumination, draw_illumination, light_field


@pytest.fixture(scope="module")
def photograph() -> Floats:
    """(200, 300, 3) in [0, 1]."""
    small = cv2.resize(data.coffee(), (300, 200), interpolation=cv2.INTER_AREA)
    return (small / 255).astype(np.float32)


def _field(picture: Floats, light: Illumination, seed: int = 0) -> Floats:
    return light_field(picture, light, np.random.default_rng(seed))


def _at_large(picture: Floats) -> Floats:
    return cv2.GaussianBlur(picture.mean(axis=2), (0, 0), 8.0)


def test_all_of_the_light_is_all_of_it(photograph: Floats) -> None:
    field = _field(photograph, EVEN)
    assert field.shape == (200, 300, 1)
    assert np.array_equal(field, np.ones_like(field))


def test_dim_is_dim_everywhere_alike(photograph: Floats) -> None:
    field = _field(photograph, Illumination(lost=0.7))
    assert np.allclose(field, 2**-0.7, rtol=1e-5)


def test_against_the_light_what_is_bright_keeps_its_light(photograph: Floats) -> None:
    bright = _at_large(photograph)
    window = bright > np.quantile(bright, 0.93)
    shade = bright < np.quantile(bright, 0.3)
    for seed in range(5):
        field = _field(photograph, Illumination(backlight=3.0, shade=(0.4, 0.8)), seed)[..., 0]
        assert field[window].mean() > 0.85
        assert field[shade].mean() < 0.2
        assert field.min() == pytest.approx(2**-3.0, rel=0.05)
    both = _field(photograph, Illumination(lost=1.0, backlight=3.0))[..., 0]
    assert both[window].mean() == pytest.approx(0.5, abs=0.06)


def test_what_belongs_together_is_lit_alike(photograph: Floats) -> None:
    """Light falls on surfaces: its edges are softer than those of the picture."""
    field = _field(photograph, Illumination(backlight=3.0))[..., 0]
    stops = np.log2(field)
    assert np.abs(np.diff(stops, axis=1)).max() < 0.6


def test_uneven_light_changes_slowly(photograph: Floats) -> None:
    stops = np.log2(_field(photograph, Illumination(lost=3.0, unevenness=0.8), seed=2)[..., 0])
    assert np.ptp(stops) > 0.5
    assert np.abs(np.diff(stops, axis=1)).max() < 0.1


def test_there_is_never_more_light_than_all_of_it(photograph: Floats) -> None:
    for seed in range(40):
        drawn = draw_illumination(np.random.default_rng(seed))
        field = _field(photograph, drawn, seed)
        assert 0 < field.min() <= field.max() <= 1


def test_what_is_drawn_reaches_from_dim_to_night() -> None:
    """From the 0.7 EV that the eye hardly sees to the 7.5 EV that LOL lacks; many against light."""
    drawn = [draw_illumination(np.random.default_rng(seed)) for seed in range(600)]
    against = [light for light in drawn if light.backlight]
    even = [light for light in drawn if not light.backlight]
    assert 0.33 < len(against) / len(drawn) < 0.47
    lost = [light.lost for light in even]
    assert 0.7 <= min(lost) < 0.85
    assert 7.3 < max(lost) <= 7.5
    assert 0.1 < np.mean(np.array(lost) < 2.0) < 0.3, "dim ones are among them"
    assert min(light.backlight for light in against) >= 0.8
    assert all(light.shade[0] < light.shade[1] for light in against)
    assert {light.lamps for light in even} == {0, 1, 2, 3}


def test_it_is_seeded() -> None:
    one, again = (draw_illumination(np.random.default_rng(5)) for _ in range(2))
    assert one == again
