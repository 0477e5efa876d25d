"""AVIF, 8, 10 or 12 bits a channel: by libvips, but for EXIF, which it would write anew."""

from __future__ import annotations

import struct
from typing import Final

import pyvips

from mirnet_gui.photo.containers.isobmff import boxes_of
from mirnet_gui.photo.containers.jpeg_segments import EXIF_NAME
from mirnet_gui.photo.writers.writer import Job, Writer

_LOSSLESS_QUALITY: Final = 100
_LEAST_DEEP: Final = 10
"""Bits of what has more than 8."""
_EFFORT: Final = 0
"""From 0 to 9: 0.4 seconds a megapixel on two cores, 1 twice as long and 2 four times as long, for
files as large and 0.2 to 1 dB better."""

_PLACEHOLDER: Final = EXIF_NAME + b"II*\0\x08\0\0\0\0\0\0\0\0\0"
_BEFORE_EXIF: Final = struct.pack(">I", len(EXIF_NAME)) + EXIF_NAME
"""What telephones put there, and all programs know: how far the structure of tags is away."""

_SIZES: Final = b"\x44"
"""Offsets and lengths of four bytes."""


class _AvifWriter(Writer):
    def write(self, job: Job) -> None:
        bits = 8 if job.image.format == "uchar" else max(job.bits, _LEAST_DEEP)
        image, metadata = _rounded(job.image, bits).copy(), job.photo.metadata
        blocks = {
            "icc-profile-data": job.photo.profile,
            "xmp-data": metadata.xmp,
            "exif-data": _PLACEHOLDER if metadata.exif else None,
        }
        for name, block in blocks.items():
            if block:
                image.set_type(pyvips.GValue.blob_type, name, block)
        avif = image.heifsave_buffer(
            compression="av1",
            Q=job.quality,
            lossless=job.quality >= _LOSSLESS_QUALITY,
            bitdepth=bits,
            effort=_EFFORT,
        )
        job.file.write(_with_exif(avif, metadata.exif) if metadata.exif else avif)


WRITER = _AvifWriter()


def _rounded(image: pyvips.Image, bits: int) -> pyvips.Image:
    # libvips would cut off the lowest of 16 bits, which makes all a little darker.
    if image.format == "uchar":
        return image
    levels = (image * (((1 << bits) - 1) / 65535)).rint()
    whole = (levels * (1 << (16 - bits))).cast("ushort")
    return whole.copy(interpretation=image.interpretation)


def _with_exif(avif: bytes, exif: bytes) -> bytes:
    """A file with ``exif`` behind all else, where its list of places (iloc) then points to.

    ``avif`` has a placeholder for it. Raises ValueError where the list is of another form than
    libheif gives it.
    """
    meta = next(inner for name, inner in boxes_of(avif) if name == b"meta")
    boxes = dict(boxes_of(meta[4:]))
    places = boxes[b"iloc"]
    position, base = _place(places, _exif_item(boxes[b"iinf"]))
    payload = _BEFORE_EXIF + exif
    head = struct.pack(">I4s", 8 + len(payload), b"mdat")
    content = bytearray(avif + head + payload)
    extent = (len(avif) + len(head) - base, len(payload))
    struct.pack_into(">II", content, avif.index(b"iloc" + places) + 4 + position, *extent)
    return bytes(content)


def _exif_item(items: bytes) -> bytes:
    """The number of the item that is EXIF, two bytes, among the ``items`` (iinf)."""
    for _, entry in boxes_of(items[6:]):
        if entry[8:12] == b"Exif":
            return entry[4:6]
    raise ValueError("no item for EXIF")


def _place(places: bytes, item: bytes) -> tuple[int, int]:
    """Where in ``places`` (iloc) offset and length of ``item`` stand, and what is added to it."""
    if places[:1] != b"\0" or places[4:5] != _SIZES:
        raise ValueError("a list of places of another form")
    position, width = 8, places[5] >> 4
    while position + 6 + width <= len(places):
        start = position + 4 + width
        parts = int.from_bytes(places[start : start + 2], "big")
        if places[position : position + 2] == item and parts == 1:
            return start + 2, int.from_bytes(places[position + 4 : start], "big")
        position = start + 2 + 8 * parts
    raise ValueError("no place for EXIF")
