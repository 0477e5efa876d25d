"""Light, then detail: a set of weights at work on a photograph."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest
import torch
from skimage import data

from mirnet_gui.errors import Cancelled
from mirnet_gui.inference.backends.torch_backend import TorchBackend
from mirnet_gui.inference.engine import Engine
from mirnet_gui.inference.finishing import EverywhereAlike, TonesKept
from mirnet_gui.inference.opening import open_restorer, open_session
from mirnet_gui.inference.restorer import Restorer
from mirnet_gui.inference.session import Session
from mirnet_gui.inference.tile_observer import Part, TileObserver
from mirnet_gui.network.catalog import find_weights
from mirnet_gui.network.config import MirnetConfig, NetworkTask
from mirnet_gui.network.mirnet import Mirnet
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.values import floats_of
from mirnet_gui.progress import CancelToken, Progress, silent
from mirnet_gui.tone.development import developed
from mirnet_gui.tone.layers import Choice, Layers


class Counting(TorchBackend):
    """Knows how many pixels it was asked to restore."""

    def __init__(self, network: Mirnet) -> None:
        super().__init__(network, torch.device("cpu"))
        self.asked: list[int] = []

    def restore(self, picture: torch.Tensor, *rest: object) -> torch.Tensor:
        self.asked.append(picture.shape[-1] * picture.shape[-2])
        return super().restore(picture, *rest)


class Watched(Session):
    """Knows how large the pictures were that it was asked to run."""

    def __init__(self, backend: TorchBackend) -> None:
        super().__init__(backend)
        self.asked: list[tuple[int, ...]] = []

    def run(self, pixels: Pixels, *rest: Any, **named: Any) -> Pixels:
        self.asked.append(pixels.shape[:2])
        return super().run(pixels, *rest, **named)


@pytest.fixture
def moody() -> Counting:
    """A detail network that changes tones and everything else."""
    torch.manual_seed(3)
    network = Mirnet(MirnetConfig(8, 1, 1, 2, 1, task="detail")).eval()
    return Counting(network)


@pytest.fixture
def detail(moody: Counting) -> Session:
    return Session(moody, tile="128")


def _restored(restorer: Restorer, pixels: Pixels) -> Layers:
    return restorer.restore(pixels, silent, CancelToken())


def _cells(pixels: Pixels) -> np.ndarray:
    """Tones: means of 64 x 36 cells, of fewer where those had less than 48 pixels a side."""
    height, width = pixels.shape[:2]
    size = min(64, width // 48), min(36, height // 48)
    return cv2.resize(floats_of(pixels), size, interpolation=cv2.INTER_AREA)


def test_light_then_detail(light: Session, detail: Session, night: Pixels) -> None:
    layers = _restored(Restorer(light, detail), night)
    assert layers.before is night
    for each in (layers.relit, layers.finished):
        assert (each.shape, each.dtype) == (night.shape, night.dtype)
    assert layers.relit.mean() > 3 * night.mean()
    assert np.abs(layers.finished.astype(int) - layers.relit).mean() > 1, "detail does something"


def test_the_preview_is_the_light_of_the_result_bit_for_bit(
    light: Session, detail: Session, night: Pixels
) -> None:
    restorer = Restorer(light, detail)
    preview = restorer.relight(night, silent, CancelToken())
    layers = _restored(restorer, night)
    assert np.array_equal(preview, layers.relit)
    moved = detail.run(preview, silent, CancelToken())
    assert np.abs(_cells(moved) - _cells(preview)).mean() > 4 / 255, "the network moves tones"
    assert np.abs(_cells(layers.finished) - _cells(preview)).mean() < 1 / 255


def test_tiles_give_what_the_whole_gives(light: Session, moody: Counting, night: Pixels) -> None:
    tiled, whole = (
        _restored(Restorer(light, Session(moody, tile=tile)), night).finished.astype(float)
        for tile in ("128", "whole")
    )
    difference = tiled - whole
    assert np.abs(difference).mean() < 0.5
    columns = np.abs(np.diff(difference.mean(axis=(0, 2))))
    assert columns[127::128].max() < 0.5, "no step where tiles meet"


def test_tiles_that_need_nothing_are_not_worked_on(
    light: Session, moody: Counting, night: Pixels
) -> None:
    """A well-lit photograph costs nothing but a look, and stays as it is relit."""
    lit = _restored(Restorer(light), night).relit
    layers = Layers(lit, lit, lit)
    done = Restorer(None, None).restore(lit, silent, CancelToken())
    assert np.array_equal(done.finished, layers.finished)
    still = Mirnet(MirnetConfig(8, 1, 1, 2, 1, task="light")).eval()
    with torch.no_grad():
        for parameter in still.conv_out.parameters():
            parameter.zero_()
    same = Session(TorchBackend(still, torch.device("cpu")))
    restored = _restored(Restorer(same, Session(moody, tile="128")), lit)
    assert moody.asked == []
    assert np.array_equal(restored.finished, restored.relit)
    assert np.abs(restored.relit.astype(int) - lit).mean() < 5


def test_only_tiles_that_were_lit_are_worked_on(
    light: Session, moody: Counting, night: Pixels
) -> None:
    """Backlit: the right half has its light already."""
    lit = light.relight(night, silent, CancelToken())
    half = np.concatenate([night[:, :384], lit[:, 384:]], axis=1)
    reports: list[Progress] = []
    parts: list[Part] = []
    session = Session(moody, tile="64")
    watched = TileObserver(parts.append, lambda: None)
    finished = session.run(lit, reports.append, CancelToken(), watched, TonesKept(half, lit))
    worked = np.zeros(night.shape[:2], bool)
    for part in parts:
        worked[part.region.slices] = True
    assert worked[:, :384].mean() > 0.9
    assert worked[:, 448:].mean() == 0
    assert np.array_equal(finished[~worked], lit[~worked])
    assert np.abs(finished[worked].astype(int) - lit[worked]).mean() > 1
    assert len(moody.asked) == len(parts)
    assert reports[-1].fraction == pytest.approx(1.0)


def test_light_alone_leaves_the_noise(light: Session, night: Pixels) -> None:
    layers = _restored(Restorer(light=light), night)
    assert layers.finished is layers.relit
    assert np.array_equal(layers.relit, light.relight(night, silent, CancelToken()))


def test_detail_alone_leaves_the_light(detail: Session, night: Pixels) -> None:
    restorer = Restorer(detail=detail)
    layers = _restored(restorer, night)
    assert layers.relit is night
    assert restorer.relight(night, silent, CancelToken()) is night
    assert np.abs(_cells(layers.finished) - _cells(night)).mean() < 2 / 255
    assert np.abs(layers.finished.astype(int) - night).mean() > 0.3


def test_a_whole_network_does_all_at_once(whole: Session, night: Pixels) -> None:
    layers = _restored(Restorer(whole=whole), night)
    assert layers.finished is layers.relit
    assert np.array_equal(layers.finished, whole.run(night, silent, CancelToken()))
    plain = developed(layers, Choice(denoise=0.0), lambda _share: None)
    assert plain is layers.finished, "there is no noise apart"


def test_progress_grows_to_its_end(light: Session, detail: Session, night: Pixels) -> None:
    for restorer in (Restorer(light, detail), Restorer(light), Restorer(detail=detail)):
        reports: list[Progress] = []
        restorer.restore(night, reports.append, CancelToken())
        done = [record.done for record in reports]
        assert done == sorted(done)
        assert reports[-1].fraction == 1.0


@pytest.mark.parametrize("when", [0.0, 0.5])
def test_a_cancel_stops_it(light: Session, detail: Session, night: Pixels, when: float) -> None:
    cancel = CancelToken()

    def stop(progress: Progress) -> None:
        if progress.fraction >= when:
            cancel.cancel()

    with pytest.raises(Cancelled):
        Restorer(light, detail).restore(night, stop, cancel)


def test_it_names_what_computes_once(light: Session, detail: Session) -> None:
    assert Restorer(light, detail).name == light.name
    assert Restorer(light, detail).seconds(1000, 1000) is None, "nothing was measured"


def test_the_time_of_a_photograph_is_that_of_light_and_detail(moody: Counting) -> None:
    detail = Session(moody, tile="128", rate=1e6)
    alone = Restorer(detail=detail).seconds(300, 300)
    both = Restorer(Session(moody, rate=1e5), detail).seconds(300, 300)
    assert alone is not None
    assert both == pytest.approx(alone + 0.9)
    large = Restorer(Session(moody, rate=1e5), detail).seconds(3000, 4000)
    cleaned = Restorer(detail=detail).seconds(3000, 4000)
    assert cleaned is not None
    assert large == pytest.approx(cleaned + 2.0), "light looks at a small copy"


def test_the_best_speed_loads_no_second_light() -> None:
    """It is the preview of both."""
    passes = find_weights("lowlight").passes
    full, best = (
        open_restorer(passes, Engine(device="cpu"), in_views=each) for each in (False, True)
    )
    assert full.light is best.light
    assert full.detail is not best.detail
    assert open_restorer(passes, Engine(device="cpu"), in_views=True) == best
    assert best.detail is not None
    assert full.detail is not None
    one, eight = (each.detail.seconds(512, 512) for each in (full, best))
    assert eight == pytest.approx(8 * one)


@pytest.fixture(scope="module")
def blotched() -> tuple[Pixels, Pixels]:
    """A photograph of 6 megapixels with blotches of colour as large sensors have, and clean."""
    clean = cv2.resize(data.chelsea(), (3000, 2000), interpolation=cv2.INTER_CUBIC)
    noise = np.random.default_rng(0).normal(0.0, 1.0, clean.shape).astype(np.float32)
    noise = cv2.GaussianBlur(noise, (0, 0), 5.0)
    noisy = clean + noise * (14.0 / noise.std())
    return noisy.clip(0, 255).astype(np.uint8), clean.astype(np.uint8)


def test_blotches_of_large_photographs_are_taken_away(blotched: tuple[Pixels, Pixels]) -> None:
    """What is too coarse for the network at full size is cleaned in a copy of half of it first."""
    noisy, clean = blotched
    opened = open_restorer(find_weights("lowlight").passes, Engine(device="cpu"))
    detail = opened.detail
    assert detail is not None
    middle = slice(744, 1256), slice(1244, 1756)
    part = np.ascontiguousarray(noisy[middle])
    at_once = detail.run(part, silent, CancelToken(), finishing=EverywhereAlike(part))
    reports: list[Progress] = []
    restorer = Restorer(detail=detail, coarse=opened.coarse)
    layers = restorer.restore(noisy, reports.append, CancelToken())
    results = (part, at_once, layers.finished[middle])
    errors = [np.abs(each.astype(float) - clean[middle]).mean() for each in results]
    assert errors[2] < 0.8 * errors[1]
    assert errors[1] < errors[0]
    tones, before, wanted = (_cells(each) for each in (layers.finished, noisy, clean))
    noise = np.abs(before - wanted).mean()
    assert np.abs(tones - wanted).mean() < noise, "what goes of tones is noise"
    assert np.abs(tones - before).mean() < 0.6 * noise
    shares = [record.fraction for record in reports]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0, abs=0.01)


def test_small_photographs_are_cleaned_at_their_own_size_only(
    light: Session, moody: Counting, night: Pixels
) -> None:
    _restored(Restorer(light, Session(moody, tile="whole")), night)
    assert len(moody.asked) <= 1


@pytest.mark.parametrize(
    ("task", "more_halvings", "times"),
    [("detail", 0, 1), ("detail", 2, 3), ("denoise", 0, 2), ("denoise", 1, 3)],
)
def test_weights_clean_as_many_smaller_copies_first_as_they_have_learnt(
    night: Pixels, task: NetworkTask, more_halvings: int, times: int
) -> None:
    config = MirnetConfig(8, 1, 1, 2, 1, task=task, more_halvings=more_halvings)
    session = Watched(TorchBackend(Mirnet(config).eval(), torch.device("cpu")))
    restorer = Restorer(detail=session) if task == "detail" else Restorer(denoise=session)
    _restored(restorer, night)
    height, width = night.shape[:2]
    assert session.asked == [(height >> n, width >> n) for n in reversed(range(times))]
    session.asked.clear()
    _restored(restorer, night[:60, :60])
    assert session.asked == [(60, 60)], "too small to be halved"


def test_other_weights_may_clean_the_smaller_copies(night: Pixels) -> None:
    coarse, detail = (
        Watched(TorchBackend(Mirnet(config).eval(), torch.device("cpu")))
        for config in (
            MirnetConfig(8, 1, 1, 2, 1, task="detail", more_halvings=2),
            MirnetConfig(8, 1, 1, 2, 1, task="detail"),
        )
    )
    restorer = Restorer(detail=detail, coarse=coarse)
    reports: list[Progress] = []
    restorer.restore(night, reports.append, CancelToken())
    height, width = night.shape[:2]
    assert coarse.asked == [(height >> n, width >> n) for n in (2, 1)]
    assert detail.asked == [(height, width)]
    assert reports[-1].fraction == pytest.approx(1.0, abs=0.01)


def test_weights_that_denoise_leave_light_to_the_photograph(moody: Counting, night: Pixels) -> None:
    restorer = Restorer(denoise=Session(moody, tile="128"))
    layers = _restored(restorer, night)
    assert layers.before is layers.relit is night
    assert not layers.is_little_changed
    assert restorer.preview(night, silent, CancelToken()).finished is night
    mark = np.full((9, 12, 3), 90, np.uint8)
    assert _restored(restorer, mark).finished.shape == mark.shape


def test_grain_that_is_fine_and_coarse_at_once_is_taken_away() -> None:
    """As cameras have it, of photographs of any size: the half of the size is cleaned first."""
    clean = data.chelsea()[:256, :384]
    fine, wide = np.random.default_rng(0).normal(0.0, 1.0, (2, *clean.shape)).astype(np.float32)
    wide = cv2.GaussianBlur(wide, (0, 0), 3.5)
    noisy = (clean + 4.0 * fine + wide * (14.0 / wide.std())).clip(0, 255).astype(np.uint8)
    session = open_session(find_weights("denoise").passes[0], Engine(device="cpu"))
    at_once = session.run(noisy, silent, CancelToken())
    reports: list[Progress] = []
    result = Restorer(denoise=session).restore(noisy, reports.append, CancelToken()).finished
    errors = [np.square(each.astype(float) - clean).mean() for each in (noisy, at_once, result)]
    assert errors[2] < 0.9 * errors[1] < 0.9 * errors[0]
    shares = [record.fraction for record in reports]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize("task", ["denoise", "detail"])
def test_eight_bits_are_restored_as_finely_as_sixteen(
    light: Session, night: Pixels, task: NetworkTask
) -> None:
    """Between the passes, too."""
    torch.manual_seed(3)
    network = Mirnet(MirnetConfig(8, 1, 1, 2, 1, task=task)).eval()
    session = Session(TorchBackend(network, torch.device("cpu")))
    restorer = Restorer(light, session) if task == "detail" else Restorer(denoise=session)
    deep = night.astype(np.uint16) * 257
    finished, deeper = (_restored(restorer, each).finished for each in (night, deep))
    assert finished.dtype == np.uint8
    assert (finished != np.rint(deeper / 257)).mean() < 0.01


def test_what_is_denoised_first_is_seen_from_two_sides() -> None:
    passes = find_weights("denoise").passes
    full, best = (
        open_restorer(passes, Engine(device="cpu"), in_views=each) for each in (False, True)
    )
    sessions = (full.denoise, full.coarse, best.denoise, best.coarse)
    assert [each and each.views for each in sessions] == [1, 2, 8, 8]
    one, eight = (each.seconds(512, 512) for each in (full, best))
    assert one is not None
    assert eight == pytest.approx(8 * 1.25 / 1.5 * one)


@pytest.fixture
def enlarging() -> Session:
    torch.manual_seed(3)
    network = Mirnet(MirnetConfig(8, 1, 1, 2, 1, task="enlarge", scale=3)).eval()
    return Session(TorchBackend(network, torch.device("cpu")))


def test_weights_that_enlarge_give_more_pixels(enlarging: Session, night: Pixels) -> None:
    small = night[:100, :131]
    restorer = Restorer(enlarge=enlarging)
    layers = _restored(restorer, small)
    assert {each.shape for each in (layers.before, layers.relit, layers.finished)} == {
        (300, 393, 3)
    }
    bicubic = cv2.resize(small, (393, 300), interpolation=cv2.INTER_CUBIC).astype(int)
    assert np.abs(layers.before - bicubic).mean() < 1
    assert np.abs(layers.finished.astype(int) - bicubic).mean() > 1, "it does something"
    finished = restorer.finish(small, silent, CancelToken())
    assert np.array_equal(finished, layers.finished)
    half = developed(layers, Choice(strength=0.5), lambda _share: None)
    assert half.shape == (300, 393, 3)


@pytest.mark.parametrize("first", [False, True])
def test_tiles_of_an_enlargement_fit_and_are_shown_where_they_belong(
    first: bool, night: Pixels
) -> None:
    torch.manual_seed(3)
    config = MirnetConfig(8, 1, 1, 2, 1, task="enlarge", scale=2, enlarge_first=first)
    network = Mirnet(config).eval()
    backend = TorchBackend(network, torch.device("cpu"))
    photograph = night[:200, :300]
    whole = Session(backend, tile="whole").run(photograph, silent, CancelToken())
    assembled = np.zeros_like(whole)

    def show(part: Part) -> None:
        assembled[part.region.slices] = part.pixels

    tiled = Session(backend, tile="64").run(
        photograph, silent, CancelToken(), TileObserver(show, lambda: None)
    )
    assert np.array_equal(assembled, tiled)
    assert np.abs(tiled.astype(int) - whole).mean() < 1.0
    assert np.abs(tiled.astype(int) - whole)[120:136].mean() < 1.0, "no seam at 64 of 200"
