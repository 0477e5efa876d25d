"""The jobs as plain functions: no Qt, real files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
import pyvips

from mirnet_gui.errors import Cancelled, MirnetGuiError, OutputExists, UnreadablePhoto
from mirnet_gui.inference.tile_observer import Part, Region, TileObserver
from mirnet_gui.jobs.chosen_results import SaveRequest, copy_job, save_job
from mirnet_gui.jobs.display import display, display_changed, display_part
from mirnet_gui.jobs.photo_jobs import (
    EnhancedPhoto,
    enhance_job,
    gather_job,
    open_job,
    preview_job,
    show_job,
)
from mirnet_gui.jobs.tile_mailbox import TileMailbox
from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.methods.registry import parse_method, text_of
from mirnet_gui.photo.encoding import Encoding
from mirnet_gui.photo.photo import Photo, Pixels
from mirnet_gui.photo.reading import probe, read_photo
from mirnet_gui.photo.writing import write_photo
from mirnet_gui.progress import CancelToken, Progress, ProgressCallback, silent
from mirnet_gui.tone.controls import Controls
from mirnet_gui.tone.development import developed
from mirnet_gui.tone.layers import Choice, Layers


@dataclass(frozen=True)
class Brighter:
    """A method that is quick and easy to check."""

    name: ClassVar[str] = "brighter"
    label: ClassVar[str] = "Brighter"
    scale: ClassVar[int] = 1

    def prepare(self) -> None:
        """Nothing has to be loaded."""

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
    assert show_job(Photo(pixels), "pasted")(silent, CancelToken()).file_bytes is None


def test_enhance_reports_and_keeps_the_original(pixels: np.ndarray) -> None:
    reports: list[Progress] = []
    before = pixels.copy()
    job = enhance_job(Photo(pixels), Brighter(), TileMailbox())
    enhanced = job(reports.append, CancelToken())
    assert np.array_equal(enhanced.layers.finished, before + 100)
    assert np.array_equal(enhanced.layers.before, before)
    assert np.array_equal(pixels, before)
    assert text_of(enhanced.method) == "brighter"
    assert reports == [Progress(1, 1, "tile")]


class InHalves(Brighter):
    """A method that lets itself be looked at: first the lower half, then the upper one."""

    choice = Choice()

    def with_choice(self, choice: Choice) -> InHalves:
        return self

    def layers(
        self,
        pixels: Pixels,
        progress: ProgressCallback,
        cancel: CancelToken,
        observer: TileObserver,
    ) -> Layers:
        result = pixels + np.asarray(100, pixels.dtype)
        height, width = result.shape[:2]
        for top in (height // 2, 0):
            region = Region(top, 0, top + height // 2, width)
            observer.show(Part(region, result[region.slices]))
        return Layers(pixels, pixels + np.asarray(90, pixels.dtype), result)


def test_enhance_hands_over_parts_that_make_up_the_result() -> None:
    dark = np.random.default_rng(5).integers(0, 100, (1536, 2100, 3), dtype=np.uint8)
    photo, mailbox = Photo(dark), TileMailbox()
    job = enhance_job(photo, InHalves(), mailbox)
    enhanced = job(silent, CancelToken())
    displayed = display(Photo(dark.copy()))
    lower, upper = mailbox.take()
    displayed.put(lower)
    assert np.array_equal(displayed.levels[0][768:], enhanced.finished.levels[0][768:])
    assert np.array_equal(displayed.levels[0][:768], dark[:768]), "not finished yet"
    displayed.put(upper)
    for level, expected in zip(displayed.levels, enhanced.finished.levels, strict=True):
        assert np.array_equal(level, expected)
    assert mailbox.take() == []


def test_parts_look_as_their_photograph_does() -> None:
    profile = bytes(pyvips.Operation.call("profile_load", "p3"))
    rng = np.random.default_rng(6)
    dark = rng.integers(0, 256, (64, 128, 3), dtype=np.uint8)
    photo = Photo(dark, alpha=rng.integers(0, 256, (64, 128), dtype=np.uint8), profile=profile)
    part = display_part(photo, Part(Region(0, 64, 64, 128), dark[:, 64:]))
    assert np.array_equal(part.levels[0], display(photo).levels[0][:, 64:])
    assert not np.array_equal(part.levels[0][..., :3], dark[:, 64:]), "its profile changes colours"


def result_of(photo: Photo, light: int = 100, noise: int = 0) -> EnhancedPhoto:
    """``light`` brighter, of which ``noise`` is taken away again."""
    relit = photo.pixels + np.asarray(light, photo.pixels.dtype)
    finished = relit - np.asarray(noise, photo.pixels.dtype) if noise else relit
    pictures = (display(replace(photo, pixels=each)) for each in (relit, finished))
    return EnhancedPhoto(Layers(photo.pixels, relit, finished), *pictures, MirnetMethod())


def saved_as(path: Path, photo: Photo, enhanced: EnhancedPhoto, choice: Choice) -> Photo:
    format_of = {".png": "png", ".tif": "tiff"}
    request = SaveRequest(path, Encoding(format_of[path.suffix]), overwrite=False)
    save_job(photo, enhanced, choice, request)(silent, CancelToken())
    return read_photo(path)


def test_save_blends_and_writes(tmp_path: Path, pixels: np.ndarray) -> None:
    target = tmp_path / "half.png"
    photo = Photo(pixels)
    saved = saved_as(target, photo, result_of(photo), Choice(strength=0.5))
    assert np.array_equal(saved.pixels, pixels + 50)
    text = saved.metadata.xmp or b""
    assert b"mirnet:strength=0.5" in text, "the file says what was done to it"
    assert probe(target).enhanced


def test_save_gives_back_the_noise_that_is_wanted(tmp_path: Path, pixels: np.ndarray) -> None:
    photo = Photo(pixels)
    enhanced = result_of(photo, light=100, noise=20)
    for share, brighter in ((1.0, 80), (0.5, 90), (0.0, 100)):
        saved = saved_as(tmp_path / f"{share}.png", photo, enhanced, Choice(denoise=share))
        assert np.array_equal(saved.pixels, pixels + brighter)


@pytest.mark.parametrize("name", ["deep.tif", "deep.png"])
def test_controls_keep_sixteen_bits_and_transparency(tmp_path: Path, name: str) -> None:
    rng = np.random.default_rng(4)
    # Far finer steps than eight bits can tell apart.
    dark = rng.integers(2000, 2200, (30, 41, 3), dtype=np.uint16)
    photo = Photo(dark, alpha=rng.integers(0, 65536, (30, 41), dtype=np.uint16))
    choice = Choice(Controls(exposure=1.0, shadows=0.5, warmth=0.2), denoise=0.5)
    enhanced = result_of(photo, light=1000, noise=300)
    saved = saved_as(tmp_path / name, photo, enhanced, choice)
    assert saved.pixels.dtype == np.uint16
    assert len(np.unique(saved.pixels)) > 300
    assert np.array_equal(saved.pixels, developed(enhanced.layers, choice, nobody_looks))
    assert saved.pixels.mean() > enhanced.layers.relit.mean() * 1.2
    assert saved.alpha is not None
    assert np.array_equal(saved.alpha, photo.alpha)


def nobody_looks(_share: float) -> None:
    pass


def test_save_tells_of_whichever_method_it_was(tmp_path: Path, pixels: np.ndarray) -> None:
    photo = Photo(pixels)
    enhanced = enhance_job(photo, parse_method("gamma:gamma=0.5"), TileMailbox())(
        silent, CancelToken()
    )
    saved = saved_as(tmp_path / "gamma.png", photo, enhanced, Choice())
    text = saved.metadata.xmp or b""
    assert b"gamma:gamma=0.5" in text
    assert b'Method="mirnet' not in text


def test_save_leaves_standing_files_alone_unless_asked(photo_file: Path) -> None:
    photo = read_photo(photo_file)
    request = SaveRequest(photo_file, Encoding("png"), overwrite=False)
    with pytest.raises(OutputExists):
        save_job(photo, result_of(photo), Choice(), request)(silent, CancelToken())
    request = SaveRequest(photo_file, Encoding("png"), overwrite=True)
    save_job(photo, result_of(photo), Choice(), request)(silent, CancelToken())
    assert read_photo(photo_file).pixels.mean() > 100


def test_copy_is_what_the_screen_shows(pixels: np.ndarray) -> None:
    photo = Photo(pixels)
    copied = copy_job(photo, result_of(photo), Choice(strength=0.5))(silent, CancelToken())
    assert np.array_equal(copied, pixels + 50)


def test_copy_has_the_controls_and_the_transparency(pixels: np.ndarray) -> None:
    photo = Photo(pixels, alpha=np.full(pixels.shape[:2], 77, np.uint8))
    enhanced = result_of(photo)
    choice = Choice(Controls(exposure=-1.0))
    copied = copy_job(photo, enhanced, choice)(silent, CancelToken())
    assert np.array_equal(copied[..., :3], developed(enhanced.layers, choice, nobody_looks))
    assert copied[..., :3].mean() < enhanced.layers.finished.mean() - 20
    assert (copied[..., 3] == 77).all()


@dataclass(frozen=True)
class InTwoSteps(Brighter):
    """Relights by 100 and takes 20 of it away again; its preview is the light."""

    choice: ClassVar[Choice] = Choice()
    rough: bool = False

    def with_choice(self, choice: Choice) -> InTwoSteps:
        return self

    def preview(self) -> InTwoSteps:
        return InTwoSteps(rough=True)

    def layers(
        self,
        pixels: Pixels,
        progress: ProgressCallback,
        cancel: CancelToken,
        observer: TileObserver,
    ) -> Layers:
        relit = pixels + np.asarray(100, pixels.dtype)
        return Layers(pixels, relit, relit if self.rough else relit - np.uint8(20))


def test_a_preview_is_the_light_and_parts_put_into_it_leave_the_light_alone(
    pixels: np.ndarray,
) -> None:
    job = preview_job(Photo(pixels), InTwoSteps())
    preview = job(silent, CancelToken())
    assert isinstance(preview, EnhancedPhoto)
    assert preview.is_preview
    part = Part(Region(0, 0, 8, 8), pixels[:8, :8] + np.uint8(80))
    preview.finished.put(display_part(Photo(pixels), part))
    assert np.array_equal(preview.finished.levels[0][:8, :8], pixels[:8, :8] + 80)
    assert np.array_equal(preview.relit.levels[0], pixels + 100)
    assert np.array_equal(preview.layers.relit, pixels + 100)


def test_both_layers_are_kept_and_shared_where_they_are_one(pixels: np.ndarray) -> None:
    two = enhance_job(Photo(pixels), InTwoSteps(), TileMailbox())
    enhanced = two(silent, CancelToken())
    assert isinstance(enhanced, EnhancedPhoto)
    assert np.array_equal(enhanced.relit.levels[0], pixels + 100)
    assert np.array_equal(enhanced.finished.levels[0], pixels + 80)
    one = enhance_job(Photo(pixels), Brighter(), TileMailbox())
    single = one(silent, CancelToken())
    assert isinstance(single, EnhancedPhoto)
    assert single.finished is single.relit
    assert single.nbytes < enhanced.nbytes


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


def test_a_larger_result_is_shown_saved_and_copied_at_its_own_size(
    tmp_path: Path, pixels: np.ndarray
) -> None:
    photo = Photo(pixels, alpha=np.full(pixels.shape[:2], 77, np.uint8))
    job = enhance_job(photo, parse_method("enlarge:factor=3"), TileMailbox())
    enhanced = job(silent, CancelToken())
    assert enhanced.finished.levels[0].shape == (90, 123, 4)
    saved = saved_as(tmp_path / "large.png", photo, enhanced, Choice())
    assert saved.pixels.shape == (90, 123, 3)
    assert saved.alpha is not None
    assert saved.alpha.shape == (90, 123)
    half = saved_as(tmp_path / "half.png", photo, enhanced, Choice(strength=0.5))
    assert np.array_equal(half.pixels, saved.pixels), "the photograph itself is enlarged alike"
    assert copy_job(photo, enhanced, Choice())(silent, CancelToken()).shape == (90, 123, 4)


def test_parts_of_a_larger_result_lie_where_they_belong(pixels: np.ndarray) -> None:
    photo = Photo(pixels, alpha=np.arange(30 * 41, dtype=np.uint8).reshape(30, 41))
    whole = display_changed(photo, np.repeat(np.repeat(pixels, 2, 0), 2, 1))
    region = Region(20, 40, 60, 82)
    part = display_part(photo, Part(region, whole.levels[0][region.slices][..., :3].copy()), 2)
    assert [level.shape for level in part.levels] == [(40, 42, 4)]
    assert np.array_equal(part.levels[0][..., :3], whole.levels[0][region.slices][..., :3])
