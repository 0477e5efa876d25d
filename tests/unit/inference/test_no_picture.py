"""Weights whose result is no picture fail in words: nothing white or black comes of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from mirnet_gui.errors import WeightsError
from mirnet_gui.inference.backends.torch_backend import TorchBackend
from mirnet_gui.inference.restorer import Restorer
from mirnet_gui.inference.session import Session
from mirnet_gui.network.config import MirnetConfig, NetworkTask
from mirnet_gui.network.mirnet import Mirnet
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.progress import CancelToken, silent


def overflowing(task: NetworkTask, factor: float, tile: str = "auto") -> Session:
    """A network whose last weights are ``factor`` times too large."""
    torch.manual_seed(3)
    config = MirnetConfig(8, 1, 1, 2, 1)
    network = Mirnet(replace(config, task=task)).eval()
    network.conv_out.weight.data *= factor
    return Session(TorchBackend(network, torch.device("cpu")), tile=tile)


@pytest.mark.parametrize(
    ("factor", "message"), [(float("inf"), "not numbers"), (1e6, "far beyond")]
)
@pytest.mark.parametrize("tile", ["whole", "128"])
def test_a_network_that_overflows_gives_no_result(
    night: Pixels, factor: float, message: str, tile: str
) -> None:
    restorer = Restorer(whole=overflowing("whole", factor, tile))
    with pytest.raises(WeightsError, match=message):
        restorer.restore(night, silent, CancelToken())
    with pytest.raises(WeightsError, match=message):
        restorer.relight(night, silent, CancelToken())


@pytest.mark.parametrize(
    ("factor", "message"), [(float("inf"), "not numbers"), (1e6, "far beyond")]
)
def test_each_pass_is_looked_at(light: Session, night: Pixels, factor: float, message: str) -> None:
    for restorer in (
        Restorer(light=overflowing("light", factor), detail=overflowing("detail", 1.0)),
        Restorer(light=light, detail=overflowing("detail", factor)),
    ):
        with pytest.raises(WeightsError, match=message):
            restorer.restore(night, silent, CancelToken())
