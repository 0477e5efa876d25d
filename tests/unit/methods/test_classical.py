"""What holds for all methods that are computed from a formula."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from mirnet_gui.errors import Cancelled
from mirnet_gui.methods.registry import parse_method
from mirnet_gui.photo.photo import Pixels, peak_of
from mirnet_gui.progress import CancelToken, Progress, silent
from tests.unit.methods.applying import apply, at_depth

BRIGHTENING = (
    "he",
    "he:channel=l",
    "he:channel=y",
    "he:channel=rgb",
    "ermhe",
    "gamma",
    "levels",
    "levels:channels=each",
    "msrcr",
    "lime",
    "bimef",
)
DENOISING = ("nlm", "bm3d", "bilateral")
ALL = (*BRIGHTENING, "clahe", *DENOISING, "gamma+bilateral")


@pytest.mark.parametrize("text", ALL)
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_shape_and_depth_stay_and_the_photograph_too(text: str, dtype: type, night: Pixels) -> None:
    pixels = at_depth(night, dtype)
    before = pixels.copy()
    result = apply(text, pixels)
    assert result.shape == pixels.shape
    assert result.dtype == dtype
    assert np.isfinite(result).all()
    assert result.min() >= 0
    assert result.max() <= peak_of(result.dtype)
    assert np.array_equal(pixels, before)
    assert not np.array_equal(result, before)


@pytest.mark.parametrize("text", BRIGHTENING)
def test_a_dark_photograph_becomes_brighter(text: str, night: Pixels) -> None:
    assert apply(text, night).mean() > 1.5 * night.mean()


@pytest.mark.parametrize(
    "text", ["he", "he:channel=rgb", "ermhe", "gamma", "msrcr", "lime", *DENOISING]
)
@pytest.mark.parametrize("dtype", [np.uint16, np.float32])
def test_deeper_photographs_look_the_same(text: str, dtype: type, night: Pixels) -> None:
    expected = apply(text, night) / 255
    result = apply(text, at_depth(night, dtype))
    assert np.abs(result / peak_of(result.dtype) - expected).mean() < 0.01


@pytest.mark.parametrize("text", ["he", "clahe", "gamma", "levels", "msrcr", "lime", "bilateral"])
def test_sixteen_bits_are_not_taken_for_eight(text: str, night: Pixels) -> None:
    """A gradient within one level of 8 bits stays a gradient."""
    deep = at_depth(night, np.uint16)
    deep[:, :, :] += np.arange(300, dtype=np.uint16)[None, :, None] % 257
    low_bytes = np.unique(apply(text, deep) & 0xFF)
    assert len(low_bytes) > 200


@pytest.mark.parametrize("text", ALL)
@pytest.mark.parametrize("size", [(1, 1), (3, 40), (40, 3)])
@pytest.mark.parametrize("level", [0, 255])
def test_odd_pictures_are_no_trouble(text: str, size: tuple[int, int], level: int) -> None:
    flat = np.full((*size, 3), level, np.uint8)
    assert apply(text, flat).shape == flat.shape


@pytest.mark.parametrize("text", ALL)
def test_a_cancel_is_heard(text: str, night: Pixels) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        parse_method(text).apply(night, silent, token)


@pytest.mark.parametrize("text", ["lime", "bm3d", "nlm", "msrcr"])
def test_progress_comes_to_its_end(text: str, night: Pixels) -> None:
    reports: list[Progress] = []
    parse_method(text).apply(night, reports.append, CancelToken())
    assert reports[-1].fraction == 1.0
    assert all(earlier.done <= later.done for earlier, later in pairwise(reports))


@pytest.mark.parametrize(
    "text", ["msrcr", "lime", "bimef", "nlm", "bilateral", "he", "he:channel=l"]
)
def test_strips_leave_no_seam(text: str, night: Pixels) -> None:
    """A photograph higher than a strip whose rows are all alike gives rows that are all alike."""
    row = night[100:101]
    result = apply(text, np.repeat(row, 1100, axis=0)).astype(int)
    assert np.abs(np.diff(result, axis=0)).max() <= 1


@pytest.mark.parametrize("text", ["he", "clahe", "gamma", "levels", "bilateral"])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_as_much_of_a_result_is_mixed_in_as_was_said(text: str, dtype: type, night: Pixels) -> None:
    pixels = at_depth(night, dtype)
    whole = apply(text, pixels).astype(np.float64)
    mixed = apply(f"{text}:mix=0.25", pixels)
    assert mixed.dtype == dtype
    expected = pixels + 0.25 * (whole - pixels)
    assert np.abs(mixed - expected).max() <= 1e-5 * peak_of(mixed.dtype) + (dtype is not np.float32)
    assert np.array_equal(apply(f"{text}:mix=0", pixels), pixels)


def test_an_enlargement_is_mixed_into_a_photograph_as_large(night: Pixels) -> None:
    plain, sharper = apply("enlarge", night), apply("enlarge:kernel=lanczos", night)
    assert np.array_equal(apply("enlarge:kernel=lanczos:mix=0", night), plain)
    half = apply("enlarge:kernel=lanczos:mix=0.5", night)
    assert np.abs(half - (plain / 2 + sharper / 2)).max() <= 1
