"""What a PNG says in words of its own survives in a PNG, and is told to be lost elsewhere."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from mirnet_gui.photo.losses import losses
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.writing import write_photo
from tests.unit.photo.exiftool_oracle import ExifTool

RECORDS = b"\x1c\x02\x5a\x00\x04Bonn" + b"\x1c\x02\x65\x00\x02DE"
WORDS = (
    "Author", "Artist", "Copyright", "Title", "Title-de", "Description", "Comment", "Software",
    "Source", "Make",
)  # fmt: skip


def chunk(name: bytes, content: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + checksum


def png_with(picture: np.ndarray, path: Path, *chunks: bytes) -> Path:
    Image.fromarray(picture).save(path)
    whole = path.read_bytes()
    path.write_bytes(whole[:33] + b"".join(chunks) + whole[33:])
    return path


def test_words_of_a_png_as_exiftool_reads_them(
    picture: np.ndarray, tmp_path: Path, exiftool: ExifTool
) -> None:
    path = png_with(picture, tmp_path / "a.png")
    exiftool.tag(path, *(f"-PNG:{word}={word} of Jürgen 東京" for word in WORDS), "-IPTC:City=Bonn")
    photo = read_photo(path)
    write_photo(photo, tmp_path / "b.png")
    before, after = exiftool.read_all([path, tmp_path / "b.png"])
    kept = {name: value for name, value in before.items() if name.startswith(("PNG:", "IPTC"))}
    assert {f"PNG:{word}" for word in WORDS} | {"IPTC:City"} <= kept.keys()
    assert {name: after.get(name) for name in kept} == kept
    assert "ExifTool:Warning" not in after
    assert losses(photo, "png") == ()
    assert losses(photo, "jpeg") == ("texts",)


def test_words_behind_the_pixels_and_compressed_ones(picture: np.ndarray, tmp_path: Path) -> None:
    info = PngInfo()
    info.add_text("Author", "Me", zip=True)
    Image.fromarray(picture).save(tmp_path / "a.png", pnginfo=info)
    whole = (tmp_path / "a.png").read_bytes()
    (tmp_path / "a.png").write_bytes(whole[:-12] + chunk(b"tEXt", b"Comment\0late") + whole[-12:])
    write_photo(read_photo(tmp_path / "a.png"), tmp_path / "b.png")
    with Image.open(tmp_path / "b.png") as written:
        assert written.text == {"Author": "Me", "Comment": "late"}


@pytest.mark.parametrize("is_wrapped", [False, True])
@pytest.mark.parametrize("name", [b"tEXt", b"zTXt"])
def test_iptc_of_a_png_in_every_form(
    picture: np.ndarray, tmp_path: Path, name: bytes, is_wrapped: bool
) -> None:
    head = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(RECORDS)) if is_wrapped else b""
    block = head + RECORDS
    profile = b"\niptc\n%8d\n%s\n" % (len(block), block.hex().encode())
    value = b"\0" + zlib.compress(profile) if name == b"zTXt" else profile
    text = chunk(name, b"Raw profile type iptc\0" + value)
    photo = read_photo(png_with(picture, tmp_path / "a.png", text))
    assert photo.metadata.iptc == RECORDS
    assert photo.metadata.texts == ()
    for extension in ("png", "jpg", "tif"):
        write_photo(photo, tmp_path / f"b.{extension}")
        assert read_photo(tmp_path / f"b.{extension}").metadata.iptc == RECORDS


def test_iptc_of_a_jpeg_in_a_png(picture: np.ndarray, tmp_path: Path, exiftool: ExifTool) -> None:
    Image.fromarray(picture).save(tmp_path / "a.jpg")
    exiftool.tag(tmp_path / "a.jpg", "-IPTC:City=Bonn", "-IPTC:Keywords=night")
    write_photo(read_photo(tmp_path / "a.jpg"), tmp_path / "b.png")
    after = exiftool.read(tmp_path / "b.png")
    assert after["IPTC:City"] == "Bonn"
    assert after["IPTC:Keywords"] == "night"
    assert "ExifTool:Warning" not in after


@pytest.mark.parametrize(
    "damaged",
    [
        chunk(b"zTXt", b"Raw profile type iptc\0\0no zlib"),
        chunk(b"tEXt", b"Raw profile type iptc\0\niptc\n 4\nxyz"),
        chunk(b"tEXt", b"Raw profile type iptc"),
        chunk(b"tEXt", b""),
    ],
)
def test_damaged_words_never_fail_the_picture(
    picture: np.ndarray, tmp_path: Path, damaged: bytes
) -> None:
    photo = read_photo(png_with(picture, tmp_path / "a.png", damaged))
    assert photo.metadata.iptc is None
    write_photo(photo, tmp_path / "b.png")
    assert np.array_equal(read_photo(tmp_path / "b.png").pixels, picture)


def test_xmp_is_not_written_twice(picture: np.ndarray, tmp_path: Path, exiftool: ExifTool) -> None:
    path = png_with(picture, tmp_path / "a.png")
    exiftool.tag(path, "-XMP-dc:Title=Night", "-PNG:Author=Me")
    write_photo(read_photo(path), tmp_path / "b.png")
    assert (tmp_path / "b.png").read_bytes().count(b"XML:com.adobe.xmp") == 1
