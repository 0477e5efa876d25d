"""What has no contrast, no light or hardly any pixels comes out as a person would expect."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from mirnet_gui.photo.photo import Pixels, peak_of
from tests.unit.methods.applying import apply, at_depth

CLASSICAL = (
    "he", "he:channel=l", "he:channel=y", "he:channel=rgb", "clahe", "ermhe", "gamma", "levels",
    "levels:channels=each", "msrcr", "lime", "bimef", "nlm", "bm3d", "bilateral",
)  # fmt: skip
DEPTHS = (np.uint8, np.uint16, np.float32)
# These brighten what is even and grey: that is what they are for.
BRIGHTENING = ("gamma", "lime", "bimef")


def flat(value: int | tuple[int, int, int]) -> Pixels:
    return np.full((40, 60, 3), value, np.uint8)


def page(paper: int, ink: int) -> Pixels:
    """A line of text: a few letters in a thousand pixels."""
    made = np.full((300, 400, 3), paper, np.uint8)
    cv2.putText(made, "Dear reader", (20, 50), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (ink,) * 3, 1)
    return made


def in_255(pixels: Pixels) -> np.ndarray:
    return pixels / peak_of(pixels.dtype) * 255.0


@pytest.mark.parametrize("dtype", DEPTHS)
@pytest.mark.parametrize("method", CLASSICAL)
def test_white_stays_white_and_black_black(method: str, dtype: type) -> None:
    for value in (0, 255):
        result = apply(method, at_depth(flat(value), dtype))
        assert result.dtype == dtype
        assert np.abs(in_255(result) - value).max() <= 1


@pytest.mark.parametrize("dtype", DEPTHS)
@pytest.mark.parametrize("method", [name for name in CLASSICAL if name not in BRIGHTENING])
def test_one_single_colour_stays(method: str, dtype: type) -> None:
    for colour in ((128, 128, 128), (10, 10, 10)):
        result = apply(method, at_depth(flat(colour), dtype))
        assert np.abs(in_255(result) - colour).max() <= 1


@pytest.mark.parametrize("dtype", DEPTHS)
@pytest.mark.parametrize("method", CLASSICAL)
def test_the_paper_of_a_page_stays_white(method: str, dtype: type) -> None:
    written = page(255, 0)
    result = in_255(apply(method, at_depth(written, dtype)))
    # Of denoisers and local methods the letters' surroundings are not paper.
    paper = cv2.erode(written, np.ones((41, 41), np.uint8)) == 255
    assert paper.mean() > 0.5
    assert result[paper].min() >= 254
    assert result.min() < 150


@pytest.mark.parametrize("method", ["levels", "levels:channels=each", "msrcr"])
def test_a_page_with_the_noise_of_a_scanner_stays_a_page(method: str) -> None:
    noise = np.random.default_rng(0).integers(-3, 1, (300, 400, 3))
    scanned = (page(255, 0).astype(int) + noise).clip(0, 255).astype(np.uint8)
    result = apply(method, scanned)
    paper = cv2.erode(page(255, 0), np.ones((41, 41), np.uint8)) == 255
    assert result[paper].min() > 180


@pytest.mark.parametrize("method", ["levels", "msrcr", "he", "ermhe"])
def test_a_black_sky_with_a_few_stars_stays_black(method: str) -> None:
    sky = np.zeros((200, 200, 3), np.uint8)
    sky[[40, 90, 150], [50, 120, 60]] = 255
    result = apply(method, sky)
    assert np.median(result) <= 1
    assert result[90, 120].min() == 255


@pytest.mark.parametrize("size", [(1, 1), (1, 50), (50, 1), (2, 2), (3, 7), (1, 2000)])
@pytest.mark.parametrize("method", CLASSICAL)
def test_tiny_and_thin_pictures_come_back_in_their_size(method: str, size: tuple[int, int]) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (*size, 3), dtype=np.uint8)
    for dtype in DEPTHS:
        result = apply(method, at_depth(noise, dtype))
        assert (result.shape, result.dtype) == (noise.shape, dtype)
        assert np.isfinite(result).all()


def test_a_photograph_in_the_dark_is_stretched_all_the_same(night: Pixels) -> None:
    for method in ("levels", "msrcr"):
        result = apply(method, night)
        assert result.max() == 255
        assert result.mean() > 2 * night.mean()
        faint = apply(method, (night // 6).astype(np.uint8))
        assert faint.mean() > 10 * (night // 6).mean()
