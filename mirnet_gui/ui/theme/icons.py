"""Icons by what they mean; the drawings come from Phosphor."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from pathlib import Path

from PySide6.QtGui import QGuiApplication, QIcon

from mirnet_gui import locations
from mirnet_gui.ui.theme.phosphor import GlyphEngine


class Glyph(StrEnum):
    """The names under which Phosphor knows what the window needs."""

    OPEN = "ph.folder-open"
    PASTE = "ph.clipboard"
    COPY = "ph.copy"
    SAVE = "ph.download-simple"
    ENHANCE = "ph.sparkle"
    UNDO = "ph.arrow-u-up-left"
    REDO = "ph.arrow-u-up-right"
    PREVIOUS = "ph.caret-left"
    NEXT = "ph.caret-right"
    DOWN = "ph.caret-down"
    MENU = "ph.list"
    CLOSE = "ph.x"
    FAILED = "ph.warning-circle"
    DONE = "ph.check-circle"
    NOTE = "ph.info"
    PHOTO = "ph.image"
    COMPARE = "ph.squares-four"
    BATCH = "ph.stack"
    TRAIN = "ph.graduation-cap"
    DOTS = "ph.dots-three-vertical"
    EDITED = "ph.sliders-horizontal"
    SAVED = "ph.check"
    FIND = "ph.magnifying-glass"
    FOLDER = "ph.folder"


_TURNED = {
    Glyph.UNDO: Glyph.REDO,
    Glyph.REDO: Glyph.UNDO,
    Glyph.PREVIOUS: Glyph.NEXT,
    Glyph.NEXT: Glyph.PREVIOUS,
}


def icon(glyph: Glyph, colour: str, disabled: str | None = None) -> QIcon:
    """``glyph`` in ``colour`` (#rrggbb); where one reads from right to left, arrows turn round."""
    if QGuiApplication.isRightToLeft():
        glyph = _TURNED.get(glyph, glyph)
    return QIcon(_drawn(glyph.value.removeprefix("ph."), colour, disabled or colour))


@cache
def _drawn(name: str, colour: str, disabled: str) -> QIcon:
    # Never let go of: were the last icon with an engine made in Python to be collected together
    # with that, the engine could be gone before it, and the program with it.
    return QIcon(GlyphEngine(name, colour, disabled))


def program_icon() -> QIcon:
    """The lamp: the picture of the program itself."""
    folder = locations.resources() / "icons"
    made = QIcon()
    for path in _drawings(folder):
        made.addFile(str(path))
    return made


def _drawings(folder: Path) -> list[Path]:
    return sorted(folder.glob("mirnet-gui*.png")) + sorted(folder.glob("mirnet-gui.svg"))
