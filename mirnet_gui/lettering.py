"""Fonts for what is written into pictures, whatever script it is in."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Final

from PIL import ImageDraw, ImageFont

_log = logging.getLogger(__name__)

# Pillow looks for them where the system keeps its fonts; each system has some of them.
_SYSTEM_FONTS: Final = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "NotoSansCJKjp-Regular.otf",
    "NotoSansDevanagari-Regular.ttf",
    "NotoSansBengali-Regular.ttf",
    "msyh.ttc",
    "YuGothR.ttc",
    "Nirmala.ttf",
    "Nirmala.ttc",
    "PingFang.ttc",
    "Hiragino Sans GB.ttc",
    "Kohinoor.ttc",
    "KohinoorBangla.ttc",
    "Arial Unicode.ttf",
)


def length_of(text: str, size: int) -> float:
    """How many pixels ``text`` is long when it is written ``size`` pixels high."""
    return sum(font.getlength(part) for part, font in _parts(text, size))


def write(
    draw: ImageDraw.ImageDraw,
    corner: tuple[float, float],
    text: str,
    size: int,
    colour: tuple[int, int, int],
) -> None:
    """Write ``text`` from its top left ``corner`` on, each letter in a font that has it.

    Where this computer has none with a letter, there is a box in its place.
    """
    left, top = corner
    ascent, _descent = _font(_usual_font(), size).getmetrics()
    for part, font in _parts(text, size):
        draw.text((left, top + ascent), part, colour, font, anchor="ls")
        left += font.getlength(part)


def _parts(text: str, size: int) -> Iterator[tuple[str, ImageFont.FreeTypeFont]]:
    for path, letters in groupby(text, _path_for):
        yield "".join(letters), _font(path, size)


@cache
def _path_for(letter: str) -> str:
    usual = _usual_font()
    found = (path for name in _SYSTEM_FONTS if (path := _path_of(name)) is not None)
    paths = (path for path in (usual, *found) if ord(letter) in _letters_of(path))
    return next(paths, usual)


@cache
def _usual_font() -> str:
    import matplotlib as mpl  # slow, and of no use to the window's start

    # Pillow's own font knows little more than English.
    return str(Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf")


@cache
def _path_of(name: str) -> str | None:
    try:
        path = ImageFont.truetype(name).path
    except OSError:
        return None
    return path if isinstance(path, str) else None


@cache
def _letters_of(path: str) -> frozenset[int]:
    from matplotlib.ft2font import FT2Font  # slow, as above

    try:
        return frozenset(FT2Font(path).get_charmap())
    except (OSError, RuntimeError) as error:
        _log.info("%s is no font to write with: %s", path, error)
        return frozenset()


@cache
def _font(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)
