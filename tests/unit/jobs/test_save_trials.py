"""The size that is told is that of the file that is saved, and the look is what it will show."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from skimage import data

from mirnet_gui.errors import Cancelled
from mirnet_gui.jobs import save_trials
from mirnet_gui.jobs.chosen_results import ChosenResult, SaveRequest, write_result
from mirnet_gui.jobs.photo_jobs import enhanced_by
from mirnet_gui.jobs.save_trials import CompressionLook, FileSize, Trial
from mirnet_gui.methods.registry import create_method
from mirnet_gui.photo.encoding import Encoding
from mirnet_gui.photo.formats import WRITTEN, Format
from mirnet_gui.photo.photo import Metadata, Photo
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.progress import CancelToken, silent
from mirnet_gui.tone.layers import Choice


@pytest.fixture(scope="module")
def result() -> ChosenResult:
    pixels = np.ascontiguousarray(np.tile(data.chelsea() // 4, (2, 2, 1)))
    photo = Photo(pixels, metadata=Metadata(xmp=None, comments=(b"a dark cat",)), format="jpeg")
    enhanced = enhanced_by(create_method("gamma"), photo, silent, CancelToken())
    return ChosenResult(photo, enhanced, Choice())


def size_of(result: ChosenResult, encoding: Encoding) -> FileSize:
    size = Trial(result).size_job(encoding)(silent, CancelToken())
    assert isinstance(size, FileSize)
    return size


@pytest.mark.parametrize("target", sorted(WRITTEN))
def test_the_size_told_is_that_of_the_saved_file(
    result: ChosenResult, tmp_path: Path, target: Format
) -> None:
    encoding = Encoding(target, quality=70, longest=300, strip=("words",))
    size = size_of(result, encoding)
    path = tmp_path / "a"
    write_result(result, SaveRequest(path, encoding, overwrite=False), silent, CancelToken())
    assert size.bytes == path.stat().st_size
    assert not size.is_about
    saved = read_photo(path)
    assert (size.width, size.height) == (saved.width, saved.height) == (300, 200)


def test_of_a_huge_picture_a_sample_tells_about(
    result: ChosenResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoding = Encoding("jpeg", quality=70)
    exact = size_of(result, encoding)
    monkeypatch.setitem(WRITTEN, "jpeg", replace(WRITTEN["jpeg"], quick_up_to=300_000))
    monkeypatch.setattr(save_trials, "_PATCH", 128)
    about = size_of(result, encoding)
    assert about.is_about
    assert about.bytes != exact.bytes
    assert about.bytes == pytest.approx(exact.bytes, rel=0.25)


def look_at(
    result: ChosenResult, encoding: Encoding, middle: tuple[float, float]
) -> CompressionLook:
    look = Trial(result).look_job(encoding, middle, 100)(silent, CancelToken())
    assert isinstance(look, CompressionLook)
    return look


@pytest.mark.parametrize("middle", [(0.5, 0.5), (0.0, 0.0), (1.0, 0.3)])
def test_a_look_is_the_part_of_the_saved_file_at_its_place(
    result: ChosenResult, tmp_path: Path, middle: tuple[float, float]
) -> None:
    encoding = Encoding("jpeg", quality=30)
    look = look_at(result, encoding, middle)
    path = tmp_path / "a.jpg"
    write_result(result, SaveRequest(path, encoding, overwrite=False), silent, CancelToken())
    whole = read_photo(path).pixels
    height, width = whole.shape[:2]
    top = min(max(round(middle[1] * height) - 50, 0), height - 100)
    left = min(max(round(middle[0] * width) - 50, 0), width - 100)
    place = (slice(top, top + 100), slice(left, left + 100))
    before = result.developed().pixels[place]
    assert np.array_equal(look.before, before)
    assert not np.array_equal(look.after, look.before)
    # Compressed by itself, a part comes out as in the whole, but for rounding at its rim.
    assert np.abs(look.after.astype(int) - whole[place]).mean() < 0.2


def test_quality_is_seen_and_what_loses_nothing_shows_no_change(result: ChosenResult) -> None:
    def error(encoding: Encoding) -> float:
        look = look_at(result, encoding, (0.5, 0.5))
        return float(np.abs(look.after.astype(int) - look.before).mean())

    for target in ("jpeg", "webp", "avif", "jxl"):
        assert error(Encoding(target, quality=20)) > error(Encoding(target, quality=90)) > 0
    for target in ("png", "tiff"):
        assert error(Encoding(target)) == 0


def test_nobody_waits_for_what_was_cancelled(result: ChosenResult) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        Trial(result).size_job(Encoding("jpeg"))(silent, cancel)


@pytest.mark.parametrize("target", ["png", "tiff"])
def test_the_most_that_more_bits_take_is_told_before_they_are_computed(
    tmp_path: Path, result: ChosenResult, target: Format
) -> None:
    encoding = Encoding(target, 16)
    most = size_of(result, encoding)
    assert most.is_most
    path = tmp_path / "a"
    write_result(result, SaveRequest(path, encoding, overwrite=False), silent, CancelToken())
    raw = result.photo.pixels.size * 2
    assert path.stat().st_size <= most.bytes < 1.1 * raw
    assert most.bytes > size_of(result, Encoding(target, 8)).bytes


@pytest.mark.parametrize("target", ["avif", "jxl"])
def test_no_most_is_told_of_what_a_quality_decides_about(
    tmp_path: Path, result: ChosenResult, target: Format
) -> None:
    encoding = Encoding(target, 12 if target == "avif" else 16)
    told = size_of(result, encoding)
    assert told.is_about
    assert not told.is_most
    path = tmp_path / "a"
    write_result(result, SaveRequest(path, encoding, overwrite=False), silent, CancelToken())
    assert path.stat().st_size == pytest.approx(told.bytes, rel=0.5)


def test_more_bits_are_computed_and_not_only_written(tmp_path: Path, result: ChosenResult) -> None:
    encoding = Encoding("tiff", 16)
    assert result.is_too_shallow(encoding)
    path = tmp_path / "a.tif"
    write_result(result, SaveRequest(path, encoding, overwrite=False), silent, CancelToken())
    saved = read_photo(path)
    assert saved.bit_depth == 16
    # Stretched 8 bits would all be multiples of 257.
    assert (saved.pixels % 257 != 0).mean() > 0.5
    assert np.abs(saved.pixels / 257 - result.developed().pixels).max() < 1.5
