"""The file formats that are read and written, as one table: a row for each.

How a row's files are read and written stands in modules of the same name, in
:mod:`mirnet_gui.photo.readers` and :mod:`mirnet_gui.photo.writers`. Nothing heavy is loaded here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, cast

from mirnet_gui.language import mark

Format = Literal["jpeg", "png", "tiff", "webp", "avif", "jxl"]
"""What is written, and read as well."""

Kind = Format | Literal["heic", "jp2", "bmp", "gif", "pnm", "raw"]
"""What is read: "raw" is any camera's own."""

SIGNATURE_LENGTH: Final = 64
"""How many of the first bytes of a file tell its kind."""

_MOST_PIXELS: Final = 10_000_000
_QUICK: Final = 16_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What files of a written format can hold.

    ``depths`` are in bits a channel, from the least on, ``longest_side`` is in pixels;
    up to ``quick_up_to`` pixels are written in 1 to 2 seconds of a slow computer.
    ``bytes_a_pixel`` is what a result takes with 8 bits a channel, by experience. ``has_quality``
    says that a quality of 1 to 100 can be chosen. What is held only up to some length is told by
    the writer.
    """

    depths: tuple[int, ...]
    bytes_a_pixel: float
    longest_side: int = _MOST_PIXELS
    quick_up_to: int = _QUICK
    has_quality: bool = False
    alpha: bool = True
    grey: bool = True
    iptc: bool = True
    texts: bool = True
    comments: bool = True
    resources: bool = True
    profile: bool = True

    @property
    def deepest(self) -> int:
        """The most bits a channel."""
        return self.depths[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatSpec:
    """One format: ``label`` is what people call it, the first of ``endings`` is the usual one.

    ``recognizes`` tells it from the first :data:`SIGNATURE_LENGTH` bytes of a file; that of one
    format at most may say yes. ``apart`` says that strange bytes can crash its decoder: a process
    beside this one decodes it. libvips makes thumbnails of it without decoding all if
    ``has_quick_thumbnails``.

    ``written`` is None for what is only read. Then results become what ``becomes`` says, and where
    that says "jpeg" and JPEG would lose transparency or depth, PNG.
    """

    name: Kind
    label: str
    endings: tuple[str, ...]
    recognizes: Callable[[bytes], bool]
    apart: bool = False
    has_quick_thumbnails: bool = False
    written: Written | None = None
    becomes: Format = "jpeg"


def _starting(*starts: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(starts)


def _matching(pattern: bytes) -> Callable[[bytes], bool]:
    compiled = re.compile(pattern, re.DOTALL)
    return lambda head: compiled.match(head) is not None


def _brands(head: bytes) -> bytes:
    """The brands of a file of boxes (ISO/IEC 14496-12), nothing for any other file."""
    return head[8 : int.from_bytes(head[:4], "big")] if head[4:8] == b"ftyp" else b""


def _is_avif(head: bytes) -> bool:
    brands = _brands(head)
    is_raw = brands.startswith(b"crx ")
    return not is_raw and (b"avif" in brands or b"avis" in brands)


def _is_heic(head: bytes) -> bool:
    return _brands(head)[:4] in _HEIC_BRANDS and not _is_avif(head)


def _is_bmp(head: bytes) -> bool:
    # "BM" alone begins many a text: the header behind it must have a length that there is.
    return head.startswith(b"BM") and head[6:10] == bytes(4) and head[14:18] in _BMP_HEADERS


def _is_raw(head: bytes) -> bool:
    """Whether it is a camera's own file that does not wear the guise of TIFF."""
    return (
        head.startswith(_RAW_STARTS)
        or _brands(head).startswith(b"crx ")
        or (head.startswith(_TIFF_STARTS) and head[8:10] == b"CR")
    )


_TIFF_STARTS: Final = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_RAW_STARTS: Final = (b"FUJIFILMCCD-RAW", b"IIRO", b"IIRS", b"MMOR", b"IIU\0", b"FOVb", b"\0MRM")
_BMP_HEADERS: Final = tuple(size.to_bytes(4, "little") for size in (12, 40, 52, 56, 64, 108, 124))
_HEIC_BRANDS: Final = (
    b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1",
)  # fmt: skip

_TABLE: Final = (
    FormatSpec(
        name="jpeg",
        label="JPEG",
        endings=(".jpg", ".jpeg", ".jpe", ".jfif"),
        recognizes=_starting(b"\xff\xd8\xff"),
        has_quick_thumbnails=True,
        written=Written(
            depths=(8,),
            bytes_a_pixel=0.7,
            longest_side=65_500,
            has_quality=True,
            alpha=False,
            texts=False,
        ),
    ),
    FormatSpec(
        name="png",
        label="PNG",
        endings=(".png",),
        recognizes=_starting(b"\x89PNG\r\n\x1a\n"),
        has_quick_thumbnails=True,
        written=Written(depths=(8, 16), bytes_a_pixel=2.2, resources=False),
    ),
    FormatSpec(
        name="tiff",
        label="TIFF",
        endings=(".tif", ".tiff"),
        recognizes=lambda head: head.startswith(_TIFF_STARTS) and not _is_raw(head),
        has_quick_thumbnails=True,
        written=Written(depths=(8, 16, 32), bytes_a_pixel=2.4, texts=False, comments=False),
    ),
    FormatSpec(
        name="webp",
        label="WebP",
        endings=(".webp",),
        recognizes=_matching(rb"RIFF....WEBP"),
        has_quick_thumbnails=True,
        written=Written(
            depths=(8,),
            bytes_a_pixel=0.4,
            quick_up_to=6_000_000,
            longest_side=16_383,
            has_quality=True,
            grey=False,
            iptc=False,
            texts=False,
            comments=False,
            resources=False,
        ),
    ),
    FormatSpec(
        name="heic",
        label="HEIC",
        endings=(".heic", ".heif", ".hif"),
        recognizes=_is_heic,
        apart=True,
    ),
    FormatSpec(
        name="avif",
        label="AVIF",
        endings=(".avif",),
        recognizes=_is_avif,
        apart=True,
        has_quick_thumbnails=True,
        written=Written(
            depths=(8, 10, 12),
            bytes_a_pixel=0.6,
            quick_up_to=2_000_000,
            longest_side=16_384,
            has_quality=True,
            grey=False,
            iptc=False,
            texts=False,
            comments=False,
            resources=False,
        ),
    ),
    FormatSpec(
        name="jxl",
        label=mark("JPEG XL"),
        endings=(".jxl",),
        recognizes=_starting(b"\xff\x0a", b"\0\0\0\x0cJXL \r\n\x87\n"),
        apart=True,
        written=Written(
            depths=(8, 10, 12, 16),
            bytes_a_pixel=0.5,
            quick_up_to=4_000_000,
            has_quality=True,
            grey=False,
            iptc=False,
            texts=False,
            comments=False,
            resources=False,
            profile=False,
        ),
    ),
    FormatSpec(
        name="jp2",
        label="JPEG 2000",
        endings=(".jp2", ".j2k", ".j2c", ".jpc", ".jpf", ".jpx"),
        recognizes=_starting(b"\0\0\0\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51"),
        apart=True,
        becomes="png",
    ),
    FormatSpec(
        name="bmp",
        label="BMP",
        endings=(".bmp", ".dib"),
        recognizes=_is_bmp,
        becomes="png",
    ),
    FormatSpec(
        name="gif",
        label="GIF",
        endings=(".gif",),
        recognizes=_starting(b"GIF87a", b"GIF89a"),
        becomes="png",
    ),
    FormatSpec(
        name="pnm",
        label="PNM",
        endings=(".pnm", ".pbm", ".pgm", ".ppm", ".pam", ".pfm"),
        recognizes=_matching(rb"P[1-6Ff][ \t\r\n#]|P7\n"),
        becomes="png",
    ),
    FormatSpec(
        name="raw",
        label=mark("camera RAW"),
        endings=(
            ".3fr", ".arw", ".cr2", ".cr3", ".crw", ".dcr", ".dng", ".erf", ".fff", ".iiq", ".kdc",
            ".mef", ".mos", ".mrw", ".nef", ".nrw", ".orf", ".pef", ".raf", ".rw2", ".rwl", ".sr2",
            ".srf", ".srw", ".x3f",
        ),
        recognizes=_is_raw,
        apart=True,
        becomes="tiff",
    ),
)  # fmt: skip

FORMATS: Final[dict[Kind, FormatSpec]] = {spec.name: spec for spec in _TABLE}
"""Every format that is read, in the order in which people are told of them."""

WRITTEN: Final[dict[Format, Written]] = {
    cast(Format, spec.name): spec.written for spec in _TABLE if spec.written
}
"""What is written, and what it can hold."""

KIND_LABELS: Final[dict[Kind, str]] = {spec.name: spec.label for spec in _TABLE}
"""What people call what is read."""

LABELS: Final[dict[Format, str]] = {name: KIND_LABELS[name] for name in WRITTEN}
"""What people call the formats that are written."""

READ_EXTENSIONS: Final[dict[str, Kind]] = {
    ending: spec.name for spec in _TABLE for ending in spec.endings
}
"""Every extension that is taken for a photograph."""

EXTENSIONS: Final[dict[str, Format]] = {
    ending: name for name in WRITTEN for ending in FORMATS[name].endings
}
"""The extensions of what is written; the first of a format is the usual one."""

RAW_EXTENSIONS: Final = frozenset(FORMATS["raw"].endings)
"""What cameras call their own files."""

WITH_QUALITY: Final = [label for name, label in LABELS.items() if WRITTEN[name].has_quality]
"""What people call the formats whose quality can be chosen."""


def kind_of_content(head: bytes) -> Kind | None:
    """Tell the kind from the first :data:`SIGNATURE_LENGTH` bytes of a file.

    Cameras' own files in the guise of TIFF are told as that.
    """
    return next((spec.name for spec in _TABLE if spec.recognizes(head)), None)


def written_as(kind: Kind, *, bit_depth: int, has_alpha: bool) -> Format:
    """The format in which a result keeps most of a photograph of ``kind``.

    Itself where it is written; 16-bit TIFF for camera RAW; PNG for what loses nothing or is kept in
    archives (BMP, GIF, PNM, JPEG 2000); for what phones make JPEG, or PNG where JPEG would lose
    transparency or depth.
    """
    spec = FORMATS[kind]
    if spec.written:
        return cast(Format, kind)
    if spec.becomes == "jpeg" and (has_alpha or bit_depth > WRITTEN["jpeg"].deepest):
        return "png"
    return spec.becomes
