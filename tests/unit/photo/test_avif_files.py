"""AVIF is written with all that it can hold, and what it cannot hold is said beforehand."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import pyvips
from PIL import Image

from mirnet_gui.batch.dates import when_taken
from mirnet_gui.errors import UnwritablePhoto
from mirnet_gui.photo.encoding import Encoding, prepared
from mirnet_gui.photo.losses import losses
from mirnet_gui.photo.photo import Metadata, Photo
from mirnet_gui.photo.reading import probe, read_photo
from mirnet_gui.photo.writing import write_encoded, write_photo
from tests.unit.photo.exiftool_oracle import ExifTool

PACKET = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" dc:source="night"/>'
    b"</rdf:RDF></x:xmpmeta>"
)


def exif_block(maker_note: bytes = bytes(range(256)) * 8) -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x9C9B] = "A maker with a name", "Title".encode("utf-16le")
    inner = exif.get_ifd(0x8769)
    inner[0x9003], inner[0x927C] = "2024:01:02 03:04:05", maker_note
    return exif.tobytes().removeprefix(b"Exif\0\0")


@pytest.mark.parametrize("deep", [False, True], ids=["8 bit", "16 bit"])
def test_metadata_stays_byte_for_byte(
    picture: np.ndarray,
    deep_picture: np.ndarray,
    tmp_path: Path,
    profile_of: Callable[[str], bytes],
    deep: bool,
) -> None:
    path, profile, block = tmp_path / "a.avif", profile_of("p3"), exif_block()
    pixels = deep_picture if deep else picture
    photo = Photo(pixels, profile=profile, metadata=Metadata(exif=block, xmp=PACKET))
    write_photo(photo, path)
    with Image.open(path) as image:
        image.load()
        assert image.info["exif"].removeprefix(b"Exif\0\0") == block
        assert image.info["xmp"] == PACKET
        assert image.info["icc_profile"] == profile
    back = read_photo(path)
    assert (back.metadata.exif, back.metadata.xmp, back.profile) == (block, PACKET, profile)
    assert probe(path).kind == back.kind == back.format == "avif"


def test_its_date_is_found(picture: np.ndarray, tmp_path: Path) -> None:
    write_photo(Photo(picture, metadata=Metadata(exif=exif_block())), tmp_path / "a.avif")
    assert when_taken(tmp_path / "a.avif").date == datetime.datetime(2024, 1, 2, 3, 4, 5)


def test_another_program_reads_the_metadata(
    picture: np.ndarray, tmp_path: Path, exiftool: ExifTool
) -> None:
    photo = Photo(picture, metadata=Metadata(exif=exif_block(), xmp=PACKET))
    write_photo(photo, tmp_path / "a.avif")
    found = exiftool.read(tmp_path / "a.avif")
    assert found["IFD0:Make"] == "A maker with a name"
    assert found["ExifIFD:DateTimeOriginal"] == "2024:01:02 03:04:05"
    assert found["XMP-dc:Source"] == "night"
    assert found["ExifTool:Warning"] == "[minor] Unrecognized MakerNotes"


def test_pixels_and_transparency_at_the_usual_quality(
    picture: np.ndarray, alpha: np.ndarray, tmp_path: Path
) -> None:
    write_photo(Photo(picture, alpha=alpha), tmp_path / "a.avif")
    with Image.open(tmp_path / "a.avif") as image:
        pixels = np.asarray(image.convert("RGBA")).astype(int)
    assert np.abs(pixels[..., :3] - picture).mean() < 2
    assert np.abs(pixels[..., 3] - alpha).max() <= 4


def test_quality_makes_files_smaller(picture: np.ndarray, tmp_path: Path) -> None:
    sizes = []
    for quality in (40, 92, 100):
        path = tmp_path / f"{quality}.avif"
        write_photo(Photo(picture), path, quality=quality)
        sizes.append(path.stat().st_size)
    assert sizes == sorted(sizes)
    assert 2 * sizes[0] < sizes[1]
    assert np.array_equal(read_photo(tmp_path / "100.avif").pixels, picture)


def test_what_it_cannot_hold_is_said(deep_picture: np.ndarray) -> None:
    metadata = Metadata(
        exif=exif_block(),
        xmp=PACKET,
        iptc=b"\x1c\x02\x5a\x00\x04Bonn",
        texts=((b"tEXt", b"Title\0Night"),),
        comments=(b"a comment",),
        resources=b"8BIM",
    )
    photo = Photo(deep_picture, alpha=deep_picture[..., 0], metadata=metadata)
    lost = ("16 bit", "IPTC", "texts", "comment", "Photoshop resources")
    assert losses(photo, "avif") == lost


def test_a_picture_too_long_is_refused_in_words(tmp_path: Path) -> None:
    wide = Photo(np.zeros((2, 16_385, 3), np.uint8))
    with pytest.raises(UnwritablePhoto, match="16,384 pixels"):
        write_photo(wide, tmp_path / "a.avif")
    assert not any(tmp_path.iterdir())


def test_an_avif_that_was_read_stays_one(picture: np.ndarray, tmp_path: Path) -> None:
    content = io.BytesIO()
    Image.fromarray(picture).save(content, "AVIF", quality=95, exif=b"Exif\0\0" + exif_block())
    (tmp_path / "a.avif").write_bytes(content.getvalue())
    photo = read_photo(tmp_path / "a.avif")
    write_photo(photo, tmp_path / "b.avif", format=photo.format)
    assert read_photo(tmp_path / "b.avif").metadata == photo.metadata


@pytest.mark.parametrize(("depth", "bits"), [(8, 8), (10, 10), (12, 12), (16, 12)])
def test_the_depth_is_the_one_asked_for(
    deep_picture: np.ndarray, tmp_path: Path, depth: int, bits: int
) -> None:
    wanted = Encoding("avif", depth, quality=100)
    write_encoded(prepared(Photo(deep_picture), wanted), tmp_path / "a.avif", wanted)
    image = pyvips.Image.new_from_file(str(tmp_path / "a.avif"))
    assert image.get("heif-bitdepth") == bits
    error = read_photo(tmp_path / "a.avif").pixels / (255 if bits == 8 else 65535)
    assert np.abs(error - deep_picture / 65535).max() < 0.51 / ((1 << bits) - 1)
