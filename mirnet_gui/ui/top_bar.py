"""The bar above the photograph: what it is called, how it is looked at, and Save."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from mirnet_gui.ui.actions import ActionName, Actions
from mirnet_gui.ui.buttons import ActionButton, IconButton, Segments
from mirnet_gui.ui.icons import Glyph, icon
from mirnet_gui.ui.labels import ElidedLabel, label
from mirnet_gui.ui.tokens import BAR_HEIGHT, GRID, Tokens

_VIEWS = (ActionName.VIEW_SLIDER, ActionName.VIEW_SIDE_BY_SIDE, ActionName.VIEW_AFTER)

_ROOMY = 1100


class TopBar(QFrame):
    """Shows facts that it is told and the actions of the table."""

    def __init__(self, actions: Actions, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self.setFixedHeight(BAR_HEIGHT)
        self._name = ElidedLabel("title")
        self._facts = label("quiet")
        self._position = label("quiet")
        self._steps = _steps(actions, self._position)
        self._percent = label("quiet")
        self._percent.setMinimumWidth(self.fontMetrics().horizontalAdvance("3200 %") + 4 * GRID)
        self._percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._percent.setAccessibleName("Zoom")
        self._views = Segments("View", _of(actions, *_VIEWS))
        self._zoom = Segments("Zoom", _of(actions, ActionName.FIT, ActionName.ACTUAL_SIZE))
        self._zoom.add(self._percent)
        self._more = more_button(menu)
        self._save = ActionButton(actions[ActionName.SAVE_AS], "accent")
        self._open = ActionButton(actions[ActionName.OPEN])
        self._lay_out()
        self.show_nothing()

    def show_photo(self, name: str, facts: str) -> None:
        """Say what is in the window."""
        self._name.setText(name)
        self._name.setToolTip(name)
        self._facts.setText(facts)
        for part in self._with_photo():
            part.show()

    def show_nothing(self) -> None:
        """The bar of an empty window."""
        self._name.setText("")
        self._facts.setText("")
        self.show_position("")
        for part in self._with_photo():
            part.hide()

    def show_position(self, position: str) -> None:
        """Say "2 of 10" with the way to the others, or nothing for ""."""
        self._position.setText(position)
        self._steps.setVisible(bool(position))

    def show_percent(self, percent: float) -> None:
        """How large the photograph is shown."""
        self._percent.setText(f"{percent:.0f} %" if percent >= 10 else f"{percent:.1f} %")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The panel tells the size too: in a narrow window the name needs the room more."""
        super().resizeEvent(event)
        self._facts.setVisible(event.size().width() >= _ROOMY)

    @Slot(object)
    def dress(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self._more.setIcon(icon(Glyph.MORE, tokens.text))

    def _with_photo(self) -> tuple[QWidget, ...]:
        return (self._views, self._zoom, self._open, self._save)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(4 * GRID, 0, 3 * GRID, 0)
        row.setSpacing(2 * GRID)
        row.addWidget(self._name)
        row.addWidget(self._facts)
        row.addWidget(self._steps)
        row.addStretch(1)
        for part in (*self._with_photo(), self._more):
            row.addWidget(part)


def _of(actions: Actions, *names: ActionName) -> list[QAction]:
    return [actions[name] for name in names]


def _steps(actions: Actions, position: QWidget) -> QWidget:
    steps = QWidget()
    row = QHBoxLayout(steps)
    row.setContentsMargins(GRID, 0, 0, 0)
    row.setSpacing(GRID)
    row.addWidget(IconButton(actions[ActionName.PREVIOUS]))
    row.addWidget(position)
    row.addWidget(IconButton(actions[ActionName.NEXT]))
    return steps


def more_button(menu: QMenu) -> QToolButton:
    """The gear that opens ``menu``."""
    button = QToolButton()
    button.setObjectName("moreButton")
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setMenu(menu)
    button.setToolTip("Theme, shortcuts, log")
    button.setAccessibleName("Settings")
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button
