"""A small picture that takes the room it has, and keeps its shape."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

_HEIGHT = 120


class Picture(QWidget):
    """Shows JPEGs, one beside the other where there are several."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixmaps: list[QPixmap] = []
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(_HEIGHT)

    def show_jpegs(self, *jpegs: bytes) -> None:
        """Show these; one that could not be read is left out."""
        self._pixmaps = []
        for jpeg in jpegs:
            pixmap = QPixmap()
            if pixmap.loadFromData(jpeg):
                self._pixmaps.append(pixmap)
        self.update()

    def sizeHint(self) -> QSize:
        """As large as what is shown."""
        width = sum(each.width() for each in self._pixmaps)
        return QSize(width, max((each.height() for each in self._pixmaps), default=_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw them below what they are called, in the middle of the width."""
        if not self._pixmaps:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        whole = QSize(
            sum(each.width() for each in self._pixmaps),
            max(each.height() for each in self._pixmaps),
        )
        room = whole.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        scale = min(room.width() / whole.width(), 2.0) if whole.width() else 1.0
        left = (self.width() - round(whole.width() * scale)) // 2
        for pixmap in self._pixmaps:
            size = QSize(round(pixmap.width() * scale), round(pixmap.height() * scale))
            painter.drawPixmap(QRect(left, 0, size.width(), size.height()), pixmap)
            left += size.width()
        painter.end()
