"""What is to be left out of a result is nowhere in its file, as exiftool and its bytes tell."""

from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from mirnet_gui.photo.encoding import Encoding, prepared
from mirnet_gui.photo.formats import WRITTEN, Format
from mirnet_gui.photo.metadata.groups import GROUPS, Group
from mirnet_gui.photo.metadata.stripping import stripped
from mirnet_gui.photo.photo import Metadata
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.writing import write_photo
from tests.unit.photo.exiftool_oracle import ExifTool

# Every value says to which group it belongs, so that its bytes can be looked for in a file.
TAGS: dict[Group, list[str]] = {
    "location": [
        "-GPS:GPSLatitude=48.137154", "-GPS:GPSLatitudeRef=N", "-GPS:GPSLongitude=11.576124",
        "-GPS:GPSLongitudeRef=E", "-GPS:GPSAltitude=519.5", "-GPS:GPSAreaInformation=PlaceArea",
        "-XMP-exif:GPSLatitude=48.137154", "-XMP-exif:GPSLongitude=11.576124",
        "-XMP-exif:GPSAreaInformation=PlaceAreaXmp",
        "-XMP-photoshop:City=PlaceCity", "-XMP-photoshop:State=PlaceState",
        "-XMP-photoshop:Country=PlaceCountry", "-XMP-iptcCore:Location=PlaceStreet",
        "-XMP-iptcCore:CountryCode=PLC", "-XMP-iptcExt:LocationShownCity=PlaceShown",
        "-XMP-iptcExt:LocationCreatedSublocation=PlaceCreated",
        "-IPTC:City=PlaceCityIim", "-IPTC:Sub-location=PlaceStreetIim",
        "-IPTC:Province-State=PlaceStateIim", "-IPTC:Country-PrimaryLocationName=PlaceLandIim",
        "-IPTC:ContentLocationName=PlaceNameIim",
    ],
    "camera": [
        "-IFD0:Make=CamMaker", "-IFD0:Model=CamModel", "-IFD0:Software=CamFirmware",
        "-ExifIFD:LensModel=CamLens", "-ExifIFD:LensMake=CamLensMaker",
        "-ExifIFD:SerialNumber=CamSerial", "-ExifIFD:LensSerialNumber=CamLensSerial",
        "-ExifIFD:OwnerName=CamOwner", "-ExifIFD:ImageUniqueID=CamUnique",
        "-XMP-tiff:Make=CamMaker", "-XMP-tiff:Model=CamModel", "-XMP-aux:SerialNumber=CamSerial",
        "-XMP-aux:Lens=CamLens", "-XMP-exifEX:LensModel=CamLens",
        "-XMP-exifEX:SerialNumber=CamSerial", "-XMP-xmp:CreatorTool=CamTool",
        "-IPTC:OriginatingProgram=CamProgram",
    ],
    "words": [
        "-IFD0:ImageDescription=WordDescription", "-ExifIFD:UserComment=WordComment",
        "-IFD0:XPTitle=WordTitle", "-IFD0:XPKeywords=WordKeyword",
        "-XMP-dc:Title=WordTitle", "-XMP-dc:Description=WordDescription",
        "-XMP-dc:Subject=WordKeyword", "-XMP-lr:HierarchicalSubject=WordTree",
        "-XMP-iptcExt:PersonInImage=WordPerson", "-XMP-photoshop:Headline=WordHeadline",
        "-XMP-mwg-rs:RegionInfo={AppliedToDimensions={W=10,H=10,Unit=pixel},"
        "RegionList=[{Area={X=0.5,Y=0.5,W=0.1,H=0.1,Unit=normalized},Name=WordFace,Type=Face}]}",
        "-IPTC:Keywords=WordKeyword", "-IPTC:Caption-Abstract=WordCaption",
        "-IPTC:ObjectName=WordName", "-IPTC:Headline=WordHeadline",
    ],
    "copyright": [
        "-IFD0:Artist=RightArtist", "-IFD0:Copyright=RightHolder", "-IFD0:XPAuthor=RightAuthor",
        "-XMP-dc:Creator=RightArtist", "-XMP-dc:Rights=RightHolder",
        "-XMP-xmpRights:UsageTerms=RightTerms", "-XMP-photoshop:Credit=RightCredit",
        "-XMP-iptcCore:CreatorWorkEmail=RightMail", "-XMP-plus:LicensorName=RightLicensor",
        "-IPTC:By-line=RightArtist", "-IPTC:CopyrightNotice=RightHolder",
        "-IPTC:Credit=RightCredit",
    ],
    "date": [
        "-IFD0:ModifyDate=2024:01:02 03:04:05", "-ExifIFD:DateTimeOriginal=2024:01:02 03:04:05",
        "-ExifIFD:CreateDate=2024:01:02 03:04:05", "-ExifIFD:OffsetTimeOriginal=+02:00",
        "-GPS:GPSDateStamp=2024:01:02", "-GPS:GPSTimeStamp=03:04:05",
        "-XMP-xmp:CreateDate=2024:01:02 03:04:05", "-XMP-photoshop:DateCreated=2024:01:02",
        "-XMP-exif:DateTimeOriginal=2024:01:02 03:04:05",
        "-IPTC:DateCreated=2024:01:02", "-IPTC:TimeCreated=03:04:05+02:00",
    ],
}  # fmt: skip
NEUTRAL = [
    "-ExifIFD:ExposureTime=1/125", "-ExifIFD:FNumber=2.8", "-ExifIFD:ISO=3200",
    "-IFD0:XResolution=240", "-IFD0:YResolution=240", "-XMP-xmp:Rating=4",
]  # fmt: skip
# The GPS figures as EXIF has them, in XMP's way, and the date in IPTC's and in numbers of a clock.
TOLD: dict[Group, tuple[bytes, ...]] = {
    "location": (b"Place", b"PLC", b"GPS", b"48,8", b"11,34", struct.pack("<II", 5195, 10),
                 struct.pack(">II", 5195, 10)),
    "camera": (b"Cam",),
    "words": (b"Word",),
    "copyright": (b"Right",),
    "date": (b"2024", b"03:04:05", b"030405"),
}  # fmt: skip
SUFFIX: dict[Format, str] = {
    "jpeg": "jpg", "png": "png", "tiff": "tif", "webp": "webp", "avif": "avif", "jxl": "jxl",
}  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A JPEG that tells everything, with a thumbnail that does so, too."""
    folder = tmp_path_factory.mktemp("told")
    path, small = folder / "told.jpg", folder / "small.jpg"
    colours = np.random.default_rng(1).integers(0, 255, (60, 80, 3), np.uint8)
    Image.fromarray(colours).save(path, dpi=(240, 240))
    Image.fromarray(colours[:16, :16]).save(small)
    exiftool = ExifTool()
    every = [tag for tags in TAGS.values() for tag in tags]
    exiftool.tag(small, "-IFD0:Make=CamThumb", "-GPS:GPSAreaInformation=PlaceThumb")
    exiftool.tag(path, *every, *NEUTRAL, f"-ThumbnailImage<={small}", "-Comment=WordJpeg")
    return path


def plain(content: bytes) -> bytes:
    """All that stands in a file, also where a PNG packed it, or texts have two bytes a letter."""
    parts = [content, content.replace(b"\0", b"")]
    for found in re.finditer(rb"(?:zTXt|iCCP|iTXt)", content):
        start = content.find(b"\x78", found.end())
        try:
            unpacked = zlib.decompressobj().decompress(content[start:])
        except zlib.error:
            continue
        parts.append(unpacked)
        digits = b"".join(unpacked.split(b"\n")[3:])
        if re.fullmatch(rb"[0-9a-f]+", digits):
            parts.append(bytes.fromhex(digits.decode()))
    return b"\n".join(parts)


@pytest.mark.parametrize("target", sorted(WRITTEN))
def test_a_group_that_is_stripped_is_nowhere_in_the_file_and_the_others_are(
    told: Path, tmp_path: Path, target: Format, exiftool: ExifTool
) -> None:
    photo = read_photo(told)
    written: dict[Group, Path] = {}
    for group, needles in TOLD.items():
        wanted = Encoding(target, strip=(group,))
        written[group] = tmp_path / f"{group}.{SUFFIX[target]}"
        write_photo(prepared(photo, wanted), written[group], format=target)
        content = plain(written[group].read_bytes())
        for needle in needles:
            assert needle not in content, (group, needle)
    read: dict[Group, dict[str, Any]] = dict(
        zip(written, exiftool.read_all(list(written.values())), strict=True)
    )
    for group, tags in read.items():
        assert tags["ExifIFD:ISO"] == 3200
        assert tags["IFD0:XResolution"] == 240
        assert tags["XMP-xmp:Rating"] == 4
        assert ("GPS:GPSLatitude" in tags) == (group != "location")
        assert ("XMP-photoshop:City" in tags) == (group != "location")
        assert ("IFD0:Make" in tags) == (group != "camera")
        assert ("XMP-dc:Title" in tags) == (group != "words")
        assert ("IFD0:Copyright" in tags) == (group != "copyright")
        assert ("XMP-dc:Rights" in tags) == (group != "copyright")
        assert ("ExifIFD:DateTimeOriginal" in tags) == (group != "date")
        if WRITTEN[target].iptc:
            assert ("IPTC:City" in tags) == (group != "location")
            assert ("IPTC:By-line" in tags) == (group != "copyright")


@pytest.mark.parametrize("target", sorted(WRITTEN))
def test_with_everything_stripped_resolution_and_profile_stay(
    told: Path, tmp_path: Path, target: Format, exiftool: ExifTool, profile_of: Any
) -> None:
    with_profile = tmp_path / "profile.jpg"
    with_profile.write_bytes(told.read_bytes())
    (tmp_path / "p3.icc").write_bytes(profile_of("p3"))
    exiftool.tag(with_profile, f"-ICC_Profile<={tmp_path / 'p3.icc'}")
    photo = prepared(read_photo(with_profile), Encoding(target, strip=("all",)))
    path = tmp_path / f"bare.{SUFFIX[target]}"
    write_photo(photo, path, format=target)
    content = plain(path.read_bytes())
    for needles in TOLD.values():
        assert not [needle for needle in needles if needle in content]
    tags = exiftool.read(path)
    if WRITTEN[target].profile:
        assert read_photo(path).profile == photo.profile
    assert [value for name, value in tags.items() if name.endswith(":XResolution")][:1] == [240]
    assert "ExifIFD:ISO" not in tags
    assert not [name for name in tags if name.startswith(("XMP-", "IPTC:", "GPS:"))]


def test_maker_notes_go_with_each_group_and_stay_without_any(exiftool: ExifTool) -> None:
    note = b"Nikon\0\2NOTE-WITH-SERIAL-4711"
    block = exif_with_note(note)
    assert stripped(Metadata(exif=block), ()).exif == block
    for group in GROUPS:
        left = stripped(Metadata(exif=block), (group,)).exif or b""
        assert b"4711" not in left


def test_what_a_camera_writes_as_a_caption_goes_with_the_camera(tmp_path: Path) -> None:
    exiftool, path = ExifTool(), tmp_path / "olympus.jpg"
    Image.new("RGB", (8, 8)).save(path)
    caption = "OLYMPUS DIGITAL CAMERA"
    exiftool.tag(
        path, "-IFD0:Make=OLYMPUS IMAGING CORP.", "-IFD0:Model=E-M1", f"-Comment={caption}",
        f"-IFD0:ImageDescription={caption}", f"-XMP-dc:Description={caption}",
        f"-IPTC:Caption-Abstract={caption}", "-IFD0:XPComment=My OLYMPUS on its tripod",
    )  # fmt: skip
    photo = read_photo(path)
    bare = prepared(photo, Encoding(strip=("camera",)))
    write_photo(bare, tmp_path / "bare.jpg")
    content = (tmp_path / "bare.jpg").read_bytes()
    assert caption.encode() not in content
    # A person's own words are no camera's.
    assert "My OLYMPUS on its tripod".encode("utf-16-le") in content
    write_photo(prepared(photo, Encoding(strip=("location",))), tmp_path / "kept.jpg")
    assert (tmp_path / "kept.jpg").read_bytes().count(caption.encode()) == 4


@pytest.mark.parametrize(
    ("name", "packet"),
    [
        ("damaged", b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF exif:GPSLatitude="48,8.2N">'),
        (
            "a comment",
            b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><!-- 48.137 N --><r:RDF xmlns:r="http://www.w3.org'
            b'/1999/02/22-rdf-syntax-ns#"><!-- 48.137 --><r:Description r:about="48.137" '
            b'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4"/></r:RDF></x:xmpmeta>',
        ),
        (
            "another prefix",
            b'<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:Description '
            b'xmlns:e="http://ns.adobe.com/exif/1.0/" e:GPSLatitude="48,8.2N"/></r:RDF>',
        ),
        (
            "nobody knows it",
            b'<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:Description '
            b'xmlns:d="http://www.dji.com/drone-dji/1.0/"><d:GpsLatitude>48.1</d:GpsLatitude>'
            b"</r:Description></r:RDF>",
        ),
    ],
)
def test_places_in_strange_xmp_are_gone(name: str, packet: bytes) -> None:
    left = stripped(Metadata(xmp=packet), ("location",)).xmp or b""
    assert b"48" not in left
    assert (name == "a comment") == (b'Rating="4"' in left)


def test_xmp_that_stays_is_read_as_before(told: Path) -> None:
    photo = read_photo(told)
    bare = stripped(photo.metadata, ("location",))
    again = stripped(bare, ("location",))
    assert again.xmp == bare.xmp
    assert again.exif == bare.exif
    assert again.iptc == bare.iptc


def exif_with_note(note: bytes) -> bytes:
    head = b"II*\0" + struct.pack("<I", 8)
    # IFD0 with a pointer to the EXIF directory, which has ISO and the note.
    ifd0 = struct.pack("<HHHIII", 1, 0x8769, 4, 1, 26, 0)
    inner = struct.pack("<H", 2) + struct.pack("<HHIHH", 0x8827, 3, 1, 3200, 0)
    place = 26 + 2 + 24 + 4
    inner += struct.pack("<HHII", 0x927C, 7, len(note), place) + bytes(4)
    return head + ifd0 + inner + note
