"""Where a line ends: at the right, or at the left where one writes from right to left."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QStyle, QWidget


def square_at_the_end(widget: QWidget, side: int, margin: int) -> QRect:
    """A square in ``widget`` of ``side``, ``margin`` from its end, in the middle of its height."""
    top = (widget.height() - side) // 2
    square = QRect(widget.width() - side - margin, top, side, side)
    return QStyle.visualRect(widget.layoutDirection(), widget.rect(), square)
