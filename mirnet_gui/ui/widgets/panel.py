"""The panel at the right of a page: as wide on every page, and scrolled where it is too high."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from mirnet_gui.language import tr
from mirnet_gui.ui.theme.tokens import GRID, PANEL_WIDTH, Tokens


class Panel(QFrame):
    """What a page puts into its :attr:`column`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidePanel")
        self.setFixedWidth(PANEL_WIDTH)
        body = QWidget()
        body.setObjectName("sidePanelBody")
        self.column = QVBoxLayout(body)
        self.column.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        self.column.setSpacing(2 * GRID)
        scrolled = QScrollArea()
        scrolled.setAccessibleName(tr("Settings of this page"))
        scrolled.setWidgetResizable(True)
        scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scrolled.setWidget(body)
        # It follows the focus of what is in it, and has nothing to do with one of its own.
        scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scrolled = scrolled
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled)

    def bring_up(self, widget: QWidget) -> None:
        """Scroll until ``widget`` begins at the top, as far as there is something below it."""
        self._scrolled.verticalScrollBar().setValue(widget.y() - 4 * GRID)

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        raise NotImplementedError
