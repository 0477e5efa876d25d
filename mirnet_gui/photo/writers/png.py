"""PNG: metadata in chunks in front of the picture, IPTC in the form that exiftool gives it."""

from __future__ import annotations

import struct
import zlib
from typing import Final

from mirnet_gui.photo.metadata.png_texts import comment_chunk, iptc_chunk
from mirnet_gui.photo.photo import Metadata
from mirnet_gui.photo.writers.sink import Sink
from mirnet_gui.photo.writers.writer import Job, Writer, save

_PLACE: Final = 33
"""Behind the signature and the header chunk."""


class _PngWriter(Writer):
    def write(self, job: Job) -> None:
        extra = metadata_chunks(job.photo.metadata, job.photo.profile)
        sink = Sink(job.file, _PLACE, extra)
        save(sink, job.image.pngsave_target, sink.target())


WRITER = _PngWriter()


def metadata_chunks(metadata: Metadata, profile: bytes | None) -> bytes:
    """The chunks that stand between the header chunk and the pixels."""
    parts = []
    if profile:
        parts.append(_chunk(b"iCCP", b"ICC profile\0\0" + zlib.compress(profile)))
    if metadata.exif:
        parts.append(_chunk(b"eXIf", metadata.exif))
    if metadata.xmp:
        parts.append(_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + metadata.xmp))
    if metadata.iptc:
        parts.append(_chunk(*iptc_chunk(metadata.iptc)))
    parts += [_chunk(*comment_chunk(comment)) for comment in metadata.comments]
    parts += [_chunk(*text) for text in metadata.texts]
    return b"".join(parts)


def _chunk(name: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checksum)
