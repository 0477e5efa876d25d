"""Cameras' own files, developed by LibRaw with the same defaults for every camera."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, Final

import numpy as np
import pyvips
import rawpy

from mirnet_gui.errors import UnreadablePhoto
from mirnet_gui.language import mark, tr
from mirnet_gui.photo.decoded import (
    DamagedPictureError,
    Decoded,
    Header,
    UnsupportedKindError,
    check_size,
)
from mirnet_gui.photo.error_messages import quoted
from mirnet_gui.photo.files import PhotoFile
from mirnet_gui.photo.metadata import exif, xmp
from mirnet_gui.photo.metadata.cr3 import exif_of_cr3
from mirnet_gui.photo.metadata.tiff import read_metadata, without_development
from mirnet_gui.photo.opening import raw_files
from mirnet_gui.photo.photo import Metadata

DEVELOPMENT: Final[dict[str, Any]] = {
    "use_camera_wb": True,
    "output_color": rawpy.ColorSpace.sRGB,
    "output_bps": 16,
    "no_auto_bright": True,
    "gamma": (2.4, 12.92),
}
"""White as the camera had it, sRGB with its own curve, 16 bits, nothing brightened or clipped that
the sensor did not clip; all else as LibRaw has it (AHD demosaicing); see docs/photographs.md."""


def look(file: PhotoFile) -> Header:
    """What a camera's file says of itself; raises what :func:`decode` raises."""
    with _opened(file) as raw:
        sizes = raw.sizes
        return Header(sizes.iwidth, sizes.iheight, 16)


def decode(file: PhotoFile) -> Decoded:
    """The upright photograph in 16-bit sRGB, by :data:`DEVELOPMENT`.

    Raises :class:`UnreadablePhoto`, :class:`mirnet_gui.errors.PhotoTooLarge` or OSError.
    """
    with _opened(file) as raw:
        check_size(file.path, raw.sizes.raw_width, raw.sizes.raw_height)
        pixels = np.ascontiguousarray(raw.postprocess(**DEVELOPMENT))
        thumbnail = _thumbnail(raw)
    if pixels.ndim == 2:
        pixels = pixels[..., None]
    grey = pixels.shape[2] == 1
    pixels = pixels.repeat(3, axis=2) if grey else pixels
    return Decoded(pixels, metadata=_metadata(file.stream, thumbnail, pixels.shape[:2]), grey=grey)


@contextmanager
def _opened(file: PhotoFile) -> Iterator[rawpy.RawPy]:
    raw_files.check_whole(file.stream)
    file.stream.seek(0)
    try:
        with rawpy.imread(file.stream) as raw:
            yield raw
    except rawpy.LibRawFileUnsupportedError as error:
        if (name := raw_files.unknown_compression(file.stream)) is not None:
            raise UnsupportedKindError(
                tr("a camera RAW compressed with {name}", name=name)
            ) from error
        sentence = tr("{path} is a raw file of a camera that is not known.", path=quoted(file.path))
        raise UnreadablePhoto(
            file.path, sentence, tr("Develop it first, and give the TIFF or JPEG.")
        ) from error
    except rawpy.LibRawError as error:
        raise DamagedPictureError(str(error)) from error


def _thumbnail(raw: rawpy.RawPy) -> bytes | None:
    try:
        found = raw.extract_thumb()
    except rawpy.LibRawError:
        return None
    return found.data if isinstance(found.data, bytes) else None


def _metadata(file: BinaryIO, thumbnail: bytes | None, size: tuple[int, int]) -> Metadata:
    found = read_metadata(file)
    block = without_development(found.exif) if found.exif else None
    left_out = found.left_out
    if block is None:
        block, lacks_notes = exif_of_cr3(file)
        left_out += (mark("maker notes"),) if lacks_notes else ()
    if block is None and thumbnail is not None:
        # Files that are no TIFF at heart keep it with the picture for the camera's screen.
        block = _exif_of_jpeg(thumbnail)
    height, width = size
    packet = xmp.carried(found.xmp, is_turned=True) if found.xmp else None
    kept = exif.upright(block, width, height) if block else None
    return Metadata(
        exif=kept,
        xmp=packet.packet if packet else None,
        iptc=found.iptc,
        missing=() if kept else ("EXIF",),
        left_out=(*left_out, *(packet.gone if packet else ())),
    )


def _exif_of_jpeg(content: bytes) -> bytes | None:
    try:
        image = pyvips.Image.jpegload_buffer(content)
    except pyvips.Error:
        return None
    if not image.get_typeof("exif-data"):
        return None
    return exif.without_prefix(bytes(image.get("exif-data")))
