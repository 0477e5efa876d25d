"""Fonts for what is written into pictures, whatever script it is in."""

from __future__ import annotations

import logging
from functools import cache
from pathlib import Path
from typing import Final

from PIL import ImageFont

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


def font_for(text: str, size: int) -> ImageFont.FreeTypeFont:
    """A font of ``size`` pixels that has all letters of ``text``.

    Where this computer has none, it is one of Latin, Greek and Cyrillic letters.
    """
    wanted = {ord(letter) for letter in text if not letter.isspace()}
    usual = _usual_font()
    if wanted <= _letters_of(usual):
        return _font(usual, size)
    found = (path for name in _SYSTEM_FONTS if (path := _path_of(name)) is not None)
    fitting = (path for path in found if wanted <= _letters_of(path))
    return _font(next(fitting, usual), size)


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
