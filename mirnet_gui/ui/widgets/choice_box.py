"""A combo box with the window's own arrow."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from mirnet_gui.ui.theme.tokens import Tokens
from mirnet_gui.ui.widgets.arrow import Arrow

_ARROW, _MARGIN = 14, 10
_LETTERS = 8


class ChoiceBox(QComboBox):
    """One of several; the wheel turns pages, not choices that nobody meant to change."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._arrow = Arrow(self, _ARROW, _MARGIN)

    def give_way(self) -> None:
        """Let it be narrower than its longest choice, which may be as long as it likes."""
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LETTERS)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Draw the arrow in the colours of the theme."""
        self._arrow.apply_theme(tokens)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box as the style has it, then the arrow."""
        super().paintEvent(event)
        self._arrow.paint()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to whoever scrolls."""
        event.ignore()
