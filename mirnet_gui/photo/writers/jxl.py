"""JPEG XL: the codestream by libjxl, metadata in boxes behind it.

The binding to libjxl writes no profile: pixels of another space are converted to sRGB.
"""

from __future__ import annotations

import struct
from typing import Any, Final

import imagecodecs
import numpy as np
import numpy.typing as npt
import pyvips

from mirnet_gui.photo.colour.srgb import is_srgb
from mirnet_gui.photo.writers.writer import Job, Writer

_LOSSLESS_QUALITY: Final = 100
_EFFORT: Final = 4
"""From 1 to 9: half the time of 5 for files that are 3 % larger."""

_TO_TAGS: Final = bytes(4)
"""How far the structure of tags is away from where the content of the box begins."""


class _JxlWriter(Writer):
    def write(self, job: Job) -> None:
        metadata = job.photo.metadata
        pixels = _at_depth(_as_srgb(job.image, job.photo.profile).numpy(), job.bits)
        is_lossless = job.quality >= _LOSSLESS_QUALITY
        try:
            codestream = imagecodecs.jpegxl_encode(
                pixels,
                effort=_EFFORT,
                lossless=is_lossless,
                distance=None if is_lossless else distance_of(job.quality),
                bitspersample=job.bits,
                usecontainer=True,
            )
        except (RuntimeError, ValueError) as error:
            raise pyvips.Error(str(error)) from error
        job.file.write(codestream)
        if metadata.exif:
            job.file.write(_box(b"Exif", _TO_TAGS + metadata.exif))
        if metadata.xmp:
            job.file.write(_box(b"xml ", metadata.xmp))


WRITER = _JxlWriter()


def distance_of(quality: int) -> float:
    """How far from the original, 1 being hard to see: as libjxl maps a JPEG's quality (1 to 99)."""
    if quality >= 30:
        return 0.1 + (100 - quality) * 0.09
    return 53.0 / 3000.0 * quality**2 - 23.0 / 20.0 * quality + 25.0


def _as_srgb(image: pyvips.Image, profile: bytes | None) -> pyvips.Image:
    if is_srgb(profile):
        return image
    attached = image.copy()
    attached.set_type(pyvips.GValue.blob_type, "icc-profile-data", profile)
    depth = 8 if image.format == "uchar" else 16
    return attached.icc_transform("srgb", embedded=True, intent="relative", depth=depth)


def _at_depth(pixels: npt.NDArray[Any], bits: int) -> npt.NDArray[Any]:
    if pixels.dtype == np.uint8 or bits == 16:
        return np.ascontiguousarray(pixels)
    # libjxl takes the lowest bits of a number for all that there are.
    scaled = (pixels.astype(np.uint32) * ((1 << bits) - 1) + 32767) // 65535
    return np.ascontiguousarray(scaled, dtype=np.uint16)


def _box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), name) + content
