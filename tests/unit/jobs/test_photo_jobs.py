"""The jobs as plain functions: no Qt, real files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import pyvips

from mirnet_gui.errors import Cancelled, MirnetGuiError, OutputExists, UnreadablePhoto
from mirnet_gui.inference.onlooker import Onlooker, Part, Region
from mirnet_gui.jobs.display import display, display_part
from mirnet_gui.jobs.onlooking import Onlooking
from mirnet_gui.jobs.photo_jobs import (
    EnhancedPhoto,
    SaveRequest,
    copy_job,
    enhance_job,
    gather_job,
    open_job,
    save_job,
    show_job,
)
from mirnet_gui.photo.photo import Photo, Pixels
from mirnet_gui.photo.reading import probe, read_photo
from mirnet_gui.photo.writing import write_photo
from mirnet_gui.progress import CancelToken, Progress, ProgressCallback, silent


class Brighter:
    """A method that is quick and easy to check."""

    name = "brighter"
    label = "Brighter"

    def apply(self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        progress(Progress(1, 1, "tile"))
        return pixels + np.asarray(100, pixels.dtype)


@pytest.fixture
def pixels() -> np.ndarray:
    return np.random.default_rng(3).integers(0, 100, (30, 41, 3), dtype=np.uint8)


@pytest.fixture
def photo_file(tmp_path: Path, pixels: np.ndarray) -> Path:
    path = tmp_path / "night.png"
    write_photo(Photo(pixels), path, format="png")
    return path


def test_open_reads_the_photo_and_what_the_screen_needs(
    photo_file: Path, pixels: np.ndarray
) -> None:
    opened = open_job(photo_file)(silent, CancelToken())
    assert np.array_equal(opened.photo.pixels, pixels)
    assert np.array_equal(opened.picture.levels[0], pixels)
    assert opened.profile_name == "sRGB"
    assert opened.file_bytes == photo_file.stat().st_size


def test_open_names_the_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UnreadablePhoto, match="absent"):
        open_job(tmp_path / "absent.jpg")(silent, CancelToken())


def test_open_stops_when_cancelled(photo_file: Path) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        open_job(photo_file)(silent, token)


def test_pasted_photo_has_no_file(pixels: np.ndarray) -> None:
    assert show_job(Photo(pixels))(silent, CancelToken()).file_bytes is None


def test_enhance_reports_and_keeps_the_original(pixels: np.ndarray) -> None:
    reports: list[Progress] = []
    before = pixels.copy()
    job = enhance_job(Photo(pixels), lambda _model: Brighter(), "night", Onlooking())
    enhanced = job(reports.append, CancelToken())
    assert np.array_equal(enhanced.pixels, before + 100)
    assert np.array_equal(pixels, before)
    assert enhanced.model == "night"
    assert reports == [Progress(1, 1, "tile")]


class InHalves(Brighter):
    """A method that lets itself be looked at: first the lower half, then the upper one."""

    def apply_in_parts(
        self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken, onlooker: Onlooker
    ) -> Pixels:
        result = pixels + np.asarray(100, pixels.dtype)
        height, width = result.shape[:2]
        for top in (height // 2, 0):
            region = Region(top, 0, top + height // 2, width)
            onlooker.show(Part(region, result[region.slices]))
        return result


def test_enhance_hands_over_parts_that_make_up_the_result() -> None:
    dark = np.random.default_rng(5).integers(0, 100, (1536, 2100, 3), dtype=np.uint8)
    photo, onlooking = Photo(dark), Onlooking()
    job = enhance_job(photo, lambda _model: InHalves(), "night", onlooking)
    enhanced = job(silent, CancelToken())
    shown = display(Photo(dark.copy()))
    lower, upper = onlooking.take()
    shown.put(lower)
    assert np.array_equal(shown.levels[0][768:], enhanced.picture.levels[0][768:])
    assert np.array_equal(shown.levels[0][:768], dark[:768]), "not finished yet"
    shown.put(upper)
    for level, expected in zip(shown.levels, enhanced.picture.levels, strict=True):
        assert np.array_equal(level, expected)
    assert onlooking.take() == []


def test_parts_look_as_their_photograph_does() -> None:
    profile = bytes(pyvips.Operation.call("profile_load", "p3"))
    rng = np.random.default_rng(6)
    dark = rng.integers(0, 256, (64, 128, 3), dtype=np.uint8)
    photo = Photo(dark, alpha=rng.integers(0, 256, (64, 128), dtype=np.uint8), profile=profile)
    part = display_part(photo, Part(Region(0, 64, 64, 128), dark[:, 64:]))
    assert np.array_equal(part.levels[0], display(photo).levels[0][:, 64:])
    assert not np.array_equal(part.levels[0][..., :3], dark[:, 64:]), "its profile changes colours"


def _result(pixels: np.ndarray) -> EnhancedPhoto:
    return EnhancedPhoto(pixels, display(Photo(pixels)), "lowlight")


def test_save_blends_and_writes(tmp_path: Path, pixels: np.ndarray) -> None:
    target = tmp_path / "half.png"
    request = SaveRequest(target, "png", 92, overwrite=False)
    save_job(Photo(pixels), _result(pixels + 100), 0.5, request)(silent, CancelToken())
    saved = read_photo(target)
    assert np.array_equal(saved.pixels, pixels + 50)
    told = saved.metadata.xmp or b""
    assert b"mirnet:strength=0.5" in told, "the file says what was done to it"
    assert probe(target).enhanced


def test_save_leaves_standing_files_alone_unless_asked(photo_file: Path) -> None:
    photo = read_photo(photo_file)
    request = SaveRequest(photo_file, "png", 92, overwrite=False)
    with pytest.raises(OutputExists):
        save_job(photo, _result(photo.pixels + 100), 1.0, request)(silent, CancelToken())
    request = SaveRequest(photo_file, "png", 92, overwrite=True)
    save_job(photo, _result(photo.pixels + 100), 1.0, request)(silent, CancelToken())
    assert read_photo(photo_file).pixels.mean() > 100


def test_copy_is_what_the_screen_shows(pixels: np.ndarray) -> None:
    before = show_job(Photo(pixels))(silent, CancelToken()).picture
    after = show_job(Photo(pixels + 100))(silent, CancelToken()).picture
    assert np.array_equal(copy_job(before, after, 0.5)(silent, CancelToken()), pixels + 50)


def test_gather_looks_into_folders_and_keeps_named_files(photo_file: Path) -> None:
    folder = photo_file.parent
    (folder / "a" / "b").mkdir(parents=True)
    deep = folder / "a" / "b" / "deep.JPG"
    deep.write_bytes(b"")
    (folder / "a" / "Thumbs.db").write_bytes(b"")
    named = folder / "named.xyz"
    found = gather_job([named, folder])(silent, CancelToken())
    assert found == [named, photo_file, deep]


def test_gather_says_that_a_folder_is_empty(tmp_path: Path) -> None:
    with pytest.raises(MirnetGuiError, match="no photograph"):
        gather_job([tmp_path])(silent, CancelToken())
