"""Photographs go out as they came in, as far as the format goes, and whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import tifffile
from PIL import Image

from mirnet_gui.errors import OutputExists, PhotoError, UnwritablePhoto
from mirnet_gui.photo.photo import Format, Photo, peak_of
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.sizes import with_pixels
from mirnet_gui.photo.writers import tiff
from mirnet_gui.photo.writing import write_photo

FORMATS: dict[Format, str] = {
    "jpeg": ".jpg", "png": ".png", "tiff": ".tif", "webp": ".webp", "avif": ".avif"
}  # fmt: skip
DEEPEST = {"jpeg": 8, "png": 16, "tiff": 32, "webp": 8, "avif": 16}


def eight_bit(pixels: np.ndarray) -> np.ndarray:
    """The exact rounding of any depth to 8 bits."""
    white = {"uint8": 255, "uint16": 65535, "float32": 1}[pixels.dtype.name]
    return np.floor(pixels.astype(np.float64) / white * 255 + 0.5).astype(np.uint8)


def peak_signal_to_noise(one: np.ndarray, other: np.ndarray) -> float:
    return float(cv2.PSNR(one, other))


@pytest.fixture(params=[8, 16, 32])
def photo(request: pytest.FixtureRequest, deep_picture: np.ndarray, alpha: np.ndarray) -> Photo:
    """A photograph with alpha at each depth."""
    deep_alpha = alpha.astype(np.uint16) * 257
    both = {
        8: (eight_bit(deep_picture), alpha),
        16: (deep_picture, deep_alpha),
        32: ((deep_picture / 65535).astype("f4"), (deep_alpha / 65535).astype("f4")),
    }
    pixels, transparency = both[request.param]
    return Photo(pixels, alpha=transparency)


@pytest.mark.parametrize("grey", [False, True], ids=["colour", "grey"])
@pytest.mark.parametrize("with_alpha", [False, True], ids=["opaque", "alpha"])
@pytest.mark.parametrize("target", FORMATS)
def test_there_and_back(
    photo: Photo, tmp_path: Path, target: Format, with_alpha: bool, grey: bool
) -> None:
    if grey:
        photo = replace(photo, pixels=np.repeat(photo.pixels[..., 1:2], 3, axis=2), grey=True)
    if not with_alpha:
        photo = replace(photo, alpha=None)
    path = tmp_path / f"a{FORMATS[target]}"
    write_photo(photo, path, quality=100)
    back = read_photo(path)
    depth = min(photo.bit_depth, DEEPEST[target])
    assert back.bit_depth == depth
    assert back.grey == (grey and target not in ("webp", "avif"))
    assert (back.alpha is not None) == (with_alpha and target != "jpeg")
    if target == "jpeg":
        assert peak_signal_to_noise(back.pixels, eight_bit(photo.pixels)) > 42
    elif depth == 8:
        assert np.array_equal(back.pixels, eight_bit(photo.pixels))
    elif target == "avif":
        # 12 bits.
        assert (
            np.abs(back.pixels / 65535 - photo.pixels / peak_of(photo.pixels.dtype)).max()
            < 0.51 / 4095
        )
    elif depth == photo.bit_depth:
        assert np.array_equal(back.pixels, photo.pixels)
    if back.alpha is not None and photo.alpha is not None:
        assert np.array_equal(eight_bit(back.alpha), eight_bit(photo.alpha))


def test_other_programs_read_them(photo: Photo, tmp_path: Path) -> None:
    photo = replace(photo, alpha=None)
    for extension in (".png", ".tif", ".webp"):
        write_photo(photo, tmp_path / f"a{extension}", quality=100)
        pixels = cv2.imread(str(tmp_path / f"a{extension}"), cv2.IMREAD_UNCHANGED)
        assert np.array_equal(eight_bit(pixels[..., ::-1]), eight_bit(photo.pixels)), extension
    assert np.array_equal(tifffile.imread(tmp_path / "a.tif"), photo.pixels)


def test_alpha_of_tiffs_is_declared_as_not_premultiplied(photo: Photo, tmp_path: Path) -> None:
    write_photo(photo, tmp_path / "a.tif")
    with tifffile.TiffFile(tmp_path / "a.tif") as file:
        assert file.pages.first.extrasamples == (tifffile.EXTRASAMPLE.UNASSALPHA,)


def test_tiffs_beyond_four_gigabytes(
    picture: np.ndarray, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exif = Image.Exif()
    exif[0x010F] = "A maker with a name"
    exif.get_ifd(0x8769)[0x9003] = "2024:01:02 03:04:05"
    Image.fromarray(picture).save(tmp_path / "a.jpg", exif=exif)
    photo = read_photo(tmp_path / "a.jpg")
    monkeypatch.setattr(tiff, "LARGEST_CLASSIC", 0)
    write_photo(photo, tmp_path / "b.tif")
    with tifffile.TiffFile(tmp_path / "b.tif") as file:
        assert file.is_bigtiff
        assert np.array_equal(file.asarray(), photo.pixels)
        assert file.pages.first.tags["Make"].value == "A maker with a name"
        assert file.pages.first.tags["ExifTag"].value["DateTimeOriginal"] == "2024:01:02 03:04:05"
    back = read_photo(tmp_path / "b.tif")
    assert np.array_equal(back.pixels, photo.pixels)
    assert back.metadata.exif is not None
    assert b"2024:01:02 03:04:05" in back.metadata.exif


@pytest.mark.parametrize("extension", [".jpg", ".png", ".tif"])
def test_grey_is_written_as_one_channel(
    picture: np.ndarray, tmp_path: Path, extension: str
) -> None:
    write_photo(Photo(picture, grey=True), tmp_path / f"a{extension}", quality=100)
    with Image.open(tmp_path / f"a{extension}") as image:
        assert image.mode == "L"
        luminance = picture @ np.array([0.2126, 0.7152, 0.0722])
        assert np.abs(np.asarray(image) - luminance).max() < (3 if extension == ".jpg" else 0.51)


def test_jpeg_keeps_the_colours_below_transparency(
    picture: np.ndarray, alpha: np.ndarray, tmp_path: Path
) -> None:
    write_photo(Photo(picture, alpha=alpha), tmp_path / "with.jpg")
    write_photo(Photo(picture), tmp_path / "without.jpg")
    assert (tmp_path / "with.jpg").read_bytes() == (tmp_path / "without.jpg").read_bytes()


def test_quality_of_jpeg_decides_size_and_colour_resolution(
    picture: np.ndarray, tmp_path: Path
) -> None:
    sizes = []
    for quality, sampling in ((60, (2, 2)), (92, (1, 1)), (100, (1, 1))):
        path = tmp_path / f"{quality}.jpg"
        write_photo(Photo(picture), path, quality=quality)
        with Image.open(path) as image:
            assert image.layer[0][1:3] == sampling
        sizes.append(path.stat().st_size)
    assert sizes == sorted(sizes)


def test_pixels_that_are_a_view_of_others(picture: np.ndarray, tmp_path: Path) -> None:
    view = picture[::-1, ::2]
    write_photo(Photo(view), tmp_path / "a.png")
    assert np.array_equal(read_photo(tmp_path / "a.png").pixels, view)


def test_floats_beyond_white_are_clipped_where_they_must(tmp_path: Path) -> None:
    values = np.array([[[-0.5, 0.0, 0.5], [1.0, 1.5, 7.0]]], np.float32)
    for extension in (".png", ".tif", ".webp"):
        write_photo(Photo(values), tmp_path / f"a{extension}", quality=100)
    assert read_photo(tmp_path / "a.png").pixels.tolist() == [[[0, 0, 32768], [65535] * 3]]
    assert read_photo(tmp_path / "a.webp").pixels.tolist() == [[[0, 0, 128], [255] * 3]]
    assert np.array_equal(tifffile.imread(tmp_path / "a.tif"), values)


@pytest.mark.parametrize("shape", [(1, 1), (5000, 3), (3, 5000)])
@pytest.mark.parametrize("extension", FORMATS.values())
def test_odd_sizes(tmp_path: Path, extension: str, shape: tuple[int, int]) -> None:
    write_photo(Photo(np.full((*shape, 3), 77, np.uint8)), tmp_path / f"a{extension}")
    assert read_photo(tmp_path / f"a{extension}").pixels.shape == (*shape, 3)


@pytest.mark.parametrize(
    ("name", "size"), [("a.webp", 17_000), ("a.jpg", 66_000), ("a.avif", 17_000)]
)
def test_sides_longer_than_the_format_allows(tmp_path: Path, name: str, size: int) -> None:
    wide = Photo(np.zeros((1, size, 3), np.uint8))
    with pytest.raises(UnwritablePhoto, match="pixels") as caught:
        write_photo(wide, tmp_path / name)
    assert "PNG or TIFF" in caught.value.hint
    assert not list(tmp_path.iterdir())
    write_photo(wide, tmp_path / "a.png")


def test_the_format_asked_for_wins_over_the_name(picture: np.ndarray, tmp_path: Path) -> None:
    write_photo(Photo(picture), tmp_path / "a.jpg", format="png")
    assert read_photo(tmp_path / "a.jpg").format == "png"


def test_a_name_that_tells_no_format(picture: np.ndarray, tmp_path: Path) -> None:
    with pytest.raises(UnwritablePhoto, match="does not name a picture format"):
        write_photo(Photo(picture), tmp_path / "a.doc")


def test_never_over_an_existing_file_unless_asked(picture: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"precious")
    with pytest.raises(OutputExists, match="exists already"):
        write_photo(Photo(picture), path)
    assert path.read_bytes() == b"precious"
    write_photo(Photo(picture), path, overwrite=True)
    assert np.array_equal(read_photo(path).pixels, picture)
    assert list(tmp_path.iterdir()) == [path]


def test_over_the_very_file_it_came_from(picture: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    Image.fromarray(picture).save(path)
    photo = read_photo(path)
    write_photo(with_pixels(photo, 255 - picture), path, overwrite=True)
    assert np.array_equal(read_photo(path).pixels, 255 - picture)
    assert np.array_equal(photo.pixels, picture)


def _fails(photo: Photo, path: Path, words: str) -> None:
    with pytest.raises(UnwritablePhoto, match=words) as caught:
        write_photo(photo, path, overwrite=True)
    assert path.name[:20] in caught.value.sentence
    assert caught.value.hint
    assert caught.value.path == path


def test_places_that_cannot_be_written(picture: np.ndarray, tmp_path: Path) -> None:
    photo = Photo(picture)
    (tmp_path / "file").touch()
    (tmp_path / "folder.png").mkdir()
    _fails(photo, tmp_path / "file" / "a.png", "is not a folder")
    _fails(photo, tmp_path / "nowhere" / "a.png", "is not a folder")
    _fails(photo, tmp_path / "folder.png", "is a folder")
    _fails(photo, tmp_path / ("n" * 255 + ".png"), "too long")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder.png"]


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="permissions work otherwise on this system")
def test_a_folder_without_permission(picture: np.ndarray, tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    superuser = os.geteuid() == 0
    try:
        if superuser:
            os.seteuid(65534)
        _fails(Photo(picture), tmp_path / "a.png", "no permission to write")
    finally:
        if superuser:
            os.seteuid(0)
        tmp_path.chmod(0o755)
    assert not list(tmp_path.iterdir())


@contextmanager
def _files_no_longer_than(size: int) -> Iterator[None]:
    resource = pytest.importorskip("resource", reason="this system cannot limit a file's size")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("extension", FORMATS.values())
def test_a_drive_that_is_full_leaves_nothing_behind(
    picture: np.ndarray, tmp_path: Path, extension: str
) -> None:
    path = tmp_path / f"a{extension}"
    path.write_bytes(b"precious")
    noise = np.random.default_rng(1).integers(0, 256, (300, 300, 3), np.uint8)
    with _files_no_longer_than(20_000):
        _fails(Photo(noise), path, "no room")
    assert path.read_bytes() == b"precious"
    assert list(tmp_path.iterdir()) == [path]


def test_sentences_stay_short_and_printable_whatever_the_name(tmp_path: Path) -> None:
    for name in ("x" * 240 + ".jpg", os.fsdecode(b"caf\xe9.jpg")):
        with pytest.raises(PhotoError) as caught:
            read_photo(tmp_path / name)
        assert len(str(caught.value)) < 250
        str(caught.value).encode("utf-8")


@pytest.mark.parametrize("name", ["Grüße aus 東京 🌃", "[page=2] 50%", "n" * 251, "caf\udce9"])
def test_names_of_all_sorts(picture: np.ndarray, tmp_path: Path, name: str) -> None:
    for extension in (".png", ".tif", ".jpg"):
        path = tmp_path / f"{name}{extension}"
        write_photo(Photo(picture), path)
        assert read_photo(path).pixels.shape == picture.shape


def test_grey_in_a_space_of_its_own_stays_in_three_channels(
    picture: np.ndarray, tmp_path: Path, profile_of: Callable[[str], bytes]
) -> None:
    photo = Photo(picture, profile=profile_of("p3"), grey=True)
    write_photo(photo, tmp_path / "a.png")
    assert np.array_equal(read_photo(tmp_path / "a.png").pixels, picture)
