"""Where each format keeps metadata: the bytes that are put into a file whose pixels stand."""

from __future__ import annotations

import struct
import zlib
from typing import Final

from mirnet_gui.photo.photo import Metadata
from mirnet_gui.photo.png_texts import comment_chunk, iptc_chunk
from mirnet_gui.photo.webp_chunks import riff_chunks

PNG_PLACE: Final = 33
"""Behind the signature and the header chunk."""

DEFAULT_RESOLUTION: Final = (72.0, 72.0)
"""Pixels per inch of a picture that does not say how large it is meant to be printed."""

_HAS_PROFILE, _HAS_ALPHA, _HAS_EXIF, _HAS_XMP = 0x20, 0x10, 0x08, 0x04


def png_chunks(metadata: Metadata, profile: bytes | None) -> bytes:
    """The chunks that stand at :data:`PNG_PLACE`; IPTC in the form that exiftool gives it."""
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


def webp_with(
    webp: bytes, metadata: Metadata, profile: bytes | None, width: int, height: int
) -> bytes:
    """A WebP file with metadata and profile, from one without; WebP has no place for IPTC."""
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
