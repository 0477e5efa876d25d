"""The rail at the left: the pages."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout, QWidget

from mirnet_gui.ui.actions import ActionName, Actions
from mirnet_gui.ui.icons import Glyph, icon
from mirnet_gui.ui.tokens import GRID, RAIL_WIDTH, Tokens

PAGES = {
    ActionName.PAGE_ENHANCE: Glyph.ENHANCE,
    ActionName.PAGE_COMPARE: Glyph.COMPARE,
    ActionName.PAGE_BATCH: Glyph.BATCH,
}


class Rail(QFrame):
    """A button for each page; the one that is open is lit."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setFixedWidth(RAIL_WIDTH)
        self._actions = actions
        self._buttons = {name: self._button(name) for name in PAGES}
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID + 2, 3 * GRID, GRID + 2, 3 * GRID)
        column.setSpacing(2 * GRID)
        for button in self._buttons.values():
            column.addWidget(button)
        column.addStretch(1)

    @Slot(object)
    def dress(self, tokens: Tokens) -> None:
        """Follow the theme; the icon of the open page has its colour."""
        for name, button in self._buttons.items():
            colour = tokens.accent_line if self._actions[name].isChecked() else tokens.quiet
            button.setIcon(icon(PAGES[name], colour))

    def _button(self, name: ActionName) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(self._actions[name])
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(QSize(24, 24))
        button.setFixedSize(RAIL_WIDTH - 3 * GRID, 60)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setAccessibleName(self._actions[name].text())
        return button
