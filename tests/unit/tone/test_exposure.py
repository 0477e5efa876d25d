from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from skimage import data
from torch import Tensor

from mirnet_gui.errors import WeightsError
from mirnet_gui.network.checkpoints import load_weights, save_weights
from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.network.mirnet import Mirnet
from mirnet_gui.tone.exposure import expose, exposure_gain

EXPOSED = MirnetConfig(8, 1, 1, 2, 1, exposed=True)


@pytest.fixture(scope="module")
def photograph() -> Tensor:
    """(3, 512, 512) in [0, 1], mean 0.45."""
    return torch.from_numpy(data.astronaut() / 255).float().permute(2, 0, 1)


@pytest.mark.parametrize("light", [0.06, 0.08, 0.1, 0.25])
def test_a_dark_photograph_becomes_as_bright_as_a_well_exposed_one(
    photograph: Tensor, light: float
) -> None:
    dark = photograph * light
    exposed = expose(dark, exposure_gain(dark, EXPOSED))
    assert float(exposed.mean()) == pytest.approx(0.45, abs=0.005)


def test_a_well_lit_photograph_is_left_as_it_is(photograph: Tensor) -> None:
    assert exposure_gain(photograph, EXPOSED) == 1.0
    assert expose(photograph, 1.0) is photograph


def test_a_night_stays_a_night() -> None:
    """Light is raised by 60 at most, also where there is next to none."""
    noise = 0.002 * torch.rand(3, 8, 8, generator=torch.Generator().manual_seed(0))
    assert exposure_gain(noise, EXPOSED) == pytest.approx(60.0)
    assert float(expose(torch.zeros(3, 8, 8), 60.0).max()) == 0.0


def test_lamps_keep_a_night_from_becoming_a_day(photograph: Tensor) -> None:
    night = photograph * 0.04
    lit = night.clone()
    lit[:, 100:140, 100:140] = 0.9
    assert exposure_gain(night, EXPOSED) > 30.0
    assert exposure_gain(lit, EXPOSED) == pytest.approx(7.0)


@pytest.mark.parametrize("copies", [1, 3])
def test_blacks_that_jpeg_crushed_are_not_blown_up(photograph: Tensor, copies: int) -> None:
    """What is left of them are flat blocks; also in a picture so large that a part is looked at."""
    noise = 0.004 * torch.randn(photograph.shape, generator=torch.Generator().manual_seed(0))
    night = (photograph * 0.03 + noise).clamp(0.0, 1.0).repeat(1, copies, copies)
    crushed = _through_jpeg(night, quality=30)
    assert float(crushed.mean()) == pytest.approx(float(night.mean()), abs=0.005)
    assert exposure_gain(night, EXPOSED) > 20.0
    assert exposure_gain(crushed, EXPOSED) == pytest.approx(7.0)


def _through_jpeg(picture: Tensor, quality: int) -> Tensor:
    pixels = picture.mul(255.0).round().byte().permute(1, 2, 0).numpy()
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=quality)
    return torch.from_numpy(np.asarray(Image.open(file)) / np.float32(255)).permute(2, 0, 1)


def test_the_less_light_the_higher_the_gain(photograph: Tensor) -> None:
    gains = [exposure_gain(photograph * light, EXPOSED) for light in (0.05, 0.2, 0.4, 0.6, 0.9)]
    assert gains == sorted(gains, reverse=True)
    assert gains[0] > 10 > gains[-2] > gains[-1] == 1.0


def test_highlights_are_not_clipped_and_their_order_stays() -> None:
    ramp = torch.linspace(0.0, 1.0, 256)
    exposed = expose(ramp, 30.0)
    assert float(exposed[0]) == 0.0
    assert float(exposed[-1]) == pytest.approx(1.0)
    assert (exposed.diff() > 0).all()


def test_other_networks_take_their_pictures_as_they_are(photograph: Tensor) -> None:
    assert exposure_gain(photograph * 0.05, replace(EXPOSED, exposed=False)) == 1.0


def test_weights_tell_what_they_were_made_for(tmp_path: Path) -> None:
    for config in (EXPOSED, replace(EXPOSED, exposed=False)):
        path = tmp_path / f"{config.exposed}.safetensors"
        save_weights(Mirnet(config), path)
        assert load_weights(path).config == config


def test_neither_true_nor_false_is_an_error() -> None:
    with pytest.raises(WeightsError, match="exposed"):
        MirnetConfig.from_dict({"exposed": 2})
