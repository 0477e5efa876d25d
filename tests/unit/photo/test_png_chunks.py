"""Chunks behind the pixels of a PNG count as much as those in front of them."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mirnet_gui.photo.containers.png_chunks import inflated
from mirnet_gui.photo.metadata import exif
from mirnet_gui.photo.metadata.xmp import with_facts
from mirnet_gui.photo.reading import probe, read_photo
from mirnet_gui.photo.writing import write_photo

SIX = b"II*\0\x08\0\0\0\1\0" + struct.pack("<HHIHHI", 0x0112, 3, 1, 6, 0, 0)
PACKET = with_facts(None, {"Method": "he"}).replace(b"\xef\xbb\xbf", b"")


def chunk(name: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checksum)


def international(keyword: bytes, text: bytes, *, packed: bool) -> bytes:
    head = keyword + (b"\0\1\0\0\0" if packed else b"\0\0\0\0\0")
    return chunk(b"iTXt", head + (zlib.compress(text) if packed else text))


def png(path: Path, picture: np.ndarray, more: bytes, *, behind: bool) -> Path:
    Image.fromarray(picture).save(path)
    whole = path.read_bytes()
    place = len(whole) - 12 if behind else 33
    path.write_bytes(whole[:place] + more + whole[place:])
    return path


@pytest.mark.parametrize("behind", [False, True], ids=["in front", "behind"])
def test_orientation_is_applied(picture: np.ndarray, tmp_path: Path, behind: bool) -> None:
    photo = read_photo(png(tmp_path / "a.png", picture, chunk(b"eXIf", SIX), behind=behind))
    assert np.array_equal(photo.pixels, np.rot90(picture, -1))
    write_photo(photo, tmp_path / "b.png")
    with Image.open(tmp_path / "b.png") as image:
        assert image.getexif()[0x0112] == 1


@pytest.mark.parametrize("name", [b"exif", b"APP1"])
def test_exif_of_imagemagick_is_applied_and_becomes_a_chunk(
    picture: np.ndarray, tmp_path: Path, name: bytes
) -> None:
    block = b"Exif\0\0" + SIX
    profile = b"\n%s\n%8d\n%s\n" % (name, len(block), block.hex().encode())
    text = chunk(b"zTXt", b"Raw profile type " + name + b"\0\0" + zlib.compress(profile))
    photo = read_photo(png(tmp_path / "a.png", picture, text, behind=True))
    assert photo.pixels.shape == np.rot90(picture).shape
    assert exif.orientation_of(photo.metadata.exif or b"") == 1
    assert photo.metadata.texts == ()


@pytest.mark.parametrize("behind", [False, True], ids=["in front", "behind"])
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_xmp_is_kept_and_a_result_is_known(
    picture: np.ndarray, tmp_path: Path, behind: bool, packed: bool
) -> None:
    text = international(b"XML:com.adobe.xmp", PACKET, packed=packed)
    path = png(tmp_path / "a.png", picture, text, behind=behind)
    assert probe(path).enhanced
    photo = read_photo(path)
    assert photo.metadata.xmp == PACKET
    write_photo(photo, tmp_path / "b.png")
    assert (tmp_path / "b.png").read_bytes().count(b"XML:com.adobe.xmp") == 1


def test_texts_behind_the_pixels_are_kept(picture: np.ndarray, tmp_path: Path) -> None:
    more = chunk(b"tEXt", b"Author\0Me")
    photo = read_photo(png(tmp_path / "a.png", picture, more, behind=True))
    assert photo.metadata.texts == ((b"tEXt", b"Author\0Me"),)


def test_content_credentials_are_named_as_left_out(picture: np.ndarray, tmp_path: Path) -> None:
    path = png(tmp_path / "a.png", picture, chunk(b"caBX", b"jumbf"), behind=False)
    assert read_photo(path).metadata.left_out == ("JUMBF (content credentials)",)


def test_what_unpacks_to_more_than_metadata_is_left_out() -> None:
    assert inflated(zlib.compress(bytes(1000))) == bytes(1000)
    assert inflated(zlib.compress(bytes(40 * 2**20))) == b""
