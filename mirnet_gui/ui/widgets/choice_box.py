"""A combo box with the window's own arrow."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from mirnet_gui.ui.theme.icons import Glyph, icon
from mirnet_gui.ui.theme.tokens import DARK, Tokens
from mirnet_gui.ui.widgets.line_end import square_at_the_end

_ARROW = 14
_LETTERS = 8


class ChoiceBox(QComboBox):
    """One of several; the wheel turns pages, not choices that nobody meant to change."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.apply_theme(DARK)

    def give_way(self) -> None:
        """Let it be narrower than its longest choice, which may be as long as it likes."""
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LETTERS)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Draw the arrow in the colours of the theme."""
        self._arrow = icon(Glyph.DOWN, tokens.quiet)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box as the style has it, then the arrow."""
        super().paintEvent(event)
        painter = QPainter(self)
        self._arrow.paint(painter, square_at_the_end(self, _ARROW, 10))
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to whoever scrolls."""
        event.ignore()
