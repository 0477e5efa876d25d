from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest
import torch

from mirnet_gui.errors import Cancelled, OutOfMemory
from mirnet_gui.inference.plan import SMALLEST_TILE, Plan, make_plan
from mirnet_gui.inference.session import Session
from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.network.mirnet import Mirnet
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.progress import CancelToken, Progress, silent


def _small_memory(network: Mirnet) -> int:
    """As much as makes the test photograph run in many tiles."""
    return 200 * 200 * 16 * network.config.channels * 4


def _difference(one: Pixels, other: Pixels) -> float:
    return float(np.abs(one.astype(float) - other.astype(float)).max())


def test_the_result_is_that_of_the_network(session: Session, network: Mirnet, dark: Pixels) -> None:
    with torch.inference_mode():
        picture = torch.from_numpy(dark.transpose(2, 0, 1)[None] / np.float32(255))
        expected = network(picture).clamp(0, 1)[0].permute(1, 2, 0).numpy() * 255
    restored = session.run(dark, silent, CancelToken())
    assert restored.dtype == np.uint8
    assert _difference(restored, expected) <= 0.51
    assert _difference(restored, dark) > 10, "the test network does something"


def test_sixteen_bits_and_floats_keep_their_depth(session: Session, dark: Pixels) -> None:
    eight = session.run(dark, silent, CancelToken())
    sixteen = session.run(dark.astype(np.uint16) * 257, silent, CancelToken())
    floats = session.run((dark / 255).astype(np.float32), silent, CancelToken())
    assert (sixteen.dtype, floats.dtype) == (np.uint16, np.float32)
    assert _difference(sixteen / 257, eight) <= 0.51
    assert _difference(floats * 255, eight) <= 0.51
    assert len(np.unique(sixteen)) > 300, "sixteen bits hold more than 256 values"


def test_tiles_agree_with_the_whole_picture(session: Session, dark: Pixels) -> None:
    deep = dark.astype(np.uint16) * 257
    height, width = dark.shape[:2]
    tiled_plan = Plan(height, width, tile=128)
    with torch.inference_mode():
        whole = session._run(deep, Plan(height, width, None), silent, CancelToken())
        tiled = session._run(deep, tiled_plan, silent, CancelToken())
        blind = session._run(deep, replace(tiled_plan, overlap=0), silent, CancelToken())
    assert _difference(tiled / 257, whole / 257) < 0.5
    assert _difference(blind / 257, whole / 257) > 2, "without overlap the seams show"


def test_tiles_know_the_brightness_of_the_whole_picture(
    session: Session, network: Mirnet, dark: Pixels
) -> None:
    height, width = dark.shape[:2]
    half_lit = dark.copy()
    half_lit[:, : width // 2] = 255 - half_lit[:, : width // 2]
    plan = Plan(height, width, tile=128, reduction=0.5)
    with torch.inference_mode():
        whole = session._run(half_lit, Plan(height, width, None), silent, CancelToken())
        tiled = session._run(half_lit, plan, silent, CancelToken())
    alone = session.run(np.ascontiguousarray(half_lit[:, :128]), silent, CancelToken())
    error = np.abs(tiled.astype(float) - whole)[:, :96].mean()
    assert error < np.abs(alone.astype(float) - whole[:, :128])[:, :96].mean() / 2


def test_tiles_are_exposed_as_the_whole_picture(dark: Pixels) -> None:
    torch.manual_seed(3)
    network = Mirnet(MirnetConfig(8, 1, 1, 2, 1, exposed=True))
    torch.nn.init.zeros_(network.conv_out.weight)
    session = Session(network, torch.device("cpu"))
    height, width = dark.shape[:2]
    half_lit = (dark * 0.3).astype(np.uint8)
    half_lit[:, : width // 2] = dark[:, : width // 2]
    with torch.inference_mode():
        whole = session._run(half_lit, Plan(height, width, None), silent, CancelToken())
        plan = Plan(height, width, tile=128, reduction=0.5)
        tiled = session._run(half_lit, plan, silent, CancelToken())
    assert np.array_equal(tiled, whole)
    assert whole.mean() / 255 == pytest.approx(0.45, abs=0.01)


@pytest.mark.parametrize("size", [(1, 1), (3, 500), (500, 3), (5, 4)])
def test_odd_sizes_come_back_in_their_size(session: Session, size: tuple[int, int]) -> None:
    pixels = np.full((*size, 3), 40, dtype=np.uint8)
    assert session.run(pixels, silent, CancelToken()).shape == pixels.shape


def test_the_photograph_itself_stays_as_it_is(session: Session, dark: Pixels) -> None:
    before = dark.copy()
    session.run(dark, silent, CancelToken())
    assert np.array_equal(dark, before)


def test_progress_grows_to_its_total(network: Mirnet, dark: Pixels) -> None:
    told: list[Progress] = []
    session = Session(network, torch.device("cpu"), _small_memory(network))
    session.run(dark, told.append, CancelToken())
    assert [record.done for record in told] == sorted({record.done for record in told})
    assert told[-1].fraction == 1.0
    assert len(told) > 20


@pytest.mark.parametrize("tiled", [False, True])
def test_a_cancel_stops_in_the_middle(network: Mirnet, dark: Pixels, tiled: bool) -> None:
    memory = _small_memory(network) if tiled else 10**10
    cancel, told = CancelToken(), []

    def stop_midway(progress: Progress) -> None:
        told.append(progress)
        if progress.fraction > 0.4:
            cancel.cancel()

    with pytest.raises(Cancelled):
        Session(network, torch.device("cpu"), memory).run(dark, stop_midway, cancel)
    assert told[-1].fraction < 0.6


def test_after_a_cancel_the_session_works_as_before(session: Session, dark: Pixels) -> None:
    expected = session.run(dark, silent, CancelToken())
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        session.run(dark, silent, token)
    assert np.array_equal(session.run(dark, silent, CancelToken()), expected)


def test_two_callers_take_turns(session: Session, dark: Pixels) -> None:
    expected = session.run(dark, silent, CancelToken())
    results: list[Pixels] = []
    threads = [
        threading.Thread(target=lambda: results.append(session.run(dark, silent, CancelToken())))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(np.array_equal(result, expected) for result in results)


def _starve(session: Session, monkeypatch: pytest.MonkeyPatch, most: int) -> list[int]:
    """Make the device refuse passes over more than ``most`` pixels; give back those that ran."""
    forward, ran = session._forward, []

    def starved(pixels: Pixels, gain: float) -> Pixels:
        if pixels.shape[0] * pixels.shape[1] > most:
            raise torch.OutOfMemoryError("no memory left")
        ran.append(pixels.shape[0] * pixels.shape[1])
        return forward(pixels, gain)

    monkeypatch.setattr(session, "_forward", starved)
    return ran


def test_out_of_memory_makes_the_tiles_smaller_and_loses_nothing(
    session: Session, dark: Pixels, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = session.run(dark, silent, CancelToken())
    ran = _starve(session, monkeypatch, 200 * 200)
    restored = session.run(dark, silent, CancelToken())
    assert max(ran) <= 200 * 200
    assert np.abs(restored.astype(float) - expected).mean() < 3


def test_no_memory_at_all_is_said(
    session: Session, dark: Pixels, monkeypatch: pytest.MonkeyPatch
) -> None:
    _starve(session, monkeypatch, 10)
    with pytest.raises(OutOfMemory, match="451 x 300"):
        session.run(dark, silent, CancelToken())


def test_working_memory_does_not_grow_with_the_picture(network: Mirnet) -> None:
    twelve = make_plan(3000, 4000, network.config)
    sixty = make_plan(6700, 9000, network.config)
    assert twelve.tile == sixty.tile
    reduced = [plan.reduction**2 * plan.height * plan.width for plan in (twelve, sixty)]
    assert reduced[0] == pytest.approx(reduced[1])


def test_tiles_shrink_to_an_end(network: Mirnet) -> None:
    plan, sides = make_plan(3000, 4000, network.config), []
    smaller: Plan | None = plan
    while smaller:
        sides.append(smaller.tile)
        smaller = smaller.with_smaller_tiles()
    assert sides[0] == plan.tile
    assert sides[-1] == SMALLEST_TILE
