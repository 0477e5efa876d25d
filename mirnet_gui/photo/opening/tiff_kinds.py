"""Which of the many kinds of TIFF are photographs that can be read here, told by their tags."""

from __future__ import annotations

from typing import Final

from mirnet_gui.language import mark, tr, tr_count
from mirnet_gui.photo.containers.ifd import ByteLayout, Directory
from mirnet_gui.photo.decoded import DamagedPictureError, UnsupportedKindError

WIDTH: Final = 256
HEIGHT: Final = 257
PHOTOMETRIC: Final = 262
BITS: Final = 258

_COMPRESSION, _SAMPLES, _INKS, _EXTRA, _FORMAT = 259, 277, 332, 338, 339
_TILE_STARTS, _TILE_SIZES = 324, 325
_PLANES, _SEPARATE = 284, 2
_SLICES: Final = 32997
_WHITE_IS_ZERO, _BLACK_IS_ZERO, _RGB, _PALETTE, _SEPARATED, _YCBCR, _LAB = 0, 1, 2, 3, 5, 6, 8
_UNSIGNED, _SIGNED, _FLOAT = 1, 2, 3
_MULTIPLIED: Final = 1
"""Kind of an extra sample: a transparency that the colours are multiplied by already."""
_JPEG: Final = 7
COLOURS: Final = {0: 1, 1: 1, 2: 3, 3: 1, 5: 4, 6: 3, 8: 3}
"""How many channels the colours have that are read, by their PhotometricInterpretation."""
_DEPTHS: Final = (1, 2, 4, 8, 16, 32, 64)
_COMPRESSED: Final = frozenset({1, 2, 3, 4, 5, _JPEG, 8, 32773, 32946})
_COMPRESSIONS: Final = {
    6: mark("old-style JPEG"),
    34887: "LERC",
    34892: mark("lossy JPEG (DNG)"),
    34925: "LZMA",
    34712: "JPEG 2000",
    33003: "JPEG 2000", 33004: "JPEG 2000", 33005: "JPEG 2000",
    34676: "SGI LogLuv", 34677: "SGI LogLuv",
    34933: "PNG", 34934: "JPEG XR", 22610: "JPEG XR",
    50000: "Zstandard", 34926: "Zstandard",
    50001: "WebP", 34927: "WebP",
    50002: "JPEG XL", 52546: "JPEG XL",
}  # fmt: skip
_PHOTOMETRICS: Final = {
    4: mark("a mask of transparency"),
    9: mark("ICC Lab colours"),
    10: mark("ITU Lab colours (fax)"),
    32803: mark("the unprocessed data of a sensor"),
    32844: mark("LogL luminances"),
    32845: mark("LogLuv colours"),
    34892: mark("the unprocessed data of a sensor"),
}


def number(layout: ByteLayout, directory: Directory, tag: int) -> int | None:
    """The first whole number of a tag, or None."""
    entry = directory.entries.get(tag)
    return entry.integer(layout) if entry else None


def name_of_compression(layout: ByteLayout, directory: Directory) -> str | None:
    """What people call a compression that cannot be read here; None for the others."""
    code = number(layout, directory, _COMPRESSION) or 1
    if code in _COMPRESSED:
        return None
    return _COMPRESSIONS.get(code) or tr("an unknown method ({code})", code=code)


def check_kind(layout: ByteLayout, page: Directory, file_size: int) -> None:
    """Raise :class:`UnsupportedKindError` or :class:`DamagedPictureError` for what is not read.

    What a decoder would guess is refused as well: it would be wrong, and nobody would know.
    """
    if not page.entries.keys() >= {WIDTH, HEIGHT}:
        raise DamagedPictureError("no size")
    if (name := name_of_compression(layout, page)) is not None:
        raise UnsupportedKindError(tr("a TIFF compressed with {name}", name=tr(name)))
    photometric = number(layout, page, PHOTOMETRIC)
    if photometric not in COLOURS:
        what = _PHOTOMETRICS.get(photometric or 0, tr("colours of a kind that it does not declare"))
        raise UnsupportedKindError(tr("a TIFF of {what}", what=tr(what)))
    if (number(layout, page, _SLICES) or 1) > 1:
        raise UnsupportedKindError(tr("a TIFF of a volume"))
    _check_depth(layout, page, photometric)
    _check_colours(layout, page, photometric)
    _check_numbers(layout, page, photometric)
    _check_multiplied(layout, page, photometric)
    _check_planes(layout, page, photometric)
    _check_place(layout, page, file_size)


def _check_depth(layout: ByteLayout, page: Directory, photometric: int) -> None:
    entry = page.entries.get(BITS)
    depths = set(entry.integers(layout)) if entry else {1}
    if len(depths) > 1:
        raise UnsupportedKindError(tr("a TIFF whose channels have different depths"))
    (depth,) = depths or {1}
    if not 1 <= depth <= 64:
        raise DamagedPictureError("no depth")
    if depth not in _DEPTHS:
        raise UnsupportedKindError(tr("a TIFF with {depth} bits per channel", depth=depth))
    if photometric == _WHITE_IS_ZERO and number(layout, page, _FORMAT) == _FLOAT:
        raise UnsupportedKindError(tr("a TIFF of floating-point numbers whose white is 0"))
    if depth < 8 and (number(layout, page, _SAMPLES) or 1) > 1:
        raise UnsupportedKindError(
            tr_count(
                "a TIFF of several channels with {count} bit in each",
                "a TIFF of several channels with {count} bits in each",
                depth,
            )
        )


def _check_numbers(layout: ByteLayout, page: Directory, photometric: int) -> None:
    """CMYK and Lab: what their numbers mean is agreed for whole ones of 8 and 16 bits only."""
    if photometric not in (_SEPARATED, _LAB):
        return
    what = tr("CMYK inks") if photometric == _SEPARATED else tr("Lab colours")
    depth = number(layout, page, BITS)
    agreed = (_UNSIGNED, _SIGNED) if photometric == _LAB else (_UNSIGNED,)
    if depth not in (8, 16) or (number(layout, page, _FORMAT) or _UNSIGNED) not in agreed:
        raise UnsupportedKindError(tr("a TIFF of {what} in numbers of a rare kind", what=what))
    if photometric == _LAB and depth == 16 and _has_extra(layout, page, photometric):
        # libvips forgets the transparency.
        raise UnsupportedKindError(tr("a TIFF of Lab colours with transparency"))


def _check_multiplied(layout: ByteLayout, page: Directory, photometric: int) -> None:
    """Where libvips divides colours by their transparency as if all had 8 or 16 bits of light."""
    extra = page.entries.get(_EXTRA)
    is_multiplied = extra and extra.integer(layout) == _MULTIPLIED
    if not is_multiplied or not _has_extra(layout, page, photometric):
        return
    depth, is_float = number(layout, page, BITS), number(layout, page, _FORMAT) == _FLOAT
    most = {_RGB: 64 if is_float else 16, _BLACK_IS_ZERO: 0 if is_float else 16}
    if (depth or 1) > most.get(photometric, 0):
        raise UnsupportedKindError(tr("a TIFF of a rare kind, multiplied by its transparency"))


def _check_planes(layout: ByteLayout, page: Directory, photometric: int) -> None:
    samples = number(layout, page, _SAMPLES) or 1
    if number(layout, page, _PLANES) != _SEPARATE or samples == 1:
        return
    if _TILE_STARTS in page.entries:
        raise UnsupportedKindError(tr("a TIFF of tiles whose channels lie apart"))
    depth, is_float = number(layout, page, BITS), number(layout, page, _FORMAT) == _FLOAT
    # libvips takes the other rows of each strip from somewhere else and says nothing.
    is_right = photometric in (_RGB, _SEPARATED) or (photometric == _LAB and depth == 8)
    if not is_right or (is_float and depth == 16):
        raise UnsupportedKindError(tr("a TIFF of a rare kind whose channels lie apart"))


def _has_extra(layout: ByteLayout, page: Directory, photometric: int) -> bool:
    return (number(layout, page, _SAMPLES) or 1) > COLOURS[photometric]


def _check_colours(layout: ByteLayout, page: Directory, photometric: int) -> None:
    compression = number(layout, page, _COMPRESSION)
    if photometric == _YCBCR and compression != _JPEG:
        raise UnsupportedKindError(tr("a TIFF of YCbCr colours without JPEG compression"))
    if photometric == _SEPARATED and (number(layout, page, _INKS) or 1) != 1:
        raise UnsupportedKindError(tr("a TIFF of inks other than CMYK"))
    samples = number(layout, page, _SAMPLES) or 1
    if samples != COLOURS[photometric] + 1:
        return
    extra = page.entries.get(_EXTRA)
    if not extra or extra.integers(layout)[:1] not in ((1,), (2,)):
        raise UnsupportedKindError(tr("a TIFF with one more channel whose use it does not state"))


def _check_place(layout: ByteLayout, page: Directory, file_size: int) -> None:
    # libvips fills tiles that are missing with black and says nothing.
    starts, sizes = (page.entries.get(tag) for tag in (_TILE_STARTS, _TILE_SIZES))
    if not starts or not sizes:
        return
    both = zip(starts.integers(layout), sizes.integers(layout), strict=False)
    if max((start + size for start, size in both), default=0) > file_size:
        raise DamagedPictureError("tiles lie outside the file")
