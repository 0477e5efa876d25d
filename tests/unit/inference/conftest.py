"""Small networks that do something visible, and real dark photographs."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import torch
from skimage import data

from mirnet_gui.inference.backends.torch_backend import TorchBackend
from mirnet_gui.inference.session import Session
from mirnet_gui.network.catalog import find_weights
from mirnet_gui.network.checkpoints import load_weights
from mirnet_gui.network.config import MirnetConfig, NetworkTask
from mirnet_gui.network.mirnet import Mirnet
from mirnet_gui.photo.photo import Pixels


@pytest.fixture
def network() -> Mirnet:
    torch.manual_seed(3)
    return Mirnet(MirnetConfig(channels=8, groups=1, blocks=1, streams=3, columns=2)).eval()


@pytest.fixture
def session(network: Mirnet) -> Session:
    return Session(TorchBackend(network, torch.device("cpu")))


@pytest.fixture(scope="session")
def dark() -> Pixels:
    """(300, 451, 3) uint8."""
    return (data.chelsea() * 0.3).astype(np.uint8)


@pytest.fixture(scope="session")
def night() -> Pixels:
    """(576, 768, 3) uint8: a photograph with a tenth of its light, and a camera's noise."""
    lit = cv2.resize(data.astronaut(), (768, 768), interpolation=cv2.INTER_CUBIC)[:576] / 255
    noise = np.random.default_rng(0).normal(0.0, 0.008, lit.shape)
    return np.rint((lit * 0.1 + noise).clip(0.0, 1.0) * 255).astype(np.uint8)


def _shipped(name: str, task: NetworkTask) -> Session:
    (found,) = (each for each in find_weights(name).passes if each.task == task)
    return Session(TorchBackend(load_weights(found.path), torch.device("cpu")))


@pytest.fixture(scope="session")
def light() -> Session:
    """The shipped pass that relights."""
    return _shipped("lowlight", "light")


@pytest.fixture(scope="session")
def whole() -> Session:
    """Shipped weights that do all at once."""
    return _shipped("lol-one-pass", "whole")
