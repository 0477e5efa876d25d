"""The rail at the left: the pages."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout, QWidget

from mirnet_gui.ui.theme.icons import Glyph, icon
from mirnet_gui.ui.theme.tokens import DARK, GRID, RAIL_WIDTH, Tokens
from mirnet_gui.ui.widgets.tab_order import reach_after

_HEIGHT = 60


class Rail(QFrame):
    """A button for each page; the one that is open is lit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setFixedWidth(RAIL_WIDTH)
        self._tokens = DARK
        self._buttons: list[tuple[QToolButton, Glyph]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(GRID + 2, 3 * GRID, GRID + 2, 3 * GRID)
        self._column.setSpacing(2 * GRID)
        self._column.addStretch(1)

    def add(self, action: QAction, glyph: Glyph) -> None:
        """One page more, below those that are there."""
        button = QToolButton()
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(QSize(24, 24))
        button.setFixedHeight(_HEIGHT)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setAccessibleName(action.text())
        self._column.insertWidget(len(self._buttons), button)
        if self._buttons:
            reach_after(self._buttons[-1][0], [button])
        self._buttons.append((button, glyph))
        action.toggled.connect(self._light)
        self._light()
        self._widen()

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme; the icon of the open page has its colour."""
        self._tokens = tokens
        self._light()

    def _widen(self) -> None:
        """Make room for the longest title, which other languages may have longer."""
        buttons = [button for button, _ in self._buttons]
        least = RAIL_WIDTH - 3 * GRID
        width = max(least, *(button.sizeHint().width() for button in buttons))
        for button in buttons:
            button.setFixedWidth(width)
        self.setFixedWidth(width + 3 * GRID)

    @Slot()
    def _light(self) -> None:
        for button, glyph in self._buttons:
            is_open = button.defaultAction().isChecked()
            colour = self._tokens.accent_line if is_open else self._tokens.quiet
            button.setIcon(icon(glyph, colour))
