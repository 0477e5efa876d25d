"""Whatever is thrown at the reader: one clear sentence that names the file, and no jargon."""

from __future__ import annotations

import gc
import os
import struct
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from mirnet_gui.errors import PhotoError, PhotoTooLarge, UnreadablePhoto
from mirnet_gui.photo.decoded import MAX_PIXELS
from mirnet_gui.photo.metadata.tiff import read_page
from mirnet_gui.photo.reading import detect_kind, read_photo
from tests.unit.photo.apart import printed_apart

FORMATS = ["jpg", "png", "tif", "webp"]
JARGON = ("vips", "libjpeg", "libpng", "tiff2", "errno", "exception", "decode", "none")


def sentence_about(path: Path, kind: type[PhotoError] = UnreadablePhoto) -> str:
    with pytest.raises(kind) as caught:
        read_photo(path)
    error = caught.value
    assert error.path == path
    assert path.name[:20] in error.sentence
    assert error.hint
    assert str(error).count("\n") == 0
    assert not [word for word in JARGON if word in str(error).lower()]
    return str(error)


@pytest.mark.parametrize("share", [0.02, 0.5, 0.95])
@pytest.mark.parametrize("extension", FORMATS)
def test_cut_short(picture: np.ndarray, tmp_path: Path, extension: str, share: float) -> None:
    path = tmp_path / f"cut.{extension}"
    Image.fromarray(picture).save(path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    assert "damaged or cut short" in sentence_about(path)


@pytest.mark.parametrize("share", [0.5, 0.95])
@pytest.mark.parametrize("tile", [None, (32, 32)], ids=["strips", "tiles"])
def test_compressed_tiffs_cut_short(
    picture: np.ndarray, tmp_path: Path, tile: tuple[int, int] | None, share: float
) -> None:
    path = tmp_path / "cut.tif"
    rows = None if tile else 16
    tifffile.imwrite(path, picture, compression="zlib", tile=tile, rowsperstrip=rows)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    assert "damaged or cut short" in sentence_about(path)


@pytest.mark.parametrize("extension", FORMATS)
def test_only_a_signature(picture: np.ndarray, tmp_path: Path, extension: str) -> None:
    path = tmp_path / f"head.{extension}"
    Image.fromarray(picture).save(path)
    path.write_bytes(path.read_bytes()[:12])
    assert "damaged or cut short" in sentence_about(path)


@pytest.mark.parametrize("extension", FORMATS)
def test_empty(tmp_path: Path, extension: str) -> None:
    path = tmp_path / f"nothing.{extension}"
    path.touch()
    assert "is empty" in sentence_about(path)


@pytest.mark.parametrize("content", [b"x", b"<!DOCTYPE html><p>Not found", b"8BPS\0\1" + bytes(50)])
def test_no_picture(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "page.jpg"
    path.write_bytes(content)
    assert "is not a JPEG, PNG, TIFF, WebP, HEIC, AVIF, JPEG XL," in sentence_about(path)


def test_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "holiday.jpg"
    path.mkdir()
    assert "is a folder" in sentence_about(path)


def test_missing(tmp_path: Path) -> None:
    assert "does not exist" in sentence_about(tmp_path / "gone.jpg")
    (tmp_path / "file").touch()
    assert "does not exist" in sentence_about(tmp_path / "file" / "gone.jpg")


def test_a_name_longer_than_can_be(tmp_path: Path) -> None:
    assert "too long" in sentence_about(tmp_path / ("n" * 300 + ".jpg"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe.jpg"
    os.mkfifo(path)
    assert "not an ordinary file" in sentence_about(path)


@contextmanager
def _as_nobody() -> Iterator[None]:
    # The superuser may read everything; the test must not be one while it looks.
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="permissions work otherwise on this system")
def test_forbidden(picture: np.ndarray) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "secret.jpg"
        Image.fromarray(picture).save(path)
        Path(folder).chmod(0o755)
        path.chmod(0o000)
        with _as_nobody():
            assert "no permission to read" in sentence_about(path)


def _huge_png(path: Path) -> None:
    def chunk(name: bytes, content: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + checksum

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(bytes(60_000 * 3 + 1)))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + pixels + chunk(b"IEND", b""))


def _huge_jpeg(path: Path) -> None:
    Image.new("RGB", (64, 64)).save(path, "JPEG")
    content = bytearray(path.read_bytes())
    struct.pack_into(">HH", content, content.index(b"\xff\xc0") + 5, 60_000, 60_000)
    path.write_bytes(content)


def _huge_tiff(path: Path) -> None:
    tifffile.imwrite(path, np.zeros((8, 8, 3), np.uint8), metadata=None)
    with tifffile.TiffFile(path, mode="r+") as file:
        file.pages.first.tags["ImageWidth"].overwrite(90_000)
        file.pages.first.tags["ImageLength"].overwrite(90_000)


@pytest.mark.parametrize("make", [_huge_png, _huge_jpeg, _huge_tiff])
def test_bombs_are_refused_by_their_header(tmp_path: Path, make: Callable[[Path], None]) -> None:
    path = tmp_path / "bomb.dat"
    make(path)
    assert "megapixels" in sentence_about(path, PhotoTooLarge)


def test_more_channels_than_a_photograph_has(picture: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / "satellite.tif"
    stack = np.dstack([picture, picture])
    tifffile.imwrite(path, stack, photometric="minisblack", planarconfig="contig")
    assert "6 channels" in sentence_about(path)


@pytest.mark.parametrize("kind", ["int16", "float64", "uint64"])
def test_numbers_that_no_photograph_has(picture: np.ndarray, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "science.tif"
    tifffile.imwrite(path, picture.astype(kind), photometric="rgb")
    assert "numbers of a kind" in sentence_about(path)


def test_camera_raw_is_not_taken_for_its_thumbnail(picture: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / "shot.dng"
    tifffile.imwrite(path, picture, extratags=[(50706, 1, 4, (1, 4, 0, 0), True)])
    assert detect_kind(path) == "raw"
    path = tmp_path / "shot.nef"
    with tifffile.TiffWriter(path) as file:
        file.write(picture, subfiletype=1, subifds=1)
        file.write(picture)
    assert "raw file of a camera that is not known" in sentence_about(path)


def test_directories_that_lie_over_each_other_are_few(tmp_path: Path) -> None:
    # 10,000 of 4,096 tags each, in 120 KB.
    content = bytearray(b"II*\0" + struct.pack("<I", 8) + b"\x00\x10" * 60_000)
    for place in range(8, 40_008, 4):
        struct.pack_into("<I", content, place + 2 + 4096 * 12, place + 4)
    with (tmp_path / "a.tif").open("w+b") as file:
        file.write(content)
        assert read_page(file).pages < 10


def test_a_tiff_whose_directory_is_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "lost.tif"
    path.write_bytes(b"II*\0" + struct.pack("<I", 4_000_000) + bytes(100))
    assert "damaged" in sentence_about(path)


def test_bytes_flipped_anywhere_never_crash(picture: np.ndarray, tmp_path: Path) -> None:
    random = np.random.default_rng(3)
    for extension in FORMATS:
        path = tmp_path / f"flipped.{extension}"
        Image.fromarray(picture).save(path, exif=_some_exif())
        content = np.frombuffer(path.read_bytes(), np.uint8)
        for _ in range(25):
            noisy = content.copy()
            noisy[random.integers(12, min(len(noisy), 600), 3)] = random.integers(0, 256, 3)
            path.write_bytes(noisy.tobytes())
            try:
                assert read_photo(path).pixels.ndim == 3
            except PhotoError as error:
                assert path.name in error.sentence


def _some_exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = "A maker with a name"
    exif.get_ifd(0x8769)[0x9003] = "2024:01:02 03:04:05"
    return exif


def test_nothing_is_printed_about_slightly_damaged_files(
    picture: np.ndarray, tmp_path: Path
) -> None:
    path = tmp_path / "odd.jpg"
    Image.fromarray(picture).save(path)
    content = path.read_bytes()
    middle = len(content) * 3 // 4
    path.write_bytes(content[:middle] + b"\xff\xd0\x12\x34" + content[middle:])
    program = (
        "import sys; from pathlib import Path; from mirnet_gui.photo.reading import read_photo\n"
        "from mirnet_gui.errors import PhotoError\n"
        "try: read_photo(Path(sys.argv[1]))\n"
        "except PhotoError: pass"
    )
    printed = printed_apart(program, path)
    assert printed == ""


def test_sixty_megapixels_cost_little_more_than_their_pixels(tmp_path: Path) -> None:
    path = tmp_path / "large.jpg"
    Image.linear_gradient("L").convert("RGB").resize((9000, 6700)).save(path)
    program = (
        "import resource, sys; from pathlib import Path\n"
        "from mirnet_gui.photo.reading import read_photo\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "photo = read_photo(Path(sys.argv[1]))\n"
        "after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "print(photo.width, photo.height, (after - before) // 1024)"
    )
    pytest.importorskip("resource", reason="this system does not tell the memory used")
    printed = printed_apart(program, path)
    width, height, megabytes = (int(word) for word in printed.split())
    assert (width, height) == (9000, 6700)
    assert MAX_PIXELS >= 9000 * 6700
    assert megabytes < 240


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can limit a program's memory so")
def test_too_little_memory_is_not_taken_for_damage(tmp_path: Path) -> None:
    path = tmp_path / "large.jpg"
    Image.new("RGB", (6000, 5000)).save(path)
    program = (
        "import resource, sys; from pathlib import Path\n"
        "from mirnet_gui.photo.reading import read_photo\n"
        "from mirnet_gui.errors import PhotoTooLarge\n"
        "used = int(Path('/proc/self/statm').read_text().split()[0]) * resource.getpagesize()\n"
        "resource.setrlimit(resource.RLIMIT_AS, (used + 60_000_000,) * 2)\n"
        "try: read_photo(Path(sys.argv[1]))\n"
        "except PhotoTooLarge as error: print(error)"
    )
    printed = printed_apart(program, path)
    assert "not enough memory to open “large.jpg”" in printed


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lists open files so")
def test_no_file_stays_open(picture: np.ndarray, tmp_path: Path) -> None:
    tifffile.imwrite(tmp_path / "tiles.tif", picture, tile=(32, 32))
    Image.fromarray(picture).save(tmp_path / "a.jpg")
    (tmp_path / "damaged.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    for path in tmp_path.iterdir():
        if path.stem == "damaged":
            sentence_about(path)
        else:
            read_photo(path)
    gc.collect()
    opened = [link.readlink() for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
    assert not [path for path in opened if path.parent == tmp_path]
