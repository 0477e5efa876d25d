"""The pictures that help shows, of those that README does: see make_screenshots.py."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap

from mirnet_gui import locations
from mirnet_gui.ui.shell.help.help_window import PICTURE_WIDTH, PICTURES

PAGES: Final = {
    "empty": "start",
    "after": "enhance",
    "compare": "compare",
    "batch": "batch",
    "train": "train",
}
"""By the names of shots, the pages of help that show them."""
_QUALITY: Final = 82


def save_for_help(picture: QPixmap, page: str) -> None:
    """Twice as wide as help shows it: sharp on fine screens, too."""
    reduced = picture.scaledToWidth(2 * PICTURE_WIDTH, Qt.TransformationMode.SmoothTransformation)
    target = locations.resources() / "help" / PICTURES / f"{page}.jpg"
    target.parent.mkdir(exist_ok=True)
    reduced.save(str(target), "JPEG", _QUALITY)
