"""JPEG XL as it is written: read back by other code than wrote it, metadata by exiftool."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import imagecodecs
import numpy as np
import pytest

from mirnet_gui.photo.containers.isobmff import boxes_of
from mirnet_gui.photo.encoding import Encoding, prepared
from mirnet_gui.photo.losses import losses
from mirnet_gui.photo.opening.jxl_header import codestream_of, read_jxl_header
from mirnet_gui.photo.photo import Metadata, Photo
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.writing import write_encoded
from tests.unit.photo.exiftool_oracle import ExifTool


@pytest.mark.parametrize("depth", [8, 10, 12, 16])
def test_at_full_quality_nothing_is_lost_at_each_depth(
    deep_picture: np.ndarray, tmp_path: Path, depth: int
) -> None:
    wanted = Encoding("jxl", depth, quality=100)
    photo = prepared(Photo(deep_picture), wanted)
    write_encoded(photo, tmp_path / "a.jxl", wanted)
    boxes = list(boxes_of((tmp_path / "a.jxl").read_bytes()))
    assert read_jxl_header(codestream_of(boxes)).bits == depth
    stored = imagecodecs.jpegxl_decode((tmp_path / "a.jxl").read_bytes())
    white = (1 << depth) - 1
    assert np.array_equal(stored, np.rint(deep_picture / 65535 * white).astype(stored.dtype))
    assert losses(photo, "jxl") == ()


def test_quality_trades_size_for_likeness(picture: np.ndarray, tmp_path: Path) -> None:
    sizes, errors = [], []
    for quality in (30, 90):
        path = tmp_path / f"{quality}.jxl"
        write_encoded(Photo(picture), path, Encoding("jxl", quality=quality))
        sizes.append(path.stat().st_size)
        errors.append(np.abs(read_photo(path).pixels.astype(int) - picture).mean())
    assert sizes[0] < sizes[1]
    assert errors[0] > errors[1]


def test_metadata_stays_and_what_cannot_is_told(
    picture: np.ndarray, tmp_path: Path, exiftool: ExifTool
) -> None:
    source = tmp_path / "a.jpg"
    write_encoded(Photo(picture), source, Encoding("jpeg"))
    exiftool.tag(
        source, "-IFD0:Make=Cam", "-GPS:GPSLatitude=48.1", "-XMP-dc:Title=Night", "-IPTC:City=Ulm"
    )
    photo = read_photo(source)
    assert losses(photo, "jxl") == ("IPTC",)
    write_encoded(photo, tmp_path / "a.jxl", Encoding("jxl"))
    tags = exiftool.read(tmp_path / "a.jxl")
    assert (tags["IFD0:Make"], tags["XMP-dc:Title"]) == ("Cam", "Night")
    assert tags["GPS:GPSLatitude"] == pytest.approx(48.1)
    again = read_photo(tmp_path / "a.jxl")
    assert (again.kind, again.format) == ("jxl", "jxl")
    assert again.metadata.exif == photo.metadata.exif


def test_colours_of_a_wider_space_are_converted_and_it_is_told(
    tmp_path: Path, profile_of: Callable[[str], bytes]
) -> None:
    # A soft orange that both spaces have: other numbers, the same colour.
    orange = np.full((16, 16, 3), (200, 150, 100), np.uint8)
    photo = Photo(orange, profile=profile_of("p3"))
    assert losses(photo, "jxl") == ("colours beyond sRGB",)
    write_encoded(photo, tmp_path / "a.jxl", Encoding("jxl", quality=100))
    back = read_photo(tmp_path / "a.jxl")
    assert back.profile is None
    red, green, blue = back.pixels[8, 8].astype(int)
    assert red > 204
    assert abs(green - 149) <= 2
    assert blue < 97


def test_a_grey_picture_and_transparency(picture: np.ndarray, tmp_path: Path) -> None:
    grey = np.repeat(picture[..., :1], 3, axis=2)
    alpha = picture[..., 1]
    photo = Photo(grey, alpha, metadata=Metadata(), grey=True)
    write_encoded(photo, tmp_path / "a.jxl", Encoding("jxl", quality=100))
    back = read_photo(tmp_path / "a.jxl")
    assert back.grey
    assert np.array_equal(back.pixels, grey)
    assert np.array_equal(back.alpha, alpha)
