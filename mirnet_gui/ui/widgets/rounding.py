"""Pictures with round corners."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPixmap


def rounded(picture: QPixmap, size: QSize, radius: float) -> QPixmap:
    """``picture`` cut to ``size`` (device pixels) with round corners; heads are at the top."""
    cut = QPixmap(size)
    cut.fill(Qt.GlobalColor.transparent)
    painter = QPainter(cut)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = QPainterPath()
    outline.addRoundedRect(QRectF(cut.rect()), radius, radius)
    painter.setClipPath(outline)
    left = (size.width() - picture.width()) // 2
    top = (size.height() - picture.height()) // 8
    painter.drawPixmap(left, top, picture)
    painter.end()
    return cut
