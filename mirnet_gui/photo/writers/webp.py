"""WebP: metadata in chunks around the picture; it has no place for IPTC."""

from __future__ import annotations

import struct
from typing import Final

from mirnet_gui.photo.containers.webp_chunks import riff_chunks
from mirnet_gui.photo.photo import Metadata
from mirnet_gui.photo.writers.writer import Job, Writer

_LOSSLESS_QUALITY: Final = 100
_HAS_PROFILE, _HAS_ALPHA, _HAS_EXIF, _HAS_XMP = 0x20, 0x10, 0x08, 0x04


class _WebpWriter(Writer):
    def write(self, job: Job) -> None:
        # The encoder holds the file in memory anyway, and its size stands at its very beginning.
        webp = job.image.webpsave_buffer(
            Q=job.quality,
            lossless=job.photo.lossless or job.quality >= _LOSSLESS_QUALITY,
            exact=True,
            smart_subsample=True,
            keep="none",
        )
        photo = job.photo
        extra = (photo.metadata, photo.profile, photo.width, photo.height)
        job.file.write(_webp_with(webp, *extra))


WRITER = _WebpWriter()


def _webp_with(
    webp: bytes, metadata: Metadata, profile: bytes | None, width: int, height: int
) -> bytes:
    """A WebP file with metadata and profile, from one without."""
    picture = [
        (name, content)
        for name, content in riff_chunks(webp)
        if name in (b"ALPH", b"VP8 ", b"VP8L")
    ]
    has_alpha = picture[0][0] == b"ALPH" or (picture[0][0] == b"VP8L" and picture[0][1][4] & 0x10)
    flags = _HAS_ALPHA if has_alpha else 0
    before, after = [], []
    if profile:
        flags |= _HAS_PROFILE
        before.append((b"ICCP", profile))
    if metadata.exif:
        flags |= _HAS_EXIF
        after.append((b"EXIF", metadata.exif))
    if metadata.xmp:
        flags |= _HAS_XMP
        after.append((b"XMP ", metadata.xmp))
    if not before and not after:
        return webp
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    head = (b"VP8X", struct.pack("<I", flags) + size)
    body = b"WEBP" + b"".join(_riff(*chunk) for chunk in (head, *before, *picture, *after))
    return _riff(b"RIFF", body)


def _riff(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)
