"""Drawings of the font Phosphor, which comes in the package qtawesome.

That package is not imported: it would load Qt's modules for OpenGL and a dozen other fonts, which
is a third of the time in which the window is up.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

_FONT, _LETTERS = "phosphor-*.ttf", "phosphor-charmap-*.json"
# Of the height of an icon; the rest is room that the letters of the font need.
_SHARE = 0.875


class GlyphEngine(QIconEngine):
    """Draws the drawing called ``name`` in ``colour``, or in ``disabled``, both #rrggbb."""

    def __init__(self, name: str, colour: str, disabled: str) -> None:
        super().__init__()
        self._letter = _letters()[name]
        self._colour, self._disabled = colour, disabled

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        """See QIconEngine."""
        font = QFont(_family())
        font.setPixelSize(max(1, round(_SHARE * rect.height())))
        is_disabled = mode == QIcon.Mode.Disabled
        painter.save()
        painter.setFont(font)
        painter.setPen(QColor(self._disabled if is_disabled else self._colour))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._letter)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """See QIconEngine."""
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return made


@lru_cache
def _letters() -> dict[str, str]:
    found = json.loads(_file(_LETTERS).read_text(encoding="utf-8"))
    return {name: chr(int(code, 16)) for name, code in found.items()}


@lru_cache
def _family() -> str:
    return QFontDatabase.applicationFontFamilies(
        QFontDatabase.addApplicationFont(str(_file(_FONT)))
    )[0]


def _file(pattern: str) -> Path:
    package = find_spec("qtawesome")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("qtawesome")
    (found,) = (Path(package.origin).parent / "fonts").glob(pattern)
    return found
