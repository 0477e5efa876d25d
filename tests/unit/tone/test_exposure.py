from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from skimage import data

from mirnet_gui.errors import WeightsError
from mirnet_gui.inference.pixels import gain_of
from mirnet_gui.network.checkpoints import load_weights, save_weights
from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.network.mirnet import Mirnet
from mirnet_gui.photo.values import Floats
from mirnet_gui.tone.exposure import expose, exposure_gain

EXPOSED = MirnetConfig(8, 1, 1, 2, 1, exposed=True)


@pytest.fixture(scope="module")
def photograph() -> Floats:
    """(512, 512, 3) in [0, 1], mean 0.45."""
    return (data.astronaut() / 255).astype(np.float32)


@pytest.mark.parametrize("light", [0.06, 0.08, 0.1, 0.25])
def test_a_dark_photograph_becomes_as_bright_as_a_well_exposed_one(
    photograph: Floats, light: float
) -> None:
    dark = photograph * np.float32(light)
    exposed = expose(dark, exposure_gain(dark))
    assert float(exposed.mean()) == pytest.approx(0.45, abs=0.005)
    assert exposed.dtype == np.float32


def test_a_well_lit_photograph_is_left_as_it_is(photograph: Floats) -> None:
    assert exposure_gain(photograph) == 1.0
    assert expose(photograph, 1.0) is photograph


def test_a_night_stays_a_night() -> None:
    """Light is raised by 60 at most, also where there is next to none."""
    noise = (0.002 * np.random.default_rng(0).random((8, 8, 3))).astype(np.float32)
    assert exposure_gain(noise) == pytest.approx(60.0)
    assert float(expose(np.zeros((8, 8, 3), np.float32), 60.0).max()) == 0.0


def test_lamps_keep_a_night_from_becoming_a_day(photograph: Floats) -> None:
    night = photograph * np.float32(0.04)
    lit = night.copy()
    lit[100:140, 100:140] = 0.9
    assert exposure_gain(night) > 30.0
    assert exposure_gain(lit) == pytest.approx(7.0)


@pytest.mark.parametrize("copies", [1, 3])
def test_blacks_that_jpeg_crushed_are_not_blown_up(photograph: Floats, copies: int) -> None:
    """What is left of them are flat blocks; also in a picture so large that a part is looked at."""
    noise = np.random.default_rng(0).normal(0.0, 0.004, photograph.shape)
    night = np.tile((photograph * 0.03 + noise).clip(0.0, 1.0), (copies, copies, 1))
    night = night.astype(np.float32)
    crushed = _through_jpeg(night, quality=30)
    assert float(crushed.mean()) == pytest.approx(float(night.mean()), abs=0.005)
    assert exposure_gain(night) > 20.0
    assert exposure_gain(crushed) == pytest.approx(7.0)


def _through_jpeg(picture: Floats, quality: int) -> Floats:
    file = io.BytesIO()
    Image.fromarray(np.rint(picture * 255).astype(np.uint8)).save(file, "JPEG", quality=quality)
    return np.asarray(Image.open(file)) / np.float32(255)


def test_the_less_light_the_higher_the_gain(photograph: Floats) -> None:
    lights = np.float32([0.05, 0.2, 0.4, 0.6, 0.9])
    gains = [exposure_gain(photograph * light) for light in lights]
    assert gains == sorted(gains, reverse=True)
    assert gains[0] > 10 > gains[-2] > gains[-1] == 1.0


def test_highlights_are_not_clipped_and_their_order_stays() -> None:
    exposed = expose(np.linspace(0.0, 1.0, 256, dtype=np.float32), 30.0)
    assert float(exposed[0]) == 0.0
    assert float(exposed[-1]) == pytest.approx(1.0)
    assert (np.diff(exposed) > 0).all()


@pytest.mark.parametrize("size", [(1, 1), (1, 40), (40, 1), (3, 5)])
def test_pictures_of_a_few_pixels_have_a_gain(size: tuple[int, int]) -> None:
    assert 1.0 < exposure_gain(np.full((*size, 3), 0.1, np.float32)) <= 60.0


def test_what_is_looked_at_of_a_large_photograph_tells_as_much(photograph: Floats) -> None:
    """Of pixels of any depth, as the network is told."""
    dark = np.rint(photograph * 0.1 * 255).astype(np.uint8)
    gain = exposure_gain(dark / np.float32(255))
    large = np.tile(dark, (3, 3, 1))
    assert gain_of(dark, EXPOSED) == pytest.approx(gain)
    assert gain_of(dark.astype(np.uint16) * 257, EXPOSED) == pytest.approx(gain, rel=1e-4)
    assert gain_of(large, EXPOSED) == pytest.approx(gain_of(dark, EXPOSED), rel=0.02)


def test_other_networks_take_their_pictures_as_they_are(photograph: Floats) -> None:
    assert gain_of(photograph * np.float32(0.05), MirnetConfig(8, 1, 1, 2, 1)) == 1.0


@pytest.mark.parametrize(
    ("task", "exposed"),
    [("whole", True), ("whole", False), ("light", True), ("light", False), ("detail", False)],
)
def test_weights_tell_what_they_were_made_for(tmp_path: Path, exposed: bool, task: str) -> None:
    config = MirnetConfig.from_dict(EXPOSED.to_dict() | {"exposed": exposed, "task": task})
    path = tmp_path / "own.safetensors"
    save_weights(Mirnet(config), path)
    assert load_weights(path).config == config


def test_what_weights_cannot_be_made_for_is_an_error() -> None:
    with pytest.raises(WeightsError, match="exposed must be false"):
        MirnetConfig.from_dict({"exposed": True, "task": "detail"})
    with pytest.raises(WeightsError, match="exposed"):
        MirnetConfig.from_dict({"exposed": 2})
    with pytest.raises(WeightsError, match="more_halvings must be 0"):
        MirnetConfig.from_dict({"more_halvings": 1, "task": "light"})
    with pytest.raises(WeightsError, match="more_halvings must be a whole number from 0 to 3"):
        MirnetConfig.from_dict({"more_halvings": 4, "task": "denoise"})
    with pytest.raises(WeightsError, match="task must be one of whole, light, detail"):
        MirnetConfig.from_dict({"task": "magic"})
