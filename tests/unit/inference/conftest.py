"""A small network that does something visible, and a real dark photograph."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from skimage import data

from mirnet_gui.inference.backends.torch_backend import TorchBackend
from mirnet_gui.inference.session import Session
from mirnet_gui.network.config import MirnetConfig
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
