"""The file formats that are read and written: how they are recognised and what they can hold."""

from __future__ import annotations

import re
from typing import Final

from mirnet_gui.photo import exif
from mirnet_gui.photo.ifd import Layout
from mirnet_gui.photo.jpeg_metadata import fitted
from mirnet_gui.photo.photo import Format, Kind, Photo

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
"""The extensions of what is written; the first of a format is the usual one."""

RAW_EXTENSIONS: Final = frozenset({
    ".3fr", ".arw", ".cr2", ".cr3", ".crw", ".dcr", ".dng", ".erf", ".fff", ".iiq", ".kdc", ".mef",
    ".mos", ".mrw", ".nef", ".nrw", ".orf", ".pef", ".raf", ".rw2", ".rwl", ".sr2", ".srf", ".srw",
    ".x3f",
})  # fmt: skip
"""What cameras call their own files."""

READ_EXTENSIONS: Final[dict[str, Kind]] = {
    **EXTENSIONS,
    ".heic": "heic",
    ".heif": "heic",
    ".hif": "heic",
    ".avif": "avif",
    ".jxl": "jxl",
    **dict.fromkeys((".jp2", ".j2k", ".j2c", ".jpc", ".jpf", ".jpx"), "jp2"),
    **dict.fromkeys((".bmp", ".dib"), "bmp"),
    ".gif": "gif",
    **dict.fromkeys((".pnm", ".pbm", ".pgm", ".ppm", ".pam", ".pfm"), "pnm"),
    **dict.fromkeys(sorted(RAW_EXTENSIONS), "raw"),
}
"""Every extension that is taken for a photograph."""

LABELS: Final[dict[Format, str]] = {
    "jpeg": "JPEG",
    "png": "PNG",
    "tiff": "TIFF",
    "webp": "WebP",
}
"""What people call the formats that are written."""

KIND_LABELS: Final[dict[Kind, str]] = {
    "jpeg": LABELS["jpeg"],
    "png": LABELS["png"],
    "tiff": LABELS["tiff"],
    "webp": LABELS["webp"],
    "heic": "HEIC",
    "avif": "AVIF",
    "jxl": "JPEG XL",
    "jp2": "JPEG 2000",
    "bmp": "BMP",
    "gif": "GIF",
    "pnm": "PNM",
    "raw": "camera RAW",
}
"""What people call what is read."""

SIGNATURE_LENGTH: Final = 64

LONGEST_SIDE: Final[dict[Format, int]] = {
    "jpeg": 65_500,
    "png": 10_000_000,
    "tiff": 10_000_000,
    "webp": 16_383,
}
"""The most pixels that one side of a picture can have in each format."""

DEEPEST: Final[dict[Format, int]] = {"jpeg": 8, "webp": 8, "png": 16, "tiff": 32}
"""The most bits that a channel can have in each format."""

_TIFF_SIGNATURES = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_SIGNATURES: Final[dict[Kind, bytes | tuple[bytes, ...]]] = {
    "jpeg": b"\xff\xd8\xff",
    "png": b"\x89PNG\r\n\x1a\n",
    "raw": (b"FUJIFILMCCD-RAW", b"IIRO", b"IIRS", b"MMOR", b"IIU\0", b"FOVb", b"\0MRM"),
    "jxl": (b"\xff\x0a", b"\0\0\0\x0cJXL \r\n\x87\n"),
    "jp2": (b"\0\0\0\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51"),
    "gif": (b"GIF87a", b"GIF89a"),
}
_PNM: Final = re.compile(rb"P[1-6Ff][ \t\r\n#]|P7\n")
_BMP_HEADERS: Final = tuple(size.to_bytes(4, "little") for size in (12, 40, 52, 56, 64, 108, 124))
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


def kind_of_content(head: bytes) -> Kind | None:
    """Tell the kind from the first :data:`SIGNATURE_LENGTH` bytes of a file.

    Cameras' own files in the guise of TIFF are told as that.
    """
    if head.startswith(_TIFF_SIGNATURES):
        return "raw" if head[8:10] == b"CR" else "tiff"
    if head[4:8] == b"ftyp":
        return _kind_of_brands(head)
    if head.startswith(b"RIFF"):
        return "webp" if head[8:12] == b"WEBP" else None
    if head.startswith(b"BM"):
        return "bmp" if _is_bmp(head) else None
    if _PNM.match(head):
        return "pnm"
    return next((kind for kind, starts in _SIGNATURES.items() if head.startswith(starts)), None)


def _is_bmp(head: bytes) -> bool:
    # "BM" alone begins many a text: the header behind it must have a length that there is.
    return head[6:10] == bytes(4) and head[14:18] in _BMP_HEADERS


def _kind_of_brands(head: bytes) -> Kind | None:
    size = int.from_bytes(head[:4], "big")
    brands = head[8:size]
    if brands.startswith(b"crx "):
        return "raw"
    if b"avif" in brands or b"avis" in brands:
        return "avif"
    return "heic" if brands[:4] in _HEIC_BRANDS else None


def written_as(kind: Kind, *, bit_depth: int, has_alpha: bool) -> Format:
    """The format in which a result keeps most of a photograph of ``kind``.

    Itself where it is written; 16-bit TIFF for camera RAW; PNG for what loses nothing or is kept in
    archives (BMP, GIF, PNM, JPEG 2000); for what phones make JPEG, or PNG where JPEG would lose
    transparency or depth.
    """
    match kind:
        case "jpeg" | "png" | "tiff" | "webp":
            return kind
        case "raw":
            return "tiff"
        case "bmp" | "gif" | "pnm" | "jp2":
            return "png"
    return "png" if has_alpha or bit_depth > 8 else "jpeg"


def losses(photo: Photo, target: Format) -> tuple[str, ...]:
    """What of ``photo`` a ``target`` file cannot hold, in words: "alpha", "16 bit", "IPTC", ..."""
    metadata = photo.metadata
    missing = {
        "alpha": photo.alpha is not None and target == "jpeg",
        f"{photo.bit_depth} bit": photo.bit_depth > DEEPEST[target],
        "IPTC": bool(metadata.iptc) and target == "webp",
        "texts": bool(metadata.texts) and target != "png",
        "comment": bool(metadata.comments) and target in ("tiff", "webp"),
        "Photoshop resources": bool(metadata.resources) and target in ("png", "webp"),
        "maker notes": target == "tiff"
        and metadata.exif is not None
        and exif.loses_note(metadata.exif, Layout()),
    }
    too_long = fitted(metadata)[1] if target == "jpeg" else ()
    return (*(name for name, is_missing in missing.items() if is_missing), *too_long)
