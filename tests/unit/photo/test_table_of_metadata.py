"""docs/metadata.md: what exiftool finds before and after, counted anew in every test run."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pillow_heif
import pytest
import pyvips
from PIL import Image

from mirnet_gui.cli import main
from mirnet_gui.photo.photo import Photo
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.writing import write_photo
from tests.unit.photo.exiftool_oracle import ExifTool

PAGE = Path(__file__).resolve().parents[3] / "docs" / "metadata.md"
GROUPS = {
    "EXIF": ("IFD0", "ExifIFD", "InteropIFD"),
    "EXIF, place": ("GPS",),
    "IPTC": ("IPTC", "IPTC2"),
    "XMP": ("XMP-",),
    "Colour profile": ("ICC_Profile", "ICC-header", "ICC-", "ICC_"),
}
# How the file is built, not what it carries.
STRUCTURE = re.compile(
    r"Image(Width|Height|Size)|ExifImage|BitsPerSample|Compression|Photometric|Strip|RowsPer|Samples"
    r"|Planar|Predictor|SampleFormat|SubfileType|ComponentsConfig|FlashpixVersion|ExtraSamples"
    r"|XMPToolkit|PixelDimension|ThumbnailO|ThumbnailL|YCbCr|ApplicationRecordVersion|CodedCharacter"
)
_REASONS = {"IFD0:Orientation": ": the pixels themselves are upright"}
TAGS = (
    "-EXIF:Make=A maker", "-EXIF:Model=Model 7", "-EXIF:ExposureTime=1/15", "-EXIF:ISO=6400",
    "-EXIF:FNumber=1.8", "-EXIF:DateTimeOriginal=2026:05:04 21:22:23", "-EXIF:LensModel=35 mm",
    "-EXIF:Artist=Jürgen", "-EXIF:Copyright=2026 Jürgen", "-EXIF:UserComment=By candlelight",
    "-EXIF:GPSLatitude=50.73", "-EXIF:GPSLatitudeRef=N", "-EXIF:GPSLongitude=7.1",
    "-EXIF:GPSLongitudeRef=E", "-EXIF:GPSAltitude=60", "-EXIF:XResolution=300",
    "-EXIF:YResolution=300", "-EXIF:ResolutionUnit=inches", "-EXIF:Orientation#=1",
)  # fmt: skip
IPTC = ("-IPTC:Caption-Abstract=A party", "-IPTC:Keywords=dark", "-IPTC:Keywords=東京",
        "-IPTC:City=Bonn", "-IPTC:By-line=Jürgen")  # fmt: skip
XMP = (
    "-XMP-dc:Title=A party", "-XMP-dc:Subject=dark", "-XMP-dc:Creator=Jürgen",
    "-XMP-xmp:Rating=4", "-XMP-photoshop:City=Bonn", "-XMP-lr:HierarchicalSubject=a|b",
)  # fmt: skip


@pytest.fixture
def pictures(
    picture: np.ndarray, deep_picture: np.ndarray, alpha: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return picture, deep_picture, alpha


@pytest.fixture
def originals(
    pictures: tuple[np.ndarray, np.ndarray, np.ndarray],
    tmp_path: Path,
    profile_of: Callable[[str], bytes],
    exiftool: ExifTool,
) -> dict[str, Path]:
    folder = tmp_path / "in"
    folder.mkdir()
    p3 = profile_of("p3")
    picture, deep_picture, alpha = pictures
    paths = {
        "JPEG, Display P3": folder / "party.jpg",
        "TIFF, 16 bit": folder / "party.tif",
        "HEIC": folder / "phone.heic",
        "PNG with transparency": folder / "party.png",
    }
    write_photo(Photo(picture, profile=p3), paths["JPEG, Display P3"])
    deep = pyvips.Image.new_from_array(deep_picture).copy(interpretation="rgb16")
    deep.tiffsave(str(paths["TIFF, 16 bit"]), profile="p3")
    heif = pillow_heif.from_pillow(Image.fromarray(picture))
    heif.info["icc_profile"], heif.info["icc_profile_type"] = p3, "prof"
    heif.save(paths["HEIC"], quality=95)
    Image.fromarray(np.dstack([picture, alpha])).save(paths["PNG with transparency"])
    for name, path in paths.items():
        exiftool.tag(path, *TAGS, *XMP, *(() if name == "HEIC" else IPTC))
        if path.suffix == ".jpg":
            exiftool.tag(path, "-EXIF:Orientation#=6")
        os.utime(path, (1_700_000_000, 1_700_000_000))
    return paths


def test_the_table_of_what_is_kept(
    originals: dict[str, Path], tmp_path: Path, exiftool: ExifTool
) -> None:
    options = ["--method", "gamma", "--keep-times", "--output", str(tmp_path / "out")]
    assert main(["enhance", str(tmp_path / "in"), *options]) == 0
    columns = {}
    notes: list[str] = []
    for name, path in originals.items():
        (result,) = (tmp_path / "out").glob(f"{path.stem}{_written(path)}")
        before, after = exiftool.read_all([path, result])
        columns[name] = _column(path, result, before, after)
        notes += [f"- {name}: {note}" for note in _changes(before, after)]
    page = _page(columns, notes)
    if os.environ.get("MIRNET_WRITE_DOCS"):
        PAGE.write_text(page, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page, "run it with MIRNET_WRITE_DOCS=1"


BY_HAND = "## What else is kept, changed or left out"
"""The heading from which on the page is written by hand."""


def _written(path: Path) -> str:
    return ".jpg" if path.suffix == ".heic" else path.suffix


def _column(
    path: Path, result: Path, before: dict[str, Any], after: dict[str, Any]
) -> dict[str, str]:
    column = {"Written as": result.suffix[1:].upper().replace("JPG", "JPEG").replace("TIF", "TIFF")}
    for title, groups in GROUPS.items():
        carried = _of(before, groups)
        kept = [tag for tag in carried if after.get(tag) == before[tag]]
        column[title] = f"{len(kept)} of {len(carried)}" if carried else "none in it"
    old, new = read_photo(path), read_photo(result)
    column["Bits of a colour"] = f"{old.bit_depth} → {new.bit_depth}"
    column["Transparency"] = _transparency(old, new)
    column["Time of the file"] = (
        "kept" if path.stat().st_mtime == result.stat().st_mtime else "changed"
    )
    column["What was done"] = "in XMP" if "XMP-mirnet:Method" in str(after) else _stated(after)
    return column


def _transparency(old: Photo, new: Photo) -> str:
    if old.alpha is None:
        return "none in it"
    same = new.alpha is not None and np.array_equal(old.alpha, new.alpha)
    return "kept" if same else "changed"


def _stated(after: dict[str, Any]) -> str:
    return "in XMP" if any(key.endswith(":Method") for key in after) else "missing"


def _of(tags: dict[str, Any], groups: tuple[str, ...]) -> list[str]:
    return [
        tag
        for tag in tags
        if tag.startswith(groups) and not STRUCTURE.search(tag.partition(":")[2])
    ]


def _changes(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    every = tuple(group for groups in GROUPS.values() for group in groups)
    return [
        f"`{tag}` {before[tag]} → {after.get(tag, 'gone')}{_REASONS.get(tag, '')}"
        for tag in _of(before, every)
        if after.get(tag) != before[tag]
    ]


def _page(columns: dict[str, dict[str, str]], notes: list[str]) -> str:
    rows = list(next(iter(columns.values())))
    lines = [
        "# What a result keeps of its photograph",
        "",
        "Tags that exiftool finds in photographs and, with the same value, in what",
        "`mirnet-gui enhance in --output out --method gamma --keep-times` makes of them; without",
        "those that tell how the file is built. This page is written by",
        "",
        "```sh",
        "MIRNET_WRITE_DOCS=1 .venv/bin/python -m pytest tests/unit/photo/test_table_of_metadata.py",
        "```",
        "",
        "and every run of the tests compares it with what it finds.",
        "",
        f"| | {' | '.join(columns)} |",
        f"|---|{'---|' * len(columns)}",
        *(f"| {row} | {' | '.join(column[row] for column in columns.values())} |" for row in rows),
        "",
        "Not the same:" if notes else "All the same.",
        "",
        *notes,
        "",
        "".join(PAGE.read_text(encoding="utf-8").partition(BY_HAND)[1:]),
    ]
    return "\n".join(lines).rstrip() + "\n"
