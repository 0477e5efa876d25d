"""What a photograph says about itself survives, as exiftool reads it before and after."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from PIL import Image

from mirnet_gui.photo.losses import losses
from mirnet_gui.photo.photo import Metadata, Photo
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.writing import write_photo
from tests.unit.photo.exiftool_oracle import ExifTool

TAGS = [
    "-IFD0:Make=Cam Maker", "-IFD0:Model=Model One", "-IFD0:Artist=Jürgen Größe",
    "-IFD0:Copyright=© 2024 Me", "-IFD0:ImageDescription=A dark street", "-IFD0:Rating=4",
    "-IFD0:XPTitle=Тёмная улица", "-IFD0:XPKeywords=night;street",
    "-IFD0:ModifyDate=2024:01:02 03:04:05",
    "-ExifIFD:DateTimeOriginal=2024:01:02 03:04:05", "-ExifIFD:OffsetTime=+02:00",
    "-ExifIFD:OffsetTimeOriginal=+02:00", "-ExifIFD:SubSecTimeOriginal=123",
    "-ExifIFD:UserComment=Grüße aus Köln 東京", "-ExifIFD:ExposureTime=1/125",
    "-ExifIFD:FNumber=2.8", "-ExifIFD:ISO=3200", "-ExifIFD:LensModel=50mm F1.8",
    "-ExifIFD:LensInfo=50 50 1.8 1.8",
    "-ExifIFD:OwnerName=Me", "-ExifIFD:SerialNumber=1234", "-ExifIFD:CompositeImage#=2",
    "-ExifIFD:ExposureCompensation=-1/3",
    "-ExifIFD:ImageUniqueID=0123456789abcdef0123456789abcdef",
    "-GPS:GPSLatitude=48.137154", "-GPS:GPSLatitudeRef=N",
    "-GPS:GPSLongitude=11.576124", "-GPS:GPSLongitudeRef=E",
    "-GPS:GPSAltitude=519.5", "-GPS:GPSTimeStamp=03:04:05",
    "-GPS:GPSDateStamp=2024:01:02", "-InteropIFD:InteropIndex=R98",
    "-XMP-dc:Title=Straße bei Nacht", "-XMP-dc:Subject=night", "-XMP-dc:Subject=street",
    "-XMP-xmp:Rating=4", "-XMP-photoshop:City=München",
    "-IPTC:CodedCharacterSet=UTF8", "-IPTC:Keywords=night", "-IPTC:Keywords=street",
    "-IPTC:City=München", "-IPTC:Caption-Abstract=Eine dunkle Straße",
]  # fmt: skip

CARRIED = ("IFD0:", "ExifIFD:", "GPS:", "InteropIFD:", "XMP-", "IPTC:", "IPTC2:")
"""The groups that exiftool gives to what is carried; IFD1 is the thumbnail, which is dropped."""

STRUCTURE = {
    f"IFD0:{name}"
    for name in (
        "ImageWidth", "ImageHeight", "BitsPerSample", "Compression", "PhotometricInterpretation",
        "StripOffsets", "SamplesPerPixel", "RowsPerStrip", "StripByteCounts",
        "PlanarConfiguration", "SampleFormat", "Predictor", "YCbCrPositioning",
    )
}  # fmt: skip
"""How the pixels of a TIFF are stored."""

DEFAULTS = ("Orientation", "XResolution", "YResolution", "ResolutionUnit")
"""What a TIFF says anyway."""

FORMATS = ["jpg", "png", "tif", "webp", "avif"]


def described(exiftool: ExifTool, *paths: Path) -> list[dict[str, Any]]:
    return [
        {
            name: value
            for name, value in tags.items()
            if name.startswith(CARRIED) and name not in STRUCTURE
        }
        for tags in exiftool.read_all(list(paths))
    ]


def make(
    picture: np.ndarray, path: Path, exiftool: ExifTool, order: str, more: tuple[str, ...] = ()
) -> Path:
    if path.suffix == ".tif":
        byteorder = {"II": "<", "MM": ">"}[order]
        tifffile.imwrite(path, picture, metadata=None, byteorder=byteorder, software=False)
    else:
        Image.fromarray(picture).save(path)
    exiftool.tag(path, f"-ExifByteOrder={order}", "-charset", "iptc=UTF8", *TAGS, *more)
    return path


@pytest.mark.parametrize(
    ("source", "order"),
    [("jpg", "II"), ("jpg", "MM"), ("tif", "II"), ("tif", "MM"), ("png", "MM"), ("webp", "II")],
)
def test_all_tags_in_all_formats(
    picture: np.ndarray, tmp_path: Path, exiftool: ExifTool, source: str, order: str
) -> None:
    path = make(picture, tmp_path / f"source.{source}", exiftool, order)
    photo = read_photo(path)
    targets = [tmp_path / f"target.{extension}" for extension in FORMATS]
    for target in targets:
        write_photo(photo, target)
    before, *afters = described(exiftool, path, *targets)
    assert len(before) > 35
    for extension, after in zip(FORMATS, afters, strict=True):
        no_iptc = extension in ("webp", "avif")
        kept = {
            name: value
            for name, value in before.items()
            if not (no_iptc and name.startswith("IPTC"))
        }
        assert {name: after.get(name) for name in kept} == kept, extension
        added = after.keys() - before.keys()
        assert added <= {f"IFD0:{name}" for name in DEFAULTS}, extension


@pytest.mark.parametrize("extension", FORMATS)
def test_what_a_turned_picture_makes_untrue_and_nothing_else(
    picture: np.ndarray, tmp_path: Path, exiftool: ExifTool, extension: str
) -> None:
    height, width = picture.shape[:2]
    more = (
        "-IFD0:Orientation#=6",
        "-XMP-tiff:Orientation#=6",
        f"-ExifIFD:ExifImageWidth={width}",
        f"-ExifIFD:ExifImageHeight={height}",
    )
    path = make(picture, tmp_path / f"source.{extension}", exiftool, "II", more)
    write_photo(read_photo(path), tmp_path / f"target.{extension}")
    before, after = described(exiftool, path, tmp_path / f"target.{extension}")
    changed = {name: after.get(name) for name in before if before[name] != after.get(name)}
    turned = {"ExifIFD:ExifImageWidth": height, "ExifIFD:ExifImageHeight": width}
    # An AVIF is turned by boxes of its own, and this one has none.
    turned = {} if extension == "avif" else turned
    assert changed == {"IFD0:Orientation": 1, "XMP-tiff:Orientation": 1} | turned


def test_the_thumbnail_of_the_dark_picture_is_dropped(
    picture: np.ndarray, tmp_path: Path, exiftool: ExifTool
) -> None:
    path = make(picture, tmp_path / "a.jpg", exiftool, "II")
    thumbnail = tmp_path / "thumbnail.jpg"
    Image.fromarray(picture).resize((40, 30)).save(thumbnail)
    exiftool.tag(path, f"-ThumbnailImage<={thumbnail}")
    assert "IFD1:ThumbnailImage" in exiftool.read(path)
    photo = read_photo(path)
    write_photo(photo, tmp_path / "b.jpg")
    assert not [name for name in exiftool.read(tmp_path / "b.jpg") if name.startswith("IFD1:")]
    assert thumbnail.read_bytes()[-40:] not in (tmp_path / "b.jpg").read_bytes()
    before, after = described(exiftool, path, tmp_path / "b.jpg")
    assert after == before


def test_a_thumbnail_amid_the_block_is_blanked(picture: np.ndarray, tmp_path: Path) -> None:
    thumbnail = b"\xff\xd8 the dark picture \xff\xd9"
    start = 8 + 2 + 4 + 2 + 2 * 12 + 4
    directory = struct.pack("<HHHII", 2, 0x0201, 4, 1, start)
    directory += struct.pack("<HHIII", 0x0202, 4, 1, len(thumbnail), 0)
    block = b"II*\0" + struct.pack("<IHI", 8, 0, 14) + directory + thumbnail + b"maker notes"
    Image.fromarray(picture).save(tmp_path / "a.png", exif=b"Exif\0\0" + block)
    exif = read_photo(tmp_path / "a.png").metadata.exif
    assert exif is not None
    assert thumbnail not in exif
    assert exif.endswith(b"maker notes")
    assert len(exif) == len(block)


def test_exif_stays_byte_for_byte_for_maker_notes_point_into_it(
    picture: np.ndarray, tmp_path: Path
) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    exif.get_ifd(0x8769)[0x927C] = b"NOTE" + bytes(range(200))
    exif.get_ifd(0x8769)[0xFDE8] = "a tag that nobody knows"
    for extension in ("jpg", "png", "webp"):
        path = tmp_path / f"a.{extension}"
        Image.fromarray(picture).save(path, exif=exif)
        photo = read_photo(path)
        write_photo(photo, tmp_path / f"b.{extension}")
        assert photo.metadata.exif == exif.tobytes().removeprefix(b"Exif\0\0")
        with Image.open(tmp_path / f"b.{extension}") as written:
            assert written.info["exif"].removeprefix(b"Exif\0\0") == photo.metadata.exif


@pytest.mark.parametrize("extension", FORMATS)
@pytest.mark.parametrize("name", ["p3", "srgb"])
def test_the_profile_byte_for_byte(
    picture: np.ndarray,
    tmp_path: Path,
    profile_of: Callable[[str], bytes],
    extension: str,
    name: str,
) -> None:
    Image.fromarray(picture).save(tmp_path / "a.png", icc_profile=profile_of(name))
    write_photo(read_photo(tmp_path / "a.png"), tmp_path / f"b.{extension}")
    with Image.open(tmp_path / f"b.{extension}") as written:
        assert written.info["icc_profile"] == profile_of(name)


def test_a_profile_longer_than_a_segment(
    picture: np.ndarray, tmp_path: Path, profile_of: Callable[[str], bytes]
) -> None:
    profile = bytearray(profile_of("p3") + np.random.default_rng(1).bytes(200_000))
    profile[:4] = len(profile).to_bytes(4, "big")
    Image.fromarray(picture).save(tmp_path / "a.tif", icc_profile=bytes(profile))
    for extension in FORMATS:
        write_photo(read_photo(tmp_path / "a.tif"), tmp_path / f"b.{extension}")
        assert read_photo(tmp_path / f"b.{extension}").profile == bytes(profile)


@pytest.mark.parametrize("extension", FORMATS)
def test_the_resolution(picture: np.ndarray, tmp_path: Path, extension: str) -> None:
    Image.fromarray(picture).save(tmp_path / "a.jpg", dpi=(300, 300))
    write_photo(read_photo(tmp_path / "a.jpg"), tmp_path / f"b.{extension}")
    with Image.open(tmp_path / f"b.{extension}") as written:
        # WebP and AVIF can tell it in EXIF only.
        if extension not in ("webp", "avif"):
            assert written.info["dpi"] == pytest.approx((300, 300), abs=0.1)


def test_xmp_beyond_what_a_jpeg_holds(
    picture: np.ndarray, tmp_path: Path, exiftool: ExifTool
) -> None:
    Image.fromarray(picture).save(tmp_path / "a.png")
    text = tmp_path / "long.txt"
    text.write_text("dark " * 30_000)
    exiftool.tag(tmp_path / "a.png", f"-XMP-dc:Description<={text}", "-IFD0:Make=Maker")
    photo = read_photo(tmp_path / "a.png")
    assert losses(photo, "jpeg") == ()
    write_photo(photo, tmp_path / "b.jpg")
    written = exiftool.read(tmp_path / "b.jpg")
    assert written["IFD0:Make"] == "Maker"
    assert len(written["XMP-dc:Description"]) > 100_000
    assert "ExifTool:Warning" not in written
    write_photo(photo, tmp_path / "b.webp")
    assert len(exiftool.read(tmp_path / "b.webp")["XMP-dc:Description"]) > 100_000


def test_extended_xmp_breaks_nothing(
    picture: np.ndarray, tmp_path: Path, exiftool: ExifTool
) -> None:
    path = tmp_path / "a.jpg"
    Image.fromarray(picture).save(path)
    data = tmp_path / "data.bin"
    data.write_bytes(np.random.default_rng(1).bytes(120_000))
    exiftool.tag(path, f"-XMP-GImage:ImageData<={data}", "-XMP-dc:Title=Kept")
    assert b"HasExtendedXMP" in path.read_bytes()
    write_photo(read_photo(path), tmp_path / "b.jpg")
    after = exiftool.read(tmp_path / "b.jpg")
    assert after["XMP-dc:Title"] == "Kept"
    assert b"HasExtendedXMP" not in (tmp_path / "b.jpg").read_bytes()
    assert "ExifTool:Warning" not in after


def test_exif_beyond_what_a_jpeg_holds(picture: np.ndarray, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    exif.get_ifd(0x8769)[0x927C] = bytes(70_000)
    Image.fromarray(picture).save(tmp_path / "a.webp", exif=exif)
    photo = read_photo(tmp_path / "a.webp")
    assert losses(photo, "jpeg") == ("maker notes",)
    assert losses(photo, "webp") == ()
    write_photo(photo, tmp_path / "b.jpg")
    with Image.open(tmp_path / "b.jpg") as written:
        assert written.getexif()[0x010F] == "Maker"


@pytest.mark.parametrize(("size", "lost"), [(65_527, ()), (65_528, ("EXIF",))])
def test_exif_that_fills_a_segment(
    picture: np.ndarray, tmp_path: Path, size: int, lost: tuple[str, ...]
) -> None:
    block = bytearray(b"II*\0\x08\0\0\0\1\0\x0e\1\2\0" + bytes(8) + bytes(4))
    struct.pack_into("<II", block, 14, size - len(block), len(block))
    block += b"n" * (size - len(block))
    photo = Photo(picture, metadata=Metadata(exif=bytes(block)))
    assert losses(photo, "jpeg") == lost
    write_photo(photo, tmp_path / "a.jpg")
    assert (read_photo(tmp_path / "a.jpg").metadata.exif is None) == bool(lost)


@pytest.mark.parametrize(
    "block", [b"", b"II", b"II*\0\xff\xff\xff\xff", b"MM\0*\0\0\0\x08\xff\xff"]
)
def test_damaged_exif_never_fails_the_picture(
    picture: np.ndarray, tmp_path: Path, block: bytes
) -> None:
    Image.fromarray(picture).save(tmp_path / "a.webp", exif=b"Exif\0\0" + block, lossless=True)
    photo = read_photo(tmp_path / "a.webp")
    assert np.array_equal(photo.pixels, picture)
    for extension in FORMATS:
        write_photo(photo, tmp_path / f"b.{extension}")
        assert read_photo(tmp_path / f"b.{extension}").pixels.shape == picture.shape


def test_exif_that_points_into_itself_is_no_endless_way(
    picture: np.ndarray, tmp_path: Path
) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    block = bytearray(exif.tobytes())
    assert block.startswith(b"Exif\0\0MM")
    pointer = struct.pack(">HHII", 0x8769, 4, 1, 8)
    start = block.index(b"\x01\x0f")
    block[start : start + 12] = pointer
    Image.fromarray(picture).save(tmp_path / "a.png", exif=bytes(block))
    photo = read_photo(tmp_path / "a.png")
    write_photo(photo, tmp_path / "b.tif")
    assert np.array_equal(read_photo(tmp_path / "b.tif").pixels, picture)


def test_iptc_that_old_programs_swapped(picture: np.ndarray, tmp_path: Path) -> None:
    records = b"\x1c\x02\x5a\x00\x04Bonn" + b"\x1c\x02\x65\x00\x02DE"
    swapped = np.frombuffer(records, "<u4").byteswap().tobytes()
    for stored in (records, swapped):
        extra = [(33723, "I", len(stored) // 4, np.frombuffer(stored, "<u4").tolist(), True)]
        tifffile.imwrite(tmp_path / "a.tif", picture, extratags=extra, byteorder="<")
        assert read_photo(tmp_path / "a.tif").metadata.iptc == records


def test_what_each_format_cannot_hold(
    deep_picture: np.ndarray, tmp_path: Path, exiftool: ExifTool
) -> None:
    rgba = np.dstack([deep_picture, deep_picture[..., 0]])
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, rgba, photometric="rgb", extrasamples=["unassalpha"])
    exiftool.tag(path, "-IPTC:City=Bonn")
    photo = read_photo(path)
    assert losses(photo, "tiff") == ()
    assert losses(photo, "png") == ()
    assert losses(photo, "webp") == ("16 bit", "IPTC")
    assert losses(photo, "jpeg") == ("alpha", "16 bit")


def test_a_unicode_comment_turns_with_the_byte_order(
    picture: np.ndarray, tmp_path: Path, exiftool: ExifTool
) -> None:
    path = tmp_path / "a.jpg"
    Image.fromarray(picture).save(path)
    exiftool.tag(path, "-ExifByteOrder=MM", "-ExifIFD:UserComment=東京")
    assert "東京".encode("utf-16-be") in path.read_bytes()
    write_photo(read_photo(path), tmp_path / "b.tif")
    with tifffile.TiffFile(tmp_path / "b.tif") as file:
        assert file.byteorder == "<"
    assert b"UNICODE\0" + "東京".encode("utf-16-le") in (tmp_path / "b.tif").read_bytes()


@pytest.mark.parametrize("quality", [80, 100])
def test_webp_keeps_alpha_beside_metadata(
    picture: np.ndarray, alpha: np.ndarray, tmp_path: Path, quality: int
) -> None:
    photo = Photo(picture, alpha=alpha, metadata=Metadata(xmp=b"<x:xmpmeta/>"))
    write_photo(photo, tmp_path / "a.webp", quality=quality)
    assert (tmp_path / "a.webp").read_bytes()[20] == 0x10 | 0x04
    with Image.open(tmp_path / "a.webp") as image:
        assert image.mode == "RGBA"
        assert image.info["xmp"] == b"<x:xmpmeta/>"
        assert np.array_equal(np.asarray(image)[..., 3], alpha)
