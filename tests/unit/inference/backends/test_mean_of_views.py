from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch

from mirnet_gui.inference.backends.backend import Backend
from mirnet_gui.inference.backends.mean_of_views import ALL_VIEWS, MeanOfViews
from mirnet_gui.inference.backends.openvino_backend import OpenvinoBackend
from mirnet_gui.inference.backends.openvino_runtime import available
from mirnet_gui.inference.backends.torch_backend import TorchBackend
from mirnet_gui.inference.session import Session
from mirnet_gui.inference.tile_plan import make_tile_plan
from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.network.mirnet import Mirnet
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.progress import CancelToken, Progress, look_away, silent


def _of_torch(network: Mirnet) -> Backend:
    return TorchBackend(network, torch.device("cpu"))


def _of_openvino(network: Mirnet) -> Backend:
    return OpenvinoBackend(network, graphs=ALL_VIEWS)


def _views(picture: torch.Tensor) -> list[torch.Tensor]:
    turned = [picture, picture.transpose(-2, -1)]
    return [each.flip(axes) for each in turned for axes in ((), (-1,), (-2,), (-2, -1))]


def test_gives_the_mean_of_what_the_network_makes_of_all_views(network: Mirnet) -> None:
    picture = torch.rand(1, 3, 32, 48)
    with torch.inference_mode():
        restored = [network(each) for each in _views(picture)]
    back = [
        each if number < 4 else each.transpose(-2, -1)
        for number, each in enumerate(
            each.flip(axes)
            for each, axes in zip(restored, 2 * [(), (-1,), (-2,), (-2, -1)], strict=True)
        )
    ]
    expected = torch.stack(back).mean(dim=0)
    survey = MeanOfViews(_of_torch(network)).survey(picture, [], look_away)
    assert torch.allclose(survey.restored, expected, atol=1e-5)
    assert not torch.allclose(survey.restored, restored[0], atol=1e-3), "views do differ"


def test_two_views_are_a_quarter_of_a_turn_apart(network: Mirnet) -> None:
    picture = torch.rand(1, 3, 32, 48)
    with torch.inference_mode():
        turned = torch.rot90(network(torch.rot90(picture, 1, (-2, -1))), -1, (-2, -1))
        expected = (network(picture) + turned) / 2
    survey = MeanOfViews(_of_torch(network), 2).survey(picture, [], look_away)
    assert torch.allclose(survey.restored, expected, atol=1e-5)


def test_a_turned_picture_gives_the_turned_result(network: Mirnet, dark: Pixels) -> None:
    session = Session(MeanOfViews(_of_torch(network)))
    square = dark[:256, :256].astype(np.uint16) * 257
    upright = session.run(square, silent, CancelToken())
    turned = session.run(np.ascontiguousarray(np.rot90(square)), silent, CancelToken())
    assert np.abs(np.rot90(upright).astype(float) - turned).max() <= 1


@pytest.mark.parametrize("opened", [_of_torch, _of_openvino])
def test_tiles_agree_with_the_whole_picture(
    network: Mirnet, dark: Pixels, opened: Callable[[Mirnet], Backend]
) -> None:
    if opened is _of_openvino and not available():
        pytest.skip("no OpenVINO here")
    session = Session(MeanOfViews(opened(network)))
    deep = dark.astype(np.uint16) * 257
    height, width = deep.shape[:2]
    plans = [
        make_tile_plan(height, width, network.config, 10**9, tile) for tile in ("whole", "128")
    ]
    assert [bool(plan.tiles()) for plan in plans] == [False, True]
    whole, tiled = (
        session.run_as_planned(deep, plan, silent, CancelToken()).astype(float) for plan in plans
    )
    assert np.abs(whole - tiled).mean() / 257 < 0.5
    assert np.abs(whole - tiled).max() / 257 < 4


def test_a_network_that_enlarges_keeps_its_views_in_place(dark: Pixels) -> None:
    torch.manual_seed(3)
    config = MirnetConfig(
        channels=8, groups=1, blocks=1, streams=3, columns=1, scale=2, task="enlarge"
    )
    session = Session(MeanOfViews(_of_torch(Mirnet(config).eval())))
    small = dark[:64, :80]
    larger = session.run(small, silent, CancelToken())
    assert larger.shape == (128, 160, 3)
    mirrored = session.run(np.ascontiguousarray(small[:, ::-1]), silent, CancelToken())
    assert np.abs(larger[:, ::-1].astype(float) - mirrored).max() <= 1


def test_progress_counts_every_view_once(network: Mirnet, dark: Pixels) -> None:
    told: list[Progress] = []
    Session(MeanOfViews(_of_torch(network))).run(dark, told.append, CancelToken())
    assert told[-1].done == told[-1].total
    assert [each.done for each in told] == sorted(each.done for each in told)
    assert len(told) > ALL_VIEWS


def test_says_that_it_looks_eight_times(network: Mirnet) -> None:
    assert MeanOfViews(_of_torch(network)).name == "torch fp32 x 8"
