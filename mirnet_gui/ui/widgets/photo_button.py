"""A button that shows a photograph, with its name below."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QToolButton

from mirnet_gui.ui.widgets.rounding import rounded

PICTURE: Final = QSize(168, 112)
_RADIUS: Final = 6


class PhotoButton(QToolButton):
    """For the photograph ``path``, called ``title``; ``spoken`` says what it does."""

    chosen = Signal(object)
    """Its :class:`Path`."""

    def __init__(self, path: Path, title: str, spoken: str) -> None:
        super().__init__()
        self._path = path
        self.setProperty("kind", "ghost")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setIconSize(PICTURE)
        # An ampersand would underline the letter behind it.
        short = self.fontMetrics().elidedText(title, Qt.TextElideMode.ElideMiddle, PICTURE.width())
        self.setText(short.replace("&", "&&"))
        self.setAccessibleName(spoken)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_picture(QPixmap())
        self.clicked.connect(self._on_clicked)

    @property
    def path(self) -> Path:
        """The photograph."""
        return self._path

    def show_picture(self, picture: QPixmap) -> None:
        """Show ``picture``, cut to the button's own shape."""
        ratio = self.devicePixelRatioF()
        wanted = PICTURE * ratio
        if not picture.isNull():
            picture = picture.scaled(
                wanted,
                Qt.AspectRatioMode.KeepAspectRatioByExpanding,
                Qt.TransformationMode.SmoothTransformation,
            )
        cut = rounded(picture, wanted, _RADIUS * ratio)
        cut.setDevicePixelRatio(ratio)
        self.setIcon(cut)

    @Slot()
    def _on_clicked(self) -> None:
        self.chosen.emit(self._path)
