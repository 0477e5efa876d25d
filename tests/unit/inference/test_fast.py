from __future__ import annotations

import numpy as np
import pytest
import torch
from skimage import data

from mirnet_gui.errors import Cancelled
from mirnet_gui.inference import fast
from mirnet_gui.inference.backends.torch_backend import TorchBackend
from mirnet_gui.inference.session import Session
from mirnet_gui.network.catalog import find_weights
from mirnet_gui.network.checkpoints import load_weights
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.progress import CancelToken, Progress, silent


@pytest.fixture(scope="module")
def session() -> Session:
    network = load_weights(find_weights("lowlight").path)
    return Session(TorchBackend(network, torch.device("cpu")))


@pytest.fixture(scope="module")
def night() -> Pixels:
    """(1024, 1024, 3) uint8, mean 11."""
    enlarged = data.astronaut().repeat(2, axis=0).repeat(2, axis=1)
    return (enlarged * 0.1).astype(np.uint8)


def _psnr(one: Pixels, other: Pixels) -> float:
    error = np.square((one.astype(float) - other) / 255).mean()
    return float(-10 * np.log10(error))


def test_a_fast_result_is_near_the_full_one(session: Session, night: Pixels) -> None:
    rough = session.run_fast(night, silent, CancelToken())
    full = session.run(night, silent, CancelToken())
    assert (rough.shape, rough.dtype) == (night.shape, np.uint8)
    assert _psnr(rough, full) > 25
    assert _psnr(night, full) < 12


def test_no_strip_of_a_fast_result_shows(
    session: Session, night: Pixels, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_strips = session.run_fast(night, silent, CancelToken())
    monkeypatch.setattr(fast, "_STRIP", 2000)
    assert np.array_equal(session.run_fast(night, silent, CancelToken()), in_strips)


def test_sixteen_bits_stay_sixteen(session: Session, night: Pixels) -> None:
    small = night[:300, :200]
    eight = session.run_fast(small, silent, CancelToken())
    sixteen = session.run_fast(small.astype(np.uint16) * 257, silent, CancelToken())
    assert sixteen.dtype == np.uint16
    assert np.abs(sixteen / 257 - eight).max() <= 0.51


def test_a_fast_run_tells_how_far_it_is_and_can_be_cancelled(
    session: Session, night: Pixels
) -> None:
    told: list[Progress] = []
    session.run_fast(night, told.append, CancelToken())
    assert told[-1].fraction == pytest.approx(1.0)
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        session.run_fast(night, silent, token)
