"""Small pictures for tables and reports."""

from __future__ import annotations

import io
import logging
from pathlib import Path
from typing import Final, cast

import cv2
import numpy as np
import pyvips
from PIL import Image

from mirnet_gui.photo.colour.srgb import Bytes, to_bytes, to_srgb
from mirnet_gui.photo.formats import FORMATS
from mirnet_gui.photo.photo import Photo, Pixels
from mirnet_gui.photo.reading import detect_kind, read_photo

SIZE: Final = (96, 64)
"""The most pixels that a thumbnail is wide and high."""

_QUALITY: Final = 75
_log = logging.getLogger(__name__)


def before_beside_after(before: Photo, after: Photo) -> bytes | None:
    """A JPEG of both, of the same width; None when it cannot be made."""
    try:
        pair = [_small(photo) for photo in (before, after)]
        return _jpeg(np.concatenate(pair, axis=1))
    except (ValueError, cv2.error, OSError) as error:
        _log.warning("No thumbnail of %s: %s", before.path, error)
        return None


def thumbnail_of(path: Path, size: tuple[int, int] = SIZE) -> bytes | None:
    """A JPEG of the photograph in a file, upright; None when it cannot be read.

    It is at most ``size`` pixels wide and high.
    """
    try:
        return _jpeg(_small_of_file(path, size))
    except Exception as error:  # noqa: BLE001 - a list has a line for what cannot be shown, too
        _log.info("No thumbnail of %s: %s", path, error)
        return None


def thumbnail_of_photo(photo: Photo, size: tuple[int, int] = SIZE) -> bytes:
    """A JPEG of a photograph in memory."""
    return _jpeg(_small(photo, size))


def halves(jpeg: bytes) -> tuple[bytes, bytes]:
    """What :func:`before_beside_after` made, in two."""
    pair = np.asarray(Image.open(io.BytesIO(jpeg)))
    middle = pair.shape[1] // 2
    return _jpeg(pair[:, :middle]), _jpeg(pair[:, middle:])


def _small_of_file(path: Path, size: tuple[int, int]) -> Bytes:
    if FORMATS[detect_kind(path)].has_quick_thumbnails:
        # JPEG is decoded at a fraction of its size, a hundred times as fast as the whole.
        image = pyvips.Image.thumbnail(str(path), size[0], height=size[1], output_profile="srgb")
        flat = image.flatten(background=0) if image.hasalpha() else image
        return np.ascontiguousarray(flat.colourspace("srgb").numpy()[..., :3])
    return _small(read_photo(path), size)


def _small(photo: Photo, most: tuple[int, int] = SIZE) -> Bytes:
    scale = min(most[0] / photo.width, most[1] / photo.height, 1.0)
    size = (max(round(photo.width * scale), 1), max(round(photo.height * scale), 1))
    reduced = cv2.resize(photo.pixels, size, interpolation=cv2.INTER_AREA)
    return to_srgb(to_bytes(cast(Pixels, reduced)), photo.profile)


def _jpeg(pixels: Bytes) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, format="JPEG", quality=_QUALITY)
    return file.getvalue()
