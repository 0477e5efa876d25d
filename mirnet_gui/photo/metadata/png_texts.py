"""What chunks of PNG files tell in words, and the blocks of metadata that hide in those."""

from __future__ import annotations

import binascii
import zlib
from collections.abc import Callable, Iterator
from typing import Final

from mirnet_gui.photo.containers.png_chunks import inflated, international_text
from mirnet_gui.photo.metadata import exif, photoshop
from mirnet_gui.photo.metadata.groups import UNKNOWN, Group, Groups, groups
from mirnet_gui.photo.photo import TextChunk

TEXTUAL: Final = (b"tEXt", b"zTXt", b"iTXt")
"""Names of the chunks that hold texts."""

XMP: Final = b"XML:com.adobe.xmp"
_IPTC: Final = b"Raw profile type iptc"
_EXIF: Final = (b"Raw profile type exif", b"Raw profile type APP1")
_HEX_LINE: Final = 72
_GROUPS: Final[dict[bytes, Groups]] = {
    **dict.fromkeys(
        (b"title", b"description", b"comment", b"disclaimer", b"warning"), groups("words")
    ),
    **dict.fromkeys((b"author", b"copyright"), groups("copyright")),
    **dict.fromkeys((b"software", b"source"), groups("camera")),
    **dict.fromkeys(
        (b"creation time", b"create-date", b"modify-date", b"date:create", b"date:modify",
         b"date:timestamp"),
        groups("date"),
    ),
}  # fmt: skip
"""What the keywords of the PNG specification and of ImageMagick tell of."""


def iptc_of(texts: tuple[TextChunk, ...]) -> bytes | None:
    """The IPTC-IIM records in the form that ImageMagick and exiftool give them in a PNG."""
    for block in _profiles(texts, (_IPTC,)):
        if block.startswith((photoshop.PREFIX, photoshop.SIGNATURE)):
            return photoshop.iptc_of(block)
        return block if block.startswith(b"\x1c") else None
    return None


def exif_of(texts: tuple[TextChunk, ...]) -> bytes | None:
    """A bare EXIF block in the form that ImageMagick gave it in a PNG before there was eXIf."""
    for block in _profiles(texts, _EXIF):
        bare = exif.without_prefix(block)
        if bare.startswith((b"II*\0", b"MM\0*")):
            return bare
    return None


def _profiles(texts: tuple[TextChunk, ...], keywords: tuple[bytes, ...]) -> Iterator[bytes]:
    for name, content in texts:
        keyword, _, value = content.partition(b"\0")
        if keyword in keywords:
            profile = value if name == b"tEXt" else inflated(value[1:])
            # An empty line, the profile's name, its length, then the bytes as hexadecimal lines.
            try:
                yield binascii.unhexlify(b"".join(b"".join(profile.split(b"\n", 3)[3:]).split()))
            except binascii.Error:
                yield b""


def kept(texts: tuple[TextChunk, ...], *, has_exif: bool) -> tuple[TextChunk, ...]:
    """Those that no other block of metadata holds already."""
    elsewhere = {XMP} | set(_EXIF if has_exif else ())
    if iptc_of(texts):
        elsewhere.add(_IPTC)
    return tuple(chunk for chunk in texts if chunk[1].partition(b"\0")[0] not in elsewhere)


def without(
    texts: tuple[TextChunk, ...],
    unwanted: frozenset[Group],
    is_unwanted: Callable[[bytes], bool],
) -> tuple[TextChunk, ...]:
    """Those that tell nothing of ``unwanted``; those that nobody knows go with each group."""
    return tuple(
        chunk
        for chunk in texts
        if not _GROUPS.get(chunk[1].partition(b"\0")[0].lower(), UNKNOWN) & unwanted
        and not is_unwanted(_value(chunk))
    )


def _value(chunk: TextChunk) -> bytes:
    name, content = chunk
    if name == b"iTXt":
        return international_text(content)[1]
    value = content.partition(b"\0")[2]
    return inflated(value[1:]) if name == b"zTXt" else value


def iptc_chunk(iptc: bytes) -> TextChunk:
    """IPTC-IIM records as the textual chunk that :func:`iptc_of` reads."""
    block = photoshop.resource_of(iptc)
    digits = block.hex().encode("ascii")
    lines = [digits[i : i + _HEX_LINE] for i in range(0, len(digits), _HEX_LINE)]
    profile = b"\niptc\n%8d\n" % len(block) + b"\n".join(lines) + b"\n"
    return b"zTXt", _IPTC + b"\0\0" + zlib.compress(profile)


def comment_chunk(comment: bytes) -> TextChunk:
    """A JPEG's comment as a textual chunk: UTF-8 where it is that, else as it is."""
    try:
        if not comment.isascii() and comment.decode("utf-8"):
            return b"iTXt", b"Comment\0\0\0\0\0" + comment
    except UnicodeDecodeError:
        pass
    return b"tEXt", b"Comment\0" + comment.replace(b"\0", b"")
