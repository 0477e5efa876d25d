from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from skimage import data

from mirnet_gui.errors import Cancelled
from mirnet_gui.photo.photo import Photo
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.sizes import enlarged, limited, scale_of, with_pixels
from mirnet_gui.photo.writing import write_photo
from mirnet_gui.progress import CancelToken
from tests.unit.photo.exiftool_oracle import ExifTool

CAT = data.chelsea()[:200, :150]


@pytest.mark.parametrize("kernel", ["bicubic", "lanczos"])
@pytest.mark.parametrize("scale", [2, 3, 4])
def test_pixels_are_enlarged_as_pillow_does(scale: int, kernel: str) -> None:
    filters = {"bicubic": Image.Resampling.BICUBIC, "lanczos": Image.Resampling.LANCZOS}
    expected = Image.fromarray(CAT).resize((150 * scale, 200 * scale), filters[kernel])
    result = enlarged(CAT, scale, kernel)
    assert result.dtype == np.uint8
    # Pillow rounds bytes in between.
    assert np.abs(result.astype(int) - np.asarray(expected)).max() <= 1


def test_depth_stays_and_strips_leave_no_seam() -> None:
    deep = CAT.astype(np.uint16) * 257
    result = enlarged(deep, 2)
    assert (result.dtype, result.shape) == (np.uint16, (400, 300, 3))
    whole = np.asarray(
        Image.fromarray((CAT[..., 1] / np.float32(255)).astype(np.float32)).resize(
            (300, 400), Image.Resampling.BICUBIC
        )
    )
    assert np.abs(result[..., 1] / 65535 - whole.clip(0, 1)).max() < 2e-5
    assert enlarged(CAT[..., 0], 3).shape == (600, 450)


def test_enlarging_can_be_cancelled() -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        enlarged(CAT, 2, look=cancel.raise_if_cancelled)


def test_only_a_multiple_is_a_result() -> None:
    assert scale_of(CAT, enlarged(CAT, 3)) == 3
    with pytest.raises(ValueError, match="300 x 399 pixels are no multiple of 150 x 200"):
        with_pixels(Photo(CAT), enlarged(CAT, 2)[:399])


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.tif"])
def test_a_larger_result_says_its_own_size_and_keeps_the_rest(
    exiftool: ExifTool, tmp_path: Path, name: str
) -> None:
    packet = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-'
        b'syntax-ns#"><rdf:Description rdf:about="" xmlns:tiff="http://ns.adobe.com/tiff/1.0/" '
        b'xmlns:exif="http://ns.adobe.com/exif/1.0/" tiff:ImageWidth="150" exif:PixelYDimension='
        b'"200"><tiff:ImageLength>200</tiff:ImageLength></rdf:Description></rdf:RDF></x:xmpmeta>'
    )
    exif = Image.Exif()
    exif.get_ifd(0x8769).update({0xA002: 150, 0xA003: 200, 0x829D: 2.8})
    buffer = io.BytesIO()
    Image.fromarray(CAT).save(buffer, "JPEG", exif=exif, xmp=packet, dpi=(300, 300))
    source = tmp_path / "source.jpg"
    source.write_bytes(buffer.getvalue())
    exiftool.tag(source, "-FocalPlaneXResolution=4430.5", "-SubjectArea=75 100 30")
    photo = read_photo(source)
    write_photo(with_pixels(photo, enlarged(photo.pixels, 2)), tmp_path / name)
    tags = exiftool.read(tmp_path / name)
    assert tags["ExifIFD:FocalPlaneXResolution"] == 8861, "as many more lie on the sensor"
    assert tags["ExifIFD:SubjectArea"] == "150 200 60"
    assert (tags["ExifIFD:ExifImageWidth"], tags["ExifIFD:ExifImageHeight"]) == (300, 400)
    assert (tags["XMP-tiff:ImageWidth"], tags["XMP-tiff:ImageHeight"]) == (300, 400)
    assert tags["XMP-exif:ExifImageHeight"] == 400
    assert tags["ExifIFD:FNumber"] == 2.8
    printed = tags.get("JFIF:XResolution") or tags.get("IFD0:XResolution")
    assert printed == 300 or tags["PNG-pHYs:PixelsPerUnitX"] == 11811


def test_how_large_it_is_printed_is_not_made_up(tmp_path: Path) -> None:
    write_photo(Photo(CAT), tmp_path / "a.jpg")
    with Image.open(tmp_path / "a.jpg") as written:
        assert (written.info["jfif_unit"], written.info["jfif_density"]) == (0, (1, 1))


def test_a_smaller_result_says_how_many_pixels_lie_on_the_sensor(
    exiftool: ExifTool, tmp_path: Path
) -> None:
    source = tmp_path / "source.jpg"
    write_photo(Photo(CAT), source)
    exiftool.tag(source, "-FocalPlaneXResolution=4430.5", "-FocalPlaneYResolution=4430.5")
    write_photo(limited(read_photo(source), 100), tmp_path / "small.jpg")
    tags = exiftool.read(tmp_path / "small.jpg")
    assert tags["ExifIFD:FocalPlaneYResolution"] == pytest.approx(2215.25, abs=0.5)


def test_transparency_is_enlarged_with_the_picture(tmp_path: Path) -> None:
    alpha = np.tile(np.linspace(0, 255, 150).astype(np.uint8), (200, 1))
    photo = Photo(CAT, alpha)
    write_photo(with_pixels(photo, enlarged(CAT, 2)), tmp_path / "a.png")
    found = read_photo(tmp_path / "a.png")
    assert found.alpha is not None
    assert found.alpha.shape == (400, 300)
    assert abs(int(found.alpha[200, 150]) - 128) <= 2
