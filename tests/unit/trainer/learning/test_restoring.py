"""Whole pictures restored as each task is measured."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from skimage import data
from torch import Tensor

from mirnet_gui.inference.backends.torch_backend import TorchBackend
from mirnet_gui.inference.restorer import Restorer
from mirnet_gui.inference.session import Session
from mirnet_gui.network.catalog import find_weights
from mirnet_gui.network.checkpoints import load_weights
from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.progress import CancelToken, silent
from mirnet_gui.quality.reference import psnr
from mirnet_gui.tone.affine_map import COPY_PIXELS
from mirnet_gui.tone.exposure import expose, exposure_gain
from mirnet_gui.trainer.learning.restoring import restored

SMALL = {"channels": 8, "groups": 1, "blocks": 1, "streams": 2, "columns": 1}


@pytest.fixture(scope="module")
def pair() -> tuple[Tensor, Tensor]:
    """A night with noise and its reference, (1, 3, 400, 600)."""
    high = (data.coffee() / 255).astype(np.float32)
    noise = np.random.default_rng(0).normal(0.0, 0.01, high.shape)
    low = (0.1 * high * np.array([1.1, 1.0, 0.8]) + noise).clip(0.0, 1.0).astype(np.float32)
    both = (torch.from_numpy(each).permute(2, 0, 1)[None].contiguous() for each in (low, high))
    return next(both), next(both)


class Seen:
    """A network that gives back what it is fed with, and remembers it."""

    def __init__(self, gain: float = 1.0) -> None:
        self.fed = torch.zeros(0)
        self._gain = gain

    def __call__(self, picture: Tensor) -> Tensor:
        self.fed = picture
        return picture * self._gain


def _config(task: str, *, exposed: bool = False) -> MirnetConfig:
    return MirnetConfig.from_dict(SMALL | {"task": task, "exposed": exposed})


def test_whole_is_fed_with_the_picture(pair: tuple[Tensor, Tensor]) -> None:
    network = Seen()
    result = restored(network, _config("whole"), *pair)
    assert torch.allclose(network.fed, pair[0], atol=1e-6)
    assert torch.allclose(result, pair[0], atol=1e-6)
    restored(network, _config("whole", exposed=True), *pair)
    dark = pair[0][0].permute(1, 2, 0).numpy()
    exposed = expose(dark, exposure_gain(dark))
    assert np.allclose(network.fed[0].permute(1, 2, 0), exposed, atol=1e-6)


def test_light_is_fed_with_a_small_copy_and_carried_to_full_size(
    pair: tuple[Tensor, Tensor],
) -> None:
    network = Seen(gain=4.0)
    result = restored(network, _config("light"), *pair)
    assert result.shape == pair[0].shape
    height, width = network.fed.shape[-2:]
    assert height * width == pytest.approx(COPY_PIXELS, rel=0.01)
    assert float(result.mean()) == pytest.approx(4 * float(pair[0].mean()), rel=0.03)
    assert psnr(result, pair[1]) > psnr(pair[0], pair[1]) + 2


def test_detail_is_fed_with_the_light_of_the_reference(pair: tuple[Tensor, Tensor]) -> None:
    """So that nothing but noise is measured."""
    network = Seen()
    result = restored(network, _config("detail"), *pair)
    assert network.fed.shape == pair[0].shape
    low, high = (torch.nn.functional.avg_pool2d(each, 40) for each in (network.fed, pair[1]))
    assert float((low - high).abs().mean()) < 0.015
    assert psnr(result, pair[1]) > psnr(pair[0], pair[1]) + 5
    assert float((result - pair[1]).abs().mean()) > 0.01, "the noise is left to the network"


def test_detail_of_what_is_lit_is_fed_with_it(pair: tuple[Tensor, Tensor]) -> None:
    network = Seen()
    result = restored(network, _config("detail"), *pair, lit=True)
    assert torch.equal(network.fed, pair[0])
    assert torch.equal(result, pair[0])


@pytest.mark.parametrize("task", ["whole", "light", "detail"])
def test_results_lie_between_black_and_white(pair: tuple[Tensor, Tensor], task: str) -> None:
    for gain in (-5.0, 50.0):
        result = restored(Seen(gain), _config(task), *pair)
        assert 0.0 <= float(result.min()) <= float(result.max()) <= 1.0
        assert result.dtype == torch.float32


@pytest.mark.parametrize("more_halvings", [0, 1])
def test_denoise_is_measured_as_the_program_does_it(more_halvings: int) -> None:
    clean = data.chelsea()[:200, :300]
    noise = np.random.default_rng(0).normal(0.0, 9.0, clean.shape)
    noisy = (clean + noise).clip(0, 255).astype(np.uint8)
    network = load_weights(find_weights("denoise").passes[0].path)
    network.config = replace(network.config, more_halvings=more_halvings)
    low, high = (
        torch.from_numpy(each / np.float32(255)).permute(2, 0, 1)[None].contiguous()
        for each in (noisy, clean)
    )
    with torch.inference_mode():
        measured = restored(network, network.config, low, high)
    session = Session(TorchBackend(network, torch.device("cpu")), tile="whole")
    used = Restorer(denoise=session).restore(noisy, silent, CancelToken()).finished
    difference = np.abs(measured[0].permute(1, 2, 0).numpy() * 255 - used)
    # What is fed is rounded for each copy that was cleaned before.
    assert difference.mean() < 0.4 + 0.1 * more_halvings
    assert np.quantile(difference, 0.999) < 2.5
