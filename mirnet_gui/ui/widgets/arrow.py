"""The window's own arrow on what opens a list."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QWidget

from mirnet_gui.ui.theme.icons import Glyph, icon
from mirnet_gui.ui.theme.tokens import DARK, Tokens


class Arrow:
    """Stands at the end of ``widget``, in the middle of its height, ``margin`` from its edge.

    That is at the right, or at the left where one writes from right to left. ``side`` is its own.
    """

    def __init__(self, widget: QWidget, side: int, margin: int) -> None:
        self._widget = widget
        self._side = side
        self._margin = margin
        self._icon = icon(Glyph.DOWN, DARK.quiet)

    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self._icon = icon(Glyph.DOWN, tokens.quiet)
        self._widget.update()

    def paint(self) -> None:
        """Over what the style has painted of the widget, within its paintEvent."""
        painter = QPainter(self._widget)
        self._icon.paint(painter, self._place)
        painter.end()

    @property
    def _place(self) -> QRect:
        widget, side = self._widget, self._side
        square = QRect(
            widget.width() - side - self._margin, (widget.height() - side) // 2, side, side
        )
        return QStyle.visualRect(widget.layoutDirection(), widget.rect(), square)
