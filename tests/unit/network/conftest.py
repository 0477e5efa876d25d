"""Small networks with random weights."""

from __future__ import annotations

import pytest
import torch

from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.network.mirnet import Mirnet


@pytest.fixture
def small() -> MirnetConfig:
    return MirnetConfig(channels=8, groups=1, blocks=2, streams=3, columns=2)


@pytest.fixture
def network(small: MirnetConfig) -> Mirnet:
    torch.manual_seed(0)
    return Mirnet(small).eval()
