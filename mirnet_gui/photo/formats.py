"""The file formats that are read and written: how they are recognised and what they can hold."""

from __future__ import annotations

from typing import Final

from mirnet_gui.photo.photo import Format, Photo

EXTENSIONS: Final[dict[str, Format]] = {
    ".jpg": "jpeg",
    ".jpeg": "jpeg",
    ".jpe": "jpeg",
    ".jfif": "jpeg",
    ".png": "png",
    ".tif": "tiff",
    ".tiff": "tiff",
    ".webp": "webp",
}
"""Every extension that is taken for a photograph; the first of a format is the one written."""

LABELS: Final[dict[Format, str]] = {
    "jpeg": "JPEG",
    "png": "PNG",
    "tiff": "TIFF",
    "webp": "WebP",
}
"""What people call the formats."""

SIGNATURE_LENGTH: Final = 12

LONGEST_SIDE: Final[dict[Format, int]] = {
    "jpeg": 65_500,
    "png": 10_000_000,
    "tiff": 10_000_000,
    "webp": 16_383,
}
"""The most pixels that one side of a picture can have in each format."""

JPEG_SEGMENT: Final = 65_533 - 40
"""Bytes of one block of metadata in a JPEG, less the longest name in front of it."""

_TIFF_SIGNATURES = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


def format_of_content(head: bytes) -> Format | None:
    """Tell the format from the first :data:`SIGNATURE_LENGTH` bytes of a file."""
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(_TIFF_SIGNATURES):
        return "tiff"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    return None


def losses(photo: Photo, target: Format) -> tuple[str, ...]:
    """What of ``photo`` a ``target`` file cannot hold, in words: "alpha", "16 bit", "IPTC", ..."""
    metadata = photo.metadata
    missing = {
        "alpha": photo.alpha is not None and target == "jpeg",
        f"{photo.bit_depth} bit": photo.bit_depth > _deepest(target),
        "EXIF": target == "jpeg" and _too_long(metadata.exif),
        "XMP": target == "jpeg" and _too_long(metadata.xmp),
        "IPTC": bool(metadata.iptc)
        and (target == "webp" or (target == "jpeg" and _too_long(metadata.iptc))),
        "texts": bool(metadata.texts) and target != "png",
    }
    return tuple(name for name, is_missing in missing.items() if is_missing)


def _deepest(target: Format) -> int:
    return {"jpeg": 8, "webp": 8, "png": 16, "tiff": 32}[target]


def _too_long(block: bytes | None) -> bool:
    return block is not None and len(block) > JPEG_SEGMENT
