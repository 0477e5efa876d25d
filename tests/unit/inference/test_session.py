from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import torch
from skimage import data
from torch import Tensor

from mirnet_gui.errors import Cancelled, OutOfMemory
from mirnet_gui.inference.backends.torch_backend import TorchBackend
from mirnet_gui.inference.session import Session
from mirnet_gui.inference.tile_observer import Part, Region, TileObserver
from mirnet_gui.inference.tile_plan import SMALLEST_TILE, TilePlan, make_tile_plan
from mirnet_gui.network.catalog import find_weights
from mirnet_gui.network.checkpoints import load_weights
from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.network.mirnet import Mirnet
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.progress import CancelToken, Progress, silent
from mirnet_gui.tone.exposure import expose

CPU = torch.device("cpu")


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
    tiled_plan = TilePlan(height, width, tile=128)
    with torch.inference_mode():
        whole = session.run_as_planned(deep, TilePlan(height, width, None), silent, CancelToken())
        tiled = session.run_as_planned(deep, tiled_plan, silent, CancelToken())
        blind = session.run_as_planned(deep, replace(tiled_plan, overlap=0), silent, CancelToken())
    assert _difference(tiled / 257, whole / 257) < 0.5
    assert _difference(blind / 257, whole / 257) > 2, "without overlap the seams show"


def test_tiles_know_the_brightness_of_the_whole_picture(
    session: Session, network: Mirnet, dark: Pixels
) -> None:
    height, width = dark.shape[:2]
    half_lit = dark.copy()
    half_lit[:, : width // 2] = 255 - half_lit[:, : width // 2]
    plan = TilePlan(height, width, tile=128, reduction=0.5)
    with torch.inference_mode():
        whole = session.run_as_planned(
            half_lit, TilePlan(height, width, None), silent, CancelToken()
        )
        tiled = session.run_as_planned(half_lit, plan, silent, CancelToken())
    alone = session.run(np.ascontiguousarray(half_lit[:, :128]), silent, CancelToken())
    error = np.abs(tiled.astype(float) - whole)[:, :96].mean()
    assert error < np.abs(alone.astype(float) - whole[:, :128])[:, :96].mean() / 2


@pytest.fixture(scope="module")
def noisy() -> Pixels:
    """(512, 512, 3) uint16: a real photograph with a tenth of its light, relit with its noise."""
    noise = np.random.default_rng(0).normal(0.0, 0.012, data.astronaut().shape)
    night = (data.astronaut() / 255 * 0.1 + noise).clip(0.0, 1.0).astype(np.float32)
    return (expose(night, 9.0) * 65535).astype(np.uint16)


def test_crops_mend_what_a_reduced_copy_does_not_know(noisy: Pixels) -> None:
    """A copy of half the side has less noise, so its descriptors alone shift all tones."""
    _, detail = find_weights("lowlight").passes
    session = Session(TorchBackend(load_weights(detail.path), CPU))
    by_copy = TilePlan(512, 512, tile=128, reduction=0.5)
    by_crops = replace(by_copy, most_crops=9, crop=64)
    whole, shifted, mended = (
        session.run_as_planned(noisy, plan, silent, CancelToken()) / 65535
        for plan in (TilePlan(512, 512, None), by_copy, by_crops)
    )
    assert _psnr(mended, whole) > max(48, _psnr(shifted, whole) + 6)
    columns = (mended - whole).mean(axis=(0, 2))
    assert np.abs(np.diff(columns))[127::128].max() < 1 / 255, "no step where tiles meet"


def _psnr(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float:
    return float(-10 * np.log10(np.square(one - other).mean()))


def test_tiles_are_exposed_as_the_whole_picture(dark: Pixels) -> None:
    torch.manual_seed(3)
    network = Mirnet(MirnetConfig(8, 1, 1, 2, 1, exposed=True))
    torch.nn.init.zeros_(network.conv_out.weight)
    session = Session(TorchBackend(network, CPU))
    height, width = dark.shape[:2]
    half_lit = (dark * 0.3).astype(np.uint8)
    half_lit[:, : width // 2] = dark[:, : width // 2]
    with torch.inference_mode():
        whole = session.run_as_planned(
            half_lit, TilePlan(height, width, None), silent, CancelToken()
        )
        plan = TilePlan(height, width, tile=128, reduction=0.5)
        tiled = session.run_as_planned(half_lit, plan, silent, CancelToken())
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
    reports: list[Progress] = []
    session = Session(TorchBackend(network, CPU), _small_memory(network))
    session.run(dark, reports.append, CancelToken())
    assert [record.done for record in reports] == sorted({record.done for record in reports})
    assert reports[-1].fraction == 1.0
    assert len(reports) > 20


@pytest.mark.parametrize("tiled", [False, True])
def test_a_cancel_stops_in_the_middle(network: Mirnet, dark: Pixels, tiled: bool) -> None:
    memory = _small_memory(network) if tiled else 10**10
    cancel, reports = CancelToken(), []

    def stop_midway(progress: Progress) -> None:
        reports.append(progress)
        if progress.fraction > 0.4:
            cancel.cancel()

    with pytest.raises(Cancelled):
        Session(TorchBackend(network, CPU), memory).run(dark, stop_midway, cancel)
    assert reports[-1].fraction < 0.6


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


class Releasing(TorchBackend):
    """Counts how often its memory was asked back, also in the middle of a pass."""

    session: Session
    ask_in_a_pass = False
    released = 0

    def release_memory(self) -> None:
        self.released += 1

    def _forward(self, picture: Tensor, *steering: Any) -> Tensor:
        if self.ask_in_a_pass:
            self.session.release_memory()
        return super()._forward(picture, *steering)


def test_memory_is_asked_back_between_pictures_only(network: Mirnet, dark: Pixels) -> None:
    backend = Releasing(network, CPU)
    session = backend.session = Session(backend)
    backend.ask_in_a_pass = True
    session.run(dark, silent, CancelToken())
    assert backend.released == 0
    session.release_memory()
    assert backend.released == 1


class Starved(TorchBackend):
    """A device that has no memory for passes over more than ``most`` pixels."""

    def __init__(self, network: Mirnet, most: int) -> None:
        super().__init__(network, CPU)
        self.most = most
        self.ran: list[int] = []

    def _forward(self, picture: Tensor, *steering: Any) -> Tensor:
        pixels = picture.shape[0] * picture.shape[-2] * picture.shape[-1]
        if pixels > self.most:
            raise torch.OutOfMemoryError("no memory left")
        self.ran.append(pixels)
        return super()._forward(picture, *steering)


def test_out_of_memory_makes_the_tiles_smaller_and_loses_nothing(
    session: Session, network: Mirnet, dark: Pixels
) -> None:
    expected = session.run(dark, silent, CancelToken())
    starved = Starved(network, 200 * 200)
    restored = Session(starved).run(dark, silent, CancelToken())
    assert max(starved.ran) <= 200 * 200
    assert np.abs(restored.astype(float) - expected).mean() < 3


def test_a_card_without_memory_leaves_the_work_to_the_cpu(
    session: Session, network: Mirnet, dark: Pixels
) -> None:
    reports: list[Progress] = []
    card = Starved(network, 10)
    with_spare = Session(card, spare=lambda: TorchBackend(network, CPU))
    expected = session.run(dark, silent, CancelToken())
    assert np.array_equal(with_spare.run(dark, reports.append, CancelToken()), expected)
    assert "too little memory: the CPU goes on" in reports[-1].notice
    assert np.array_equal(with_spare.run(dark, silent, CancelToken()), expected)


def test_no_memory_at_all_is_said(network: Mirnet, dark: Pixels) -> None:
    with pytest.raises(OutOfMemory, match="451 x 300"):
        Session(Starved(network, 10)).run(dark, silent, CancelToken())


def test_working_memory_does_not_grow_with_the_picture(network: Mirnet) -> None:
    twelve = make_tile_plan(3000, 4000, network.config, 1_500_000_000)
    sixty = make_tile_plan(6700, 9000, network.config, 1_500_000_000)
    assert twelve.tile == sixty.tile
    reduced = [plan.reduction**2 * plan.height * plan.width for plan in (twelve, sixty)]
    assert reduced[0] == pytest.approx(reduced[1])


def test_tiles_shrink_to_an_end(network: Mirnet) -> None:
    plan, sides = make_tile_plan(3000, 4000, network.config, 1_500_000_000), []
    smaller: TilePlan | None = plan
    while smaller:
        sides.append(smaller.tile)
        smaller = smaller.with_smaller_tiles()
    assert sides[0] == plan.tile
    assert sides[-1] == SMALLEST_TILE


def test_seconds_are_told_before_the_start(network: Mirnet, dark: Pixels) -> None:
    reports: list[Progress] = []
    rated = Session(TorchBackend(network, CPU), rate=1e5)
    rated.run(dark, reports.append, CancelToken())
    assert reports[0] == Progress(0, reports[-1].total, "pixel", expected=reports[-1].total / 1e5)
    assert rated.seconds(*dark.shape[:2]) == reports[0].expected


def test_tiles_are_shown_as_they_come_where_the_user_looks(session: Session, dark: Pixels) -> None:
    height, width = dark.shape[:2]
    parts: list[Part] = []
    corner = Region(height - 10, width - 10, height, width)

    def view() -> Region | None:
        return corner if len(parts) < 2 else Region(0, 0, 10, 10)

    plan = TilePlan(height, width, tile=128)
    observer = TileObserver(parts.append, view)
    restored = session.run_as_planned(dark, plan, silent, CancelToken(), observer)
    assert parts[0].region.bottom == height
    assert parts[0].region.right == width
    assert parts[2].region[:2] == (0, 0), "the user has turned elsewhere"
    assembled = np.zeros_like(restored)
    for part in parts:
        assembled[part.region.slices] = part.pixels
    assert np.array_equal(assembled, restored)
