"""What may go wrong midway costs nothing but time, whenever it happens."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from mirnet_gui.errors import Cancelled
from mirnet_gui.inference.backends.torch_backend import TorchBackend
from mirnet_gui.inference.session import Session
from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.network.mirnet import Mirnet
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.progress import CancelToken, Progress, silent


class FullOnce(TorchBackend):
    """A device whose memory is full at the pass number ``at``, and again has room after it."""

    def __init__(self, network: Mirnet, at: int | None = None) -> None:
        super().__init__(network, torch.device("cpu"))
        self.at = at
        self.passes = 0

    def _forward(self, picture: Tensor, *steering: Any) -> Tensor:
        self.passes += 1
        if self.passes - 1 == self.at:
            raise torch.OutOfMemoryError("no memory left")
        return super()._forward(picture, *steering)


MEMORY = 1
"""So little that tiles are as small as they get."""


@pytest.fixture
def network() -> Mirnet:
    torch.manual_seed(3)
    return Mirnet(MirnetConfig(channels=8, groups=1, blocks=1, streams=2, columns=1)).eval()


@pytest.fixture
def small(dark: Pixels) -> Pixels:
    """(130, 140, 3): nine tiles."""
    return np.ascontiguousarray(dark[100:230, 100:240])


def test_memory_that_is_full_at_any_pass_loses_nothing(network: Mirnet, small: Pixels) -> None:
    unbroken = FullOnce(network)
    expected = Session(unbroken, tile="128").run(small, silent, CancelToken())
    assert unbroken.passes >= 5
    for at in range(unbroken.passes):
        restored = Session(FullOnce(network, at), tile="128").run(small, silent, CancelToken())
        assert np.abs(restored.astype(float) - expected).mean() < 1, f"at pass {at}"


def test_two_hundred_cancels_leave_a_session_that_works(network: Mirnet, small: Pixels) -> None:
    session = Session(TorchBackend(network, torch.device("cpu")), MEMORY)
    expected = session.run(small, silent, CancelToken())
    for when in np.random.default_rng(0).uniform(0.0, 0.99, 200):
        token = CancelToken()

        def cancel_at(progress: Progress, when: float = when, token: CancelToken = token) -> None:
            if progress.fraction >= when:
                token.cancel()

        with pytest.raises(Cancelled):
            session.run(small, cancel_at, token)
    assert np.array_equal(session.run(small, silent, CancelToken()), expected)
