"""Opening PNG files with all that their chunks say, of colours too and behind the pixels."""

from __future__ import annotations

import struct
from typing import Any, Final

import pyvips

from mirnet_gui.language import tr
from mirnet_gui.photo.colour.icc import Chromaticities
from mirnet_gui.photo.colour.numbers import (
    ColourNumbers,
    UnknownColoursError,
    profile_of_lights,
    profile_of_numbers,
)
from mirnet_gui.photo.containers.png_chunks import Chunks, international_text
from mirnet_gui.photo.metadata import exif
from mirnet_gui.photo.metadata.png_texts import TEXTUAL, XMP, exif_of

COLOURS: Final = (b"cICP", b"iCCP", b"sRGB", b"gAMA", b"cHRM")
"""Names of the chunks that tell colours."""

_UNIT: Final = 100_000
_LEAST, _MOST = 0.1, 10.0
_UNSPECIFIED: Final = b"\2\2"
"""Primaries and transfer of a cICP that leave it to the other chunks."""


def open_png(source: pyvips.Source, found: Chunks, **options: Any) -> pyvips.Image:
    """The picture, its header read, with EXIF, XMP, orientation and profile wherever they stand.

    What tells colours is ranked as in PNG 3 (section 13.3): cICP, iCCP, sRGB, gAMA and cHRM.
    ``found`` are those chunks and the texts, ``options`` libvips' own. Raises
    :class:`UnknownColoursError` or pyvips.Error.
    """
    image = pyvips.Image.pngload_source(source, **options).copy()
    chunks: dict[bytes, bytes] = {}
    for name, content in found.of(*COLOURS, b"eXIf", b"iTXt"):
        if name == b"iTXt":
            keyword, text = international_text(content)
            if keyword == XMP and text:
                chunks.setdefault(XMP, text)
        else:
            chunks.setdefault(name, content)
    _put(image, "xmp-data", chunks.get(XMP))
    if block := chunks.get(b"eXIf") or exif_of(found.of(*TEXTUAL)):
        _put(image, "exif-data", block)
        turned = exif.orientation_of(block)
        if turned is not None and not image.get_typeof("orientation"):
            image.set_type(pyvips.GValue.gint_type, "orientation", turned)
    if profile := _profile(chunks):
        image.set_type(pyvips.GValue.blob_type, "icc-profile-data", profile)
    elif not chunks.get(b"cICP", _UNSPECIFIED).startswith(_UNSPECIFIED) and image.get_typeof(
        "icc-profile-data"
    ):
        image.remove("icc-profile-data")
    return image


def _put(image: pyvips.Image, name: str, block: bytes | None) -> None:
    if block and not image.get_typeof(name):
        image.set_type(pyvips.GValue.blob_type, name, block)


def _profile(chunks: dict[bytes, bytes]) -> bytes | None:
    numbers = chunks.get(b"cICP", b"")
    if len(numbers) == 4 and not numbers.startswith(_UNSPECIFIED):
        if numbers[3] == 0:
            raise UnknownColoursError(tr("colours of the narrow range of video"))
        return profile_of_numbers(ColourNumbers(numbers[0], numbers[1]))
    if b"iCCP" in chunks or b"sRGB" in chunks:
        return None
    return profile_of_lights(_lights(chunks.get(b"cHRM", b"")), _exponent(chunks.get(b"gAMA", b"")))


def _lights(content: bytes) -> Chromaticities | None:
    if len(content) != 32:
        return None
    white, red, green, blue = (
        (x / _UNIT, y / _UNIT) for x, y in struct.iter_unpack(">II", content)
    )
    return red, green, blue, white


def _exponent(content: bytes) -> float | None:
    gamma = int.from_bytes(content, "big") if len(content) == 4 else 0
    exponent = _UNIT / gamma if gamma else 0.0
    return exponent if _LEAST <= exponent <= _MOST else None
