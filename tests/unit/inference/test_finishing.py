"""What a network may change of a relit picture: its noise and detail, never its tones."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
import torch
from skimage import data
from torch import Tensor

from mirnet_gui.inference.finishing import AsItIs, EverywhereAlike, Finishing, TonesKept
from mirnet_gui.inference.pixels import to_tensor
from mirnet_gui.inference.tile_plan import OVERLAP
from mirnet_gui.inference.tiles import Tile, tiles_of, whole_tile
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.values import floats_of

HEIGHT, WIDTH = 576, 1024


@pytest.fixture(scope="module")
def clear() -> Pixels:
    """(576, 1024, 3) uint8."""
    return cv2.resize(data.astronaut()[:288], (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)


@pytest.fixture(scope="module")
def relit(clear: Pixels) -> Pixels:
    """The same with noise."""
    noise = np.random.default_rng(0).normal(0.0, 10.0, clear.shape)
    return np.rint((clear * 0.9 + 10 + noise).clip(0, 255)).astype(np.uint8)


@pytest.fixture(scope="module")
def before(relit: Pixels) -> Pixels:
    return (relit * 0.15).astype(np.uint8)


def _finished(finishing: Finishing, relit: Pixels, network: Callable[[Tensor], Tensor]) -> Pixels:
    """All tiles of 256, each as ``network`` makes it."""
    result = relit.copy()
    for tile in tiles_of(*relit.shape[:2], 256, OVERLAP):
        if finishing.is_needed(tile):
            seen = relit[tile.seen]
            result[tile.core] = finishing.finish(seen, network(to_tensor(seen)), tile)
    return result


def _cells(pixels: Pixels) -> np.ndarray:
    """Means of 64 x 36 cells."""
    return cv2.resize(floats_of(pixels), (64, 36), interpolation=cv2.INTER_AREA)


class _Moody:
    """Takes the noise away, and gives every tile another brightness, colour and slope."""

    def __init__(self, moods: float = 0.1) -> None:
        self._rng = np.random.default_rng(1)
        self._moods = moods

    def __call__(self, seen: Tensor) -> Tensor:
        picture = seen[0].permute(1, 2, 0).numpy()
        smooth = cv2.bilateralFilter(picture, 9, 0.15, 3)
        slope = np.linspace(*self._moods * self._rng.uniform(-1.0, 1.0, 2), picture.shape[1])[
            None, :, None
        ]
        moved = smooth + self._moods * self._rng.uniform(-1.0, 1.0, 3) + slope
        return torch.from_numpy(moved.astype(np.float32)).permute(2, 0, 1)[None]


def test_tones_are_kept_though_a_network_moves_them_tile_by_tile(
    before: Pixels, relit: Pixels, clear: Pixels
) -> None:
    kept = _finished(TonesKept(before, relit), relit, _Moody())
    left = _finished(AsItIs(), relit, _Moody())
    assert np.abs(_cells(left) - _cells(relit)).mean() > 10 / 255, "the network moves tones"
    assert np.abs(_cells(kept) - _cells(relit)).mean() < 1 / 255
    wanted = clear * 0.9 + 10
    assert np.abs(kept - wanted).mean() < 0.75 * np.abs(relit - wanted).mean(), "noise is less"


def test_no_tile_stands_out(before: Pixels, relit: Pixels) -> None:
    """Moods of tiles do not show: where they meet it is as with a network that has none."""
    kept, left = (
        _finished(finishing, relit, _Moody()).astype(float)
        - _finished(finishing, relit, _Moody(0.0))
        for finishing in (TonesKept(before, relit), AsItIs())
    )
    # Eight pixels on both sides of where tiles meet.
    steps = [
        max(np.abs(each[:, at - 8 : at].mean((0, 1)) - each[:, at : at + 8].mean((0, 1))).max()
            for at in (256, 512, 768))
        for each in (kept, left)
    ]  # fmt: skip
    assert steps[0] < 0.1
    assert steps[1] > 10


def test_blotches_of_small_pictures_may_be_taken_away(clear: Pixels) -> None:
    """Those of a quarter of the cells in which tones are kept."""
    small = np.ascontiguousarray(clear[:384, 300:812])
    noise = np.random.default_rng(0).normal(0.0, 1.0, small.shape).astype(np.float32)
    noise = cv2.GaussianBlur(noise, (0, 0), 4.0)
    blotched = (small + noise * (12.0 / noise.std())).clip(0, 255).astype(np.uint8)
    finishing = TonesKept((blotched * 0.15).astype(np.uint8), blotched)
    result = finishing.finish(blotched, to_tensor(small), whole_tile(*small.shape[:2]))
    left, had = (np.square(each.astype(float) - small).mean() for each in (result, blotched))
    assert left < 0.35 * had


def test_where_no_light_was_added_nothing_is_changed(relit: Pixels) -> None:
    """The right half was well lit before; what lies well inside it stays bit for bit."""
    before = relit.copy()
    before[:, : WIDTH // 2] = (before[:, : WIDTH // 2] * 0.15).astype(np.uint8)
    finishing = TonesKept(before, relit)
    needed = [finishing.is_needed(tile) for tile in tiles_of(HEIGHT, WIDTH, 256, OVERLAP)]
    assert needed == [True, True, True, False] * 3
    result = _finished(finishing, relit, _Moody())
    assert np.array_equal(result[:, 600:], relit[:, 600:])
    assert np.abs(result[:, :400].astype(int) - relit[:, :400]).mean() > 2


def test_the_more_light_the_more_is_taken(relit: Pixels) -> None:
    """From hardly lifted places, where noise is as it was, to those lifted by half a stop."""
    changes = []
    for light in (1.0, 0.9, 0.8, 0.7, 0.4):
        finishing = TonesKept((relit * light).astype(np.uint8), relit)
        changes.append(np.abs(_finished(finishing, relit, _Moody()).astype(int) - relit).mean())
    assert changes[0] == 0
    assert changes[:4] == sorted(changes[:4])
    assert changes[1] < 0.5 * changes[3]
    assert changes[4] == pytest.approx(changes[3], rel=0.1)


@pytest.mark.parametrize("dtype", [np.uint16, np.float32])
def test_other_depths_agree(before: Pixels, relit: Pixels, dtype: type) -> None:
    def at_depth(pixels: Pixels) -> Pixels:
        return floats_of(pixels) if dtype is np.float32 else pixels.astype(np.uint16) * 257

    eight = _finished(TonesKept(before, relit), relit, _Moody())
    deep = at_depth(relit)
    other = _finished(TonesKept(at_depth(before), deep), deep, _Moody())
    assert other.dtype == dtype
    assert np.abs(floats_of(other) - floats_of(eight)).max() < 0.6 / 255


def test_a_noisy_photograph_is_worked_on_everywhere(relit: Pixels) -> None:
    finishing = EverywhereAlike(relit)
    assert finishing.is_needed(whole_tile(HEIGHT, WIDTH))
    result = _finished(finishing, relit, _Moody())
    for part in (result[:288, :512], result[288:, 512:]):
        assert part.shape == (288, 512, 3)
    change = np.abs(result.astype(int) - relit)
    assert min(change[:288].mean(), change[288:].mean(), change[:, 900:].mean()) > 2
    assert np.abs(_cells(result) - _cells(relit)).mean() < 1 / 255


@pytest.mark.parametrize("size", [(1, 1), (3, 500), (500, 3), (9, 11)])
def test_pictures_of_any_size_are_finished(size: tuple[int, int]) -> None:
    relit = np.full((*size, 3), 120, np.uint8)
    tile: Tile = whole_tile(*size)
    finishing = TonesKept(relit // 4, relit)
    assert finishing.is_needed(tile)
    output = to_tensor(relit) + 0.2
    assert np.array_equal(finishing.finish(relit, output, tile), relit), "tones only: nothing"


def test_what_smaller_sizes_did_to_the_tones_is_taken_back(before: Pixels, relit: Pixels) -> None:
    rising = np.linspace(0.0, 20.0, WIDTH)[None, :, None]
    fed = np.rint((0.9 * relit + rising).clip(0, 255)).astype(np.uint8)
    kept = _finished(TonesKept(before, relit, fed), fed, _Moody())
    drifted = _finished(TonesKept(before, relit), fed, _Moody())
    assert np.abs(_cells(kept) - _cells(relit)).mean() < 1.5 / 255
    assert np.abs(_cells(drifted) - _cells(relit)).mean() > 5 / 255
