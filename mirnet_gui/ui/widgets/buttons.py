"""Buttons that take their words, keys and state from an action of the table."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from mirnet_gui.ui.theme.tokens import GRID


class ActionButton(QPushButton):
    """A push button for a :class:`QAction`; ``kind`` is a look of the style sheet.

    Who pressed it by keyboard and made it vanish by that finds the focus on the first of its
    ``heirs`` that can have it, and not wherever the next widget happens to be.
    """

    def __init__(self, action: QAction, kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = action
        self.heirs: Callable[[], Iterable[QWidget]] = tuple
        self.setProperty("kind", kind)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Qt asks for it at Tab, and when a button with the focus is hidden or disabled."""
        if not (self.isEnabled() and self.isVisible()):
            for heir in self.heirs():
                if heir.isEnabled() and heir.isVisible():
                    heir.setFocus(Qt.FocusReason.OtherFocusReason)
                    return True
        return super().focusNextPrevChild(forward)

    @Slot()
    def _follow(self) -> None:
        self.setText(self._action.text())
        self.setToolTip(self._action.toolTip())
        self.setAccessibleName(self._action.text().rstrip("…"))
        self.setEnabled(self._action.isEnabled())


class OfferedButton(ActionButton):
    """Seen only while its action can be done; its place stays free, so that nothing moves."""

    def __init__(self, action: QAction, kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(action, kind, parent)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)

    @Slot()
    def _follow(self) -> None:
        super()._follow()
        self.setVisible(self._action.isEnabled())


class ActionCheckBox(QCheckBox):
    """A check box for a :class:`QAction` that is on or off."""

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = action
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        self.setText(self._action.text())
        self.setToolTip(self._action.toolTip())
        self.setAccessibleName(self._action.text())
        self.setEnabled(self._action.isEnabled())
        self.setChecked(self._action.isChecked())


class IconButton(QToolButton):
    """A quiet button with nothing but the icon of its action."""

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = action
        self.setProperty("kind", "ghost")
        self.setDefaultAction(action)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        action.changed.connect(self._follow)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        self.setAccessibleName(self._action.text())


class Segments(QFrame):
    """Actions side by side in one well: a choice, or a few close relatives."""

    def __init__(self, name: str, actions: list[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("segments")
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(3, 3, 3, 3)
        self._row.setSpacing(GRID // 2)
        for action in actions:
            self._row.addWidget(self._button(action))

    def add(self, widget: QWidget) -> None:
        """Put something beside the buttons, for example a figure."""
        self._row.addWidget(widget)

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setAccessibleName(action.iconText())
        return button
