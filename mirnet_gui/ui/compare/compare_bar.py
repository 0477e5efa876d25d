"""The bar above the views: layout, zoom, and what is done with the whole comparison."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QWidget

from mirnet_gui.ui.actions import ActionName, Actions
from mirnet_gui.ui.buttons import ActionButton, Segments
from mirnet_gui.ui.icons import Glyph, icon
from mirnet_gui.ui.labels import ElidedLabel, label
from mirnet_gui.ui.tokens import BAR_HEIGHT, GRID, Tokens
from mirnet_gui.ui.top_bar import more_button

LAYOUTS = (
    ActionName.LAYOUT_ROW,
    ActionName.LAYOUT_GRID,
    ActionName.LAYOUT_SLIDER,
    ActionName.LAYOUT_FLICKER,
)


class CompareBar(QFrame):
    """Shows facts that it is told and the actions of the table."""

    def __init__(self, actions: Actions, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self.setFixedHeight(BAR_HEIGHT)
        self._name = ElidedLabel("title")
        self._percent = label("quiet")
        self._percent.setMinimumWidth(self.fontMetrics().horizontalAdvance("3200 %") + 4 * GRID)
        self._percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._layouts = Segments("Layout", [actions[name] for name in LAYOUTS])
        zoom = [actions[name] for name in (ActionName.FIT, ActionName.ACTUAL_SIZE)]
        self._zoom = Segments("Zoom", zoom)
        self._zoom.add(self._percent)
        self._buttons = [
            ActionButton(actions[ActionName.BLIND]),
            ActionButton(actions[ActionName.REFERENCE]),
            ActionButton(actions[ActionName.EXPORT], "accent"),
        ]
        self._open = ActionButton(actions[ActionName.OPEN])
        self._more = more_button(menu)
        self._lay_out()

    def show_photo(self, name: str) -> None:
        """Say what is compared on, "" for nothing."""
        self._name.setText(name)
        self._name.setToolTip(name)
        for part in (self._layouts, self._zoom, *self._buttons):
            part.setVisible(bool(name))

    def show_percent(self, percent: float) -> None:
        """How large the photograph is shown."""
        self._percent.setText(f"{percent:.0f} %" if percent >= 10 else f"{percent:.1f} %")

    @Slot(object)
    def dress(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self._more.setIcon(icon(Glyph.MORE, tokens.text))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(4 * GRID, 0, 3 * GRID, 0)
        row.setSpacing(2 * GRID)
        row.addWidget(self._name)
        row.addStretch(1)
        for part in (self._layouts, self._zoom, self._open, *self._buttons, self._more):
            row.addWidget(part)
