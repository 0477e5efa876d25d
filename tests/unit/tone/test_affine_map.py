"""What a network did to a small copy, carried to the photograph itself."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from skimage import data

from mirnet_gui.photo.photo import Pixels, peak_of
from mirnet_gui.photo.values import Floats, floats_of, reduced, with_bits
from mirnet_gui.tone import strips
from mirnet_gui.tone.affine_map import (
    RADIUS,
    AffineMap,
    fit_map,
    fitted_in_windows,
    reduction_to,
    relit,
    relit_pixels,
)
from mirnet_gui.tone.exposure import expose


@pytest.fixture(scope="module")
def photograph() -> Floats:
    """(300, 451, 3) in [0, 1]."""
    return (data.chelsea() / 255).astype(np.float32)


@pytest.fixture(scope="module")
def fitted(photograph: Floats) -> AffineMap:
    """What makes a local brightening of a copy of half the side, not the same in all channels."""
    copy = reduced(expose(photograph * np.float32(0.3), 4.0), 0.5)
    shade = np.linspace(0.8, 1.3, copy.shape[1], dtype=np.float32)[None, :, None]
    wanted = (copy * shade * np.float32([1.1, 1.0, 0.9])).clip(0.0, 1.0)
    return fit_map(copy, wanted.astype(np.float32))


def _nothing(_share: float) -> None:
    pass


def _at_depth(picture: Floats, dtype: type) -> Pixels:
    scaled = picture * peak_of(np.dtype(dtype))
    return picture if dtype is np.float32 else np.rint(scaled).astype(dtype)


def test_a_linear_relation_is_given_back(photograph: Floats) -> None:
    wanted = 0.6 * photograph + np.float32([0.1, 0.2, 0.05])
    exact = fitted_in_windows(photograph, wanted, RADIUS, 1e-6)
    again = relit(exact, photograph)
    assert np.abs(again - wanted).mean() < 0.5 / 255
    assert np.abs(relit(fit_map(photograph, wanted), photograph) - wanted).mean() < 2 / 255


def test_a_copy_of_a_third_serves_the_photograph(photograph: Floats) -> None:
    copy = reduced(photograph, 1 / 3)
    again = relit(fit_map(copy, 0.5 * copy), photograph)
    assert np.abs(again - 0.5 * photograph).mean() < 3 / 255
    assert np.abs(photograph - 0.5 * photograph).mean() > 40 / 255


def test_an_edge_stays_where_it_is_and_as_sharp() -> None:
    """A reduced result, enlarged, would smear it over many pixels."""
    picture = np.full((240, 240, 3), 0.2, np.float32)
    picture[:, 121:] = 0.6
    copy = reduced(picture, 0.1)
    again = relit(fit_map(copy, 1.5 * copy), picture)
    step = again[120, 121, 0] - again[120, 120, 0]
    assert step == pytest.approx(0.6, abs=0.07)
    assert np.abs(np.diff(again[120, :121, 0])).max() < 0.02
    smeared = cv2.resize(1.5 * copy, (240, 240), interpolation=cv2.INTER_LINEAR)
    assert np.abs(np.diff(smeared[120, :, 0])).max() < step / 4


def test_noise_of_a_flat_surface_is_not_carried_over() -> None:
    noise = np.random.default_rng(0).normal(0.0, 0.005, (200, 200, 3))
    flat = (0.3 + noise).astype(np.float32)
    again = relit(fit_map(flat, flat + np.float32(0.2)), flat)
    assert again.std() < flat.std() / 2
    assert again.mean() == pytest.approx(0.5, abs=0.002)


@pytest.mark.parametrize("gain", [1.0, 4.0])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_pixels_of_every_depth_are_relit_as_the_formula_says(
    photograph: Floats, fitted: AffineMap, dtype: type, gain: float
) -> None:
    pixels = _at_depth(photograph * np.float32(0.3), dtype)
    result = relit_pixels(fitted, pixels, gain, _nothing)
    assert (result.dtype, result.shape) == (pixels.dtype, pixels.shape)
    peak = peak_of(pixels.dtype)
    expected = relit(fitted, expose(floats_of(pixels), gain)) * np.float32(peak)
    most = np.maximum(expose(floats_of(pixels), 16.0 * gain), 0.92) * np.float32(peak)
    rounding = 1e-5 if dtype is np.float32 else 0.55
    free = expected < most - 1e-3 * peak
    assert free.mean() > 0.5
    assert np.abs(result.astype(np.float64) - expected)[free].max() <= rounding
    assert (result <= most + 1e-5 * peak).all()
    assert np.abs(result.astype(float) - pixels).mean() > 0.02 * peak_of(pixels.dtype)


def test_eight_bits_can_be_relit_to_sixteen(photograph: Floats, fitted: AffineMap) -> None:
    """What is cleaned afterwards is then not rounded twice, and has the tones of the preview."""
    pixels = _at_depth(photograph * np.float32(0.3), np.uint8)
    fine = relit_pixels(fitted, pixels, 4.0, _nothing, finely=True)
    assert fine.dtype == np.uint16
    assert len(np.unique(fine)) > 1000
    assert np.array_equal(with_bits(fine, 8), relit_pixels(fitted, pixels, 4.0, _nothing))


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_strips_agree_with_the_whole(
    photograph: Floats, fitted: AffineMap, dtype: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    pixels = _at_depth(photograph * np.float32(0.3), dtype)
    in_strips = relit_pixels(fitted, pixels, 4.0, _nothing)
    monkeypatch.setattr(strips, "ROWS", 1000)
    whole = relit_pixels(fitted, pixels, 4.0, _nothing)
    rounding = 1e-6 if dtype is np.float32 else 1
    assert np.abs(in_strips.astype(np.float64) - whole).max() <= rounding
    assert (in_strips != whole).mean() < 1e-3 or dtype is np.float32


def test_what_leaves_the_range_is_clipped_and_never_wraps_round(photograph: Floats) -> None:
    map_ = AffineMap(*(np.full((2, 2, 3), value, np.float32) for value in (3.0, -0.5)))
    for dtype in (np.uint8, np.uint16, np.float32):
        result = relit_pixels(map_, _at_depth(photograph, dtype), 1.0, _nothing)
        assert result[photograph < 0.1].max() == 0
        assert result[photograph > 0.6].min() > 0.9 * peak_of(np.dtype(dtype))


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_only_white_becomes_white_and_highlights_keep_their_order(dtype: type) -> None:
    ramp = np.linspace(0.4, 1.0, 64, dtype=np.float32)
    pixels = _at_depth(np.tile(ramp[None, :, None], (8, 1, 3)), dtype)
    map_ = AffineMap(*(np.full((2, 2, 3), value, np.float32) for value in (5.0, 0.5)))
    result = relit_pixels(map_, pixels, 2.0, _nothing)[0, :, 0]
    peak = peak_of(np.dtype(dtype))
    assert result[-1] == peak
    assert result[:-1].max() < peak
    assert (np.diff(result.astype(float)) >= 0).all()
    assert len(set(result.tolist())) > 8


def test_noise_that_fell_to_black_becomes_what_lies_round_it() -> None:
    """LOL's darkest pictures are full of it, and a flat map makes one surface of them."""
    pixels = np.random.default_rng(0).integers(0, 3, (64, 64, 3)).astype(np.uint8)
    map_ = AffineMap(*(np.full((2, 2, 3), value, np.float32) for value in (0.0, 0.3)))
    assert np.ptp(relit_pixels(map_, pixels, 40.0, _nothing)) <= 1


def test_a_look_that_raises_stops_the_work(photograph: Floats, fitted: AffineMap) -> None:
    shares: list[float] = []
    relit_pixels(fitted, photograph, 1.0, shares.append)
    assert sum(shares) == pytest.approx(1.0)
    assert len(shares) > 3

    def stop(_share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        relit_pixels(fitted, photograph, 1.0, stop)


def test_copies_never_are_larger_than_their_picture() -> None:
    assert reduction_to(100_000, 4000, 6000) ** 2 * 4000 * 6000 == pytest.approx(100_000)
    assert reduction_to(100_000, 100, 200) == 1.0


def test_a_map_lies_where_its_copy_was() -> None:
    """Centres of its cells upon centres of those parts of the photograph that they stand for."""
    rows, columns = ((np.arange(cells, dtype=np.float32) + 0.5) / cells for cells in (10, 15))
    for offset in (rows[:, None], columns[None]):
        map_ = np.ascontiguousarray(np.broadcast_to(offset[..., None], (10, 15, 3)))
        again = relit(AffineMap(np.zeros_like(map_), map_), np.zeros((200, 300, 3), np.float32))
        down, across = np.mgrid[0.5:200, 0.5:300]
        expected = down / 200 if offset.shape[0] == 10 else across / 300
        assert np.abs(again[20:-20, 20:-20, 0] - expected[20:-20, 20:-20]).max() < 2e-3


def test_texture_in_the_dark_is_lifted_and_not_taken_for_noise(photograph: Floats) -> None:
    dark = photograph * np.float32(0.04)
    again = relit(fit_map(dark, dark * np.float32(5.0)), dark)
    assert again.std() > 0.8 * (dark * 5.0).std()
    assert np.corrcoef(again.ravel(), dark.ravel())[0, 1] > 0.95
