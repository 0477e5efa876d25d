"""The list of methods: what each is called, how it stands, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from mirnet_gui.language import tr
from mirnet_gui.ui.compare.compare_state import Chosen
from mirnet_gui.ui.theme.icons import Glyph, icon
from mirnet_gui.ui.theme.tokens import DARK, GRID, Tokens
from mirnet_gui.ui.widgets.labels import ElidedLabel


class MethodList(QWidget):
    """A row for each method; the signals carry its place."""

    edit_asked = Signal(int)
    remove_asked = Signal(int)
    move_asked = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = DARK
        self._rows: list[_Row] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2 * GRID)

    @property
    def labels(self) -> list[str]:
        """What stands in the rows."""
        return [row.text for row in self._rows]

    def show_methods(self, methods: Sequence[Chosen]) -> None:
        """Show ``methods`` in their order."""
        if [each.label for each in methods] == self.labels:
            return
        for row in self._rows:
            self._column.removeWidget(row)
            # It is there until later, and keys would reach it.
            row.hide()
            row.deleteLater()
        self._rows = [
            _Row(self, place, len(methods), each.label) for place, each in enumerate(methods)
        ]
        for row in self._rows:
            row.apply_theme(self._tokens)
            self._column.addWidget(row)

    def menu(self, place: int) -> QMenu:
        """What can be done with the method at ``place``."""
        return self._rows[place].menu

    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self._tokens = tokens
        for row in self._rows:
            row.apply_theme(tokens)


class _Row(QFrame):
    def __init__(self, owner: MethodList, place: int, count: int, text: str) -> None:
        super().__init__()
        self.setObjectName("methodRow")
        self._label = ElidedLabel("")
        self._label.setText(text)
        self._label.setToolTip(text)
        self.menu = QMenu(self)
        edit = self.menu.addAction(tr("Parameters…"))
        edit.setObjectName("edit")
        edit.triggered.connect(lambda: owner.edit_asked.emit(place))
        up = self.menu.addAction(tr("Move up"))
        up.setObjectName("moveUp")
        up.setEnabled(place > 0)
        up.triggered.connect(lambda: owner.move_asked.emit(place, -1))
        down = self.menu.addAction(tr("Move down"))
        down.setObjectName("moveDown")
        down.setEnabled(place < count - 1)
        down.triggered.connect(lambda: owner.move_asked.emit(place, 1))
        self.menu.addSeparator()
        remove = self.menu.addAction(tr("Remove"))
        remove.setObjectName("remove")
        remove.setEnabled(count > 1)
        remove.triggered.connect(lambda: owner.remove_asked.emit(place))
        self._more = QToolButton()
        self._more.setProperty("kind", "ghost")
        self._more.setMenu(self.menu)
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setIconSize(QSize(16, 16))
        self._more.setToolTip(tr("Parameters, order, remove"))
        self._more.setAccessibleName(tr("Change {text}", text=text))
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * GRID, GRID // 2, GRID, GRID // 2)
        row.addWidget(self._label, 1)
        row.addWidget(self._more)

    @property
    def text(self) -> str:
        return self._label.text()

    def apply_theme(self, tokens: Tokens) -> None:
        self._more.setIcon(icon(Glyph.DOTS, tokens.quiet))
