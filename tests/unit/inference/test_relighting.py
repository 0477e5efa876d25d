"""The first pass, which is the preview."""

from __future__ import annotations

import numpy as np
import pytest

from mirnet_gui.errors import Cancelled
from mirnet_gui.inference.session import Session
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.progress import CancelToken, Progress, silent
from mirnet_gui.tone import strips


def _psnr(one: Pixels, other: Pixels) -> float:
    error = np.square((one.astype(float) - other) / 255).mean()
    return float(-10 * np.log10(error))


def _relit(session: Session, pixels: Pixels) -> Pixels:
    return session.relight(pixels, silent, CancelToken())


def test_a_night_is_lit(light: Session, night: Pixels) -> None:
    relit = _relit(light, night)
    assert (relit.shape, relit.dtype) == (night.shape, np.uint8)
    assert relit.mean() > 3 * night.mean()


def test_a_network_that_does_all_at_once_has_a_preview_like_its_result(
    whole: Session, night: Pixels
) -> None:
    rough = _relit(whole, night)
    full = whole.run(night, silent, CancelToken())
    assert _psnr(rough, full) > 20
    assert _psnr(night, full) < 12


def test_no_strip_shows(light: Session, night: Pixels, monkeypatch: pytest.MonkeyPatch) -> None:
    in_strips = _relit(light, night)
    monkeypatch.setattr(strips, "ROWS", 2000)
    at_once = _relit(light, night)
    assert np.abs(at_once.astype(int) - in_strips).max() <= 1
    assert (at_once != in_strips).mean() < 1e-3


def test_sixteen_bits_stay_sixteen(light: Session, night: Pixels) -> None:
    small = night[:300, :200]
    eight = _relit(light, small)
    sixteen = _relit(light, small.astype(np.uint16) * 257)
    assert sixteen.dtype == np.uint16
    assert np.abs(sixteen / 257 - eight).max() <= 0.55


def test_eight_bits_of_a_large_photograph_are_lit_as_sixteen_are(
    light: Session, night: Pixels
) -> None:
    """Its copy is of means, of which eight bits would leave a dozen."""
    eight = _relit(light, night)
    sixteen = _relit(light, night.astype(np.uint16) * 257)
    assert np.abs(sixteen / 257 - eight).max() <= 0.55


@pytest.mark.parametrize("size", [(1, 1), (3, 500), (500, 3), (5, 4)])
def test_odd_sizes_come_back_in_their_size(light: Session, size: tuple[int, int]) -> None:
    assert _relit(light, np.full((*size, 3), 40, np.uint8)).shape == (*size, 3)


def test_the_photograph_itself_stays_as_it_is(light: Session, dark: Pixels) -> None:
    before = dark.copy()
    _relit(light, dark)
    assert np.array_equal(dark, before)


def test_it_tells_how_far_it_is_and_can_be_cancelled(light: Session, night: Pixels) -> None:
    reports: list[Progress] = []
    light.relight(night, reports.append, CancelToken())
    assert reports[-1].fraction == pytest.approx(1.0)
    assert len(reports) > 5
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        light.relight(night, silent, token)


def test_a_white_page_stays_white(light: Session) -> None:
    page = np.full((300, 400, 3), 255, dtype=np.uint8)
    page[60:240:20, 60:340] = 30
    lit = light.relight(page, silent, CancelToken())
    assert np.quantile(lit[page == 255], 0.02) >= 250
