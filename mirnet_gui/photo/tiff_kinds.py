"""Which of the many kinds of TIFF are photographs that can be read here, told by their tags."""

from __future__ import annotations

from typing import Final

from mirnet_gui.photo.decoded import DamagedPictureError, UnsupportedKindError
from mirnet_gui.photo.ifd import Directory, Layout

WIDTH: Final = 256
HEIGHT: Final = 257
PHOTOMETRIC: Final = 262
BITS: Final = 258

_COMPRESSION, _SAMPLES, _INKS, _EXTRA, _FORMAT = 259, 277, 332, 338, 339
_TILE_STARTS, _TILE_SIZES = 324, 325
_PLANES, _SEPARATE = 284, 2
_WHITE_IS_ZERO, _YCBCR, _SEPARATED = 0, 6, 5
_FLOAT: Final = 3
_JPEG: Final = 7
_COLOURS: Final = {0: 1, 1: 1, 2: 3, 3: 1, 5: 4, 6: 3, 8: 3}
_DEPTHS: Final = (1, 2, 4, 8, 16, 32, 64)
_COMPRESSED: Final = frozenset({1, 2, 3, 4, 5, _JPEG, 8, 32773, 32946})
_COMPRESSIONS: Final = {
    6: "old-style JPEG",
    34887: "LERC",
    34892: "lossy JPEG (DNG)",
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
    4: "a mask of transparency",
    9: "ICC Lab colours",
    10: "ITU Lab colours (fax)",
    32803: "the unprocessed data of a sensor",
    32844: "LogL luminances",
    32845: "LogLuv colours",
    34892: "the unprocessed data of a sensor",
}


def number(layout: Layout, directory: Directory, tag: int) -> int | None:
    """The first whole number of a tag, or None."""
    entry = directory.entries.get(tag)
    return entry.integer(layout) if entry else None


def name_of_compression(layout: Layout, directory: Directory) -> str | None:
    """What people call a compression that cannot be read here; None for the others."""
    code = number(layout, directory, _COMPRESSION) or 1
    return None if code in _COMPRESSED else _COMPRESSIONS.get(code, f"an unknown method ({code})")


def check_kind(layout: Layout, page: Directory, file_size: int) -> None:
    """Raise :class:`UnsupportedKindError` or :class:`DamagedPictureError` for what is not read.

    What a decoder would guess is refused as well: it would be wrong, and nobody would know.
    """
    if not page.entries.keys() >= {WIDTH, HEIGHT}:
        raise DamagedPictureError("no size")
    if (name := name_of_compression(layout, page)) is not None:
        raise UnsupportedKindError(f"a TIFF compressed with {name}")
    photometric = number(layout, page, PHOTOMETRIC)
    if photometric not in _COLOURS:
        what = _PHOTOMETRICS.get(photometric or 0, "colours of a kind that it does not tell")
        raise UnsupportedKindError(f"a TIFF of {what}")
    _check_depth(layout, page, photometric)
    _check_colours(layout, page, photometric)
    if number(layout, page, _PLANES) == _SEPARATE and _TILE_STARTS in page.entries:
        raise UnsupportedKindError("a TIFF of tiles whose channels lie apart")
    _check_place(layout, page, file_size)


def _check_depth(layout: Layout, page: Directory, photometric: int) -> None:
    entry = page.entries.get(BITS)
    depths = set(entry.integers(layout)) if entry else {1}
    if len(depths) > 1:
        raise UnsupportedKindError("a TIFF whose channels have different depths")
    (depth,) = depths or {1}
    if not 1 <= depth <= 64:
        raise DamagedPictureError("no depth")
    if depth not in _DEPTHS:
        raise UnsupportedKindError(f"a TIFF with {depth} bits per channel")
    if photometric == _WHITE_IS_ZERO and number(layout, page, _FORMAT) == _FLOAT:
        raise UnsupportedKindError("a TIFF of floating-point numbers whose white is 0")
    if photometric in (_YCBCR, _SEPARATED) and depth < 8:
        raise UnsupportedKindError(f"a colour TIFF with {depth} bits per channel")


def _check_colours(layout: Layout, page: Directory, photometric: int) -> None:
    compression = number(layout, page, _COMPRESSION)
    if photometric == _YCBCR and compression != _JPEG:
        raise UnsupportedKindError("a TIFF of YCbCr colours without JPEG compression")
    if photometric == _SEPARATED and (number(layout, page, _INKS) or 1) != 1:
        raise UnsupportedKindError("a TIFF of inks other than CMYK")
    samples = number(layout, page, _SAMPLES) or 1
    if samples != _COLOURS[photometric] + 1:
        return
    extra = page.entries.get(_EXTRA)
    if not extra or extra.integers(layout)[:1] not in ((1,), (2,)):
        raise UnsupportedKindError("a TIFF with one more channel of which it does not tell the use")


def _check_place(layout: Layout, page: Directory, file_size: int) -> None:
    # libvips fills tiles that are missing with black and says nothing.
    starts, sizes = (page.entries.get(tag) for tag in (_TILE_STARTS, _TILE_SIZES))
    if not starts or not sizes:
        return
    both = zip(starts.integers(layout), sizes.integers(layout), strict=False)
    if max((start + size for start, size in both), default=0) > file_size:
        raise DamagedPictureError("tiles lie outside the file")
