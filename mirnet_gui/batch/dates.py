"""When a photograph was taken, for the names of results."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Final

import pi_heif
from PIL import ExifTags, Image

_ORIGINAL: Final = ExifTags.Base.DateTimeOriginal
_FORMAT: Final = "%Y:%m:%d %H:%M:%S"

pi_heif.register_heif_opener()


def taken_on(source: Path, *, read: bool = True) -> datetime.datetime:
    """By EXIF, else the file's own time; without ``read`` any moment, since nobody asks."""
    if not read:
        return datetime.datetime.fromtimestamp(0, datetime.UTC)
    return _of_exif(source) or _of_file(source)


def _of_exif(source: Path) -> datetime.datetime | None:
    try:
        with Image.open(source) as image:
            exif = image.getexif()
            told = exif.get_ifd(ExifTags.IFD.Exif).get(_ORIGINAL)
            told = told or exif.get(ExifTags.Base.DateTime)
        return datetime.datetime.strptime(str(told)[:19], _FORMAT)
    except Exception:  # noqa: BLE001 - whatever strange files do, there is another date
        return None


def _of_file(source: Path) -> datetime.datetime:
    try:
        seconds = source.stat().st_mtime
        return datetime.datetime.fromtimestamp(seconds, datetime.UTC).astimezone()
    except (OSError, ValueError, OverflowError):
        return datetime.datetime.fromtimestamp(0, datetime.UTC)
