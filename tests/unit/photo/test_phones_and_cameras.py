"""HEIC, AVIF and camera RAW."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
import pyvips
from PIL import Image

from mirnet_gui.errors import UnreadablePhoto
from mirnet_gui.photo.formats import READ_EXTENSIONS
from mirnet_gui.photo.metadata.cr3 import exif_of_cr3
from mirnet_gui.photo.naming import is_supported
from mirnet_gui.photo.photo import Metadata, Photo
from mirnet_gui.photo.reading import probe, read_photo
from mirnet_gui.photo.writing import write_photo
from tests.unit.photo.dng import write_dng
from tests.unit.photo.exiftool_oracle import ExifTool

EXIF = Image.Exif()
EXIF[0x010F] = "A maker"
EXIF[0x0112] = 6


def near(one: np.ndarray, other: np.ndarray, within: float) -> bool:
    return float(np.abs(one.astype(float) - other.astype(float)).mean()) < within


def save_heic(path: Path, pixels: np.ndarray, **options: object) -> None:
    mode = {3: "RGB", 4: "RGBA"}[pixels.shape[2]] + (";16" if pixels.dtype == np.uint16 else "")
    size = (pixels.shape[1], pixels.shape[0])
    pillow_heif.from_bytes(mode, size, pixels.tobytes()).save(path, quality=95, **options)


def test_heic_with_the_colours_of_a_telephone(
    picture: np.ndarray, tmp_path: Path, profile_of: Callable[[str], bytes], exiftool: ExifTool
) -> None:
    path = tmp_path / "IMG_0001.HEIC"
    image = Image.fromarray(picture)
    image.info["icc_profile"] = profile_of("p3")
    heif = pillow_heif.from_pillow(image)
    heif.info["exif"] = EXIF.tobytes()
    heif.save(path, quality=95)
    photo = read_photo(path)
    assert (photo.kind, photo.format, photo.bit_depth) == ("heic", "jpeg", 8)
    assert near(photo.pixels, np.rot90(picture, -1), 4)
    assert photo.profile == profile_of("p3")
    write_photo(photo, tmp_path / "out.jpg")
    tags = exiftool.read(tmp_path / "out.jpg")
    assert tags["IFD0:Make"] == "A maker"
    # libheif turns by its own marks: what EXIF says must not turn it again.
    assert tags["IFD0:Orientation"] == 1
    assert "Display P3" in tags["ICC_Profile:ProfileDescription"] or "P3" in str(tags)


def test_heic_of_ten_bits_and_with_transparency(
    deep_picture: np.ndarray, picture: np.ndarray, alpha: np.ndarray, tmp_path: Path
) -> None:
    save_heic(tmp_path / "deep.heic", deep_picture)
    deep = read_photo(tmp_path / "deep.heic")
    assert (deep.bit_depth, deep.format) == (16, "png")
    assert near(deep.pixels / 257, deep_picture / 257, 4)
    save_heic(tmp_path / "clear.heic", np.dstack([picture, alpha]))
    clear = read_photo(tmp_path / "clear.heic")
    assert clear.format == "png"
    assert clear.alpha is not None
    assert near(clear.alpha, alpha, 2)
    found = probe(tmp_path / "clear.heic")
    assert (found.kind, found.width, found.height, found.format) == ("heic", 176, 120, "png")


def test_a_damaged_heic_and_one_of_several_pictures(picture: np.ndarray, tmp_path: Path) -> None:
    save_heic(tmp_path / "cut.heic", picture)
    (tmp_path / "cut.heic").write_bytes((tmp_path / "cut.heic").read_bytes()[:1500])
    with pytest.raises(UnreadablePhoto, match="damaged or cut short"):
        read_photo(tmp_path / "cut.heic")
    burst = pillow_heif.from_pillow(Image.fromarray(picture))
    burst.add_from_pillow(Image.fromarray(255 - picture))
    burst.save(tmp_path / "burst.heic")
    with pytest.raises(UnreadablePhoto, match="holds 2 pictures"):
        probe(tmp_path / "burst.heic")


def test_avif(picture: np.ndarray, tmp_path: Path) -> None:
    Image.fromarray(picture).save(tmp_path / "a.avif", quality=95, exif=EXIF)
    photo = read_photo(tmp_path / "a.avif")
    assert photo.kind == photo.format == "avif"
    turned = np.rot90(picture, -1) if photo.pixels.shape[0] == picture.shape[1] else picture
    assert near(photo.pixels, turned, 4)
    assert photo.metadata.exif is not None


def test_avif_of_ten_bits(deep_picture: np.ndarray, tmp_path: Path) -> None:
    image = pyvips.Image.new_from_array(deep_picture).copy(interpretation="rgb16")
    image.heifsave(str(tmp_path / "a.avif"), compression="av1", bitdepth=10, Q=95)
    photo = read_photo(tmp_path / "a.avif")
    assert (photo.bit_depth, photo.format) == (16, "avif")
    assert near(photo.pixels / 257, deep_picture / 257, 4)


def test_camera_raw_is_developed(picture: np.ndarray, tmp_path: Path, exiftool: ExifTool) -> None:
    write_dng(tmp_path / "shot.dng", picture)
    photo = read_photo(tmp_path / "shot.dng")
    assert (photo.kind, photo.format, photo.bit_depth) == ("raw", "tiff", 16)
    # A mosaic has a third of the picture; on average the colours must be those of the scene.
    assert near(photo.pixels / 257, picture, 8)
    means = photo.pixels.mean((0, 1)) / 257 - picture.mean((0, 1))
    assert np.abs(means).max() < 4
    found = probe(tmp_path / "shot.dng")
    assert (found.kind, found.width, found.height, found.format) == ("raw", 176, 120, "tiff")
    write_photo(photo, tmp_path / "out.tif")
    tags = exiftool.read(tmp_path / "out.tif")
    assert tags["IFD0:Model"] == "Tester 1"
    # A developed photograph that calls itself DNG would be developed once more.
    assert "IFD0:DNGVersion" not in tags
    assert read_photo(tmp_path / "out.tif").kind == "tiff"


def test_camera_raw_stands_upright(picture: np.ndarray, tmp_path: Path) -> None:
    write_dng(tmp_path / "lying.dng", picture, orientation=6)
    photo: Photo = read_photo(tmp_path / "lying.dng")
    assert photo.pixels.shape == (176, 120, 3)
    assert near(photo.pixels / 257, np.rot90(picture, -1), 8)


def test_camera_raw_that_is_cut_short(picture: np.ndarray, tmp_path: Path) -> None:
    write_dng(tmp_path / "shot.dng", picture)
    (tmp_path / "shot.dng").write_bytes((tmp_path / "shot.dng").read_bytes()[:2000])
    with pytest.raises(UnreadablePhoto, match=r"shot\.dng"):
        read_photo(tmp_path / "shot.dng")


def box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", 8 + len(content)) + name + content


def test_exif_of_cr3_lies_in_boxes(picture: np.ndarray, tmp_path: Path, exiftool: ExifTool) -> None:
    main, inner, place = Image.Exif(), Image.Exif(), Image.Exif()
    main[0x010F], main[0x0112], main[0x0103] = "Canon", 6, 6
    inner[0x9003], inner[0xA434] = "2018:02:21 12:08:56", "A lens"
    place[0x0001], place[0x0002] = "N", (52.0, 30.0, 0.0)
    parts = {b"CMT1": main, b"CMT2": inner, b"CMT3": inner, b"CMT4": place}
    boxes = b"".join(
        box(name, block.tobytes().removeprefix(b"Exif\0\0")) for name, block in parts.items()
    )
    canon = bytes.fromhex("85c0b687820f11e08111f4ce462b6a48")
    path = tmp_path / "a.cr3"
    movie = box(b"moov", box(b"uuid", canon + boxes))
    path.write_bytes(box(b"ftyp", b"crx \0\0\0\1crx isom") + movie + box(b"mdat", b"pixels"))
    block, lacks_notes = exif_of_cr3(io.BytesIO(path.read_bytes()))
    assert lacks_notes
    write_photo(Photo(picture, metadata=Metadata(exif=block)), tmp_path / "out.jpg")
    found = exiftool.read(tmp_path / "out.jpg")
    assert (found["IFD0:Make"], found["ExifIFD:LensModel"]) == ("Canon", "A lens")
    assert found["ExifIFD:DateTimeOriginal"] == "2018:02:21 12:08:56"
    assert found["GPS:GPSLatitude"] == pytest.approx(52.5)
    assert "IFD0:Compression" not in found
    path.write_bytes(box(b"ftyp", b"crx \0\0\0\1crx isom"))
    assert exif_of_cr3(io.BytesIO(path.read_bytes())) == (None, False)


def test_their_names_are_those_of_photographs() -> None:
    assert {".heic", ".avif", ".cr3", ".nef", ".dng"} <= READ_EXTENSIONS.keys()
    assert is_supported(Path("IMG_0001.HEIC"))
