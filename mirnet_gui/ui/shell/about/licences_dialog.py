"""The libraries that the program is made of, each with its licence."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mirnet_gui.language import tr
from mirnet_gui.ui.shell.information_dialog import InformationDialog
from mirnet_gui.ui.theme.tokens import GRID
from mirnet_gui.ui.widgets.labels import label
from mirnet_gui.versions import Library

_SIZE: Final = QSize(780, 480)
_AROUND: Final = QSize(40, 40)
_LIST_WIDTH: Final = 240


class LicencesDialog(InformationDialog):
    """A list, once :meth:`show_libraries` was told, and what the chosen one's metadata say."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Libraries and their licences"), 3 * GRID, parent)
        self._libraries: list[Library] = []
        self._list = QListWidget()
        self._list.setObjectName("sideList")
        self._list.setAccessibleName(tr("Libraries"))
        self._list.setFixedWidth(_LIST_WIDTH)
        self._licence = label("title")
        self._licence.setWordWrap(True)
        self._home = QPushButton(tr("Homepage ↗"))
        self._home.setProperty("kind", "small")
        self._home.setAutoDefault(False)
        self._home.setAccessibleName(tr("Homepage, opens in the browser"))
        self._text = QPlainTextEdit()
        self._text.setObjectName("helpText")
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName(tr("Licence"))
        self._home.clicked.connect(self._open_home)
        self._list.currentRowChanged.connect(self._show)
        self._lay_out()
        self.end()
        room = _outermost(parent).size()
        self.resize(_SIZE.boundedTo(room - _AROUND))
        self._home.setEnabled(False)
        self._licence.setText(tr("Looking at what is installed…"))
        self._list.setFocus()

    @Slot(object)
    def show_libraries(self, libraries: list[Library]) -> None:
        """List ``libraries``."""
        self._libraries = libraries
        self._list.clear()
        self._list.addItems([f"{each.name} {each.version}" for each in libraries])
        self._list.setCurrentRow(0)

    @Slot(int)
    def _show(self, place: int) -> None:
        if place < 0:
            return
        library = self._libraries[place]
        self._licence.setText(f"{library.name} {library.version} · {library.licence}")
        self._home.setEnabled(bool(library.home))
        self._home.setToolTip(library.home)
        self._text.setPlainText(
            library.text() or tr("This package brings no text of its licence: see its homepage.")
        )

    @Slot()
    def _open_home(self) -> None:
        QDesktopServices.openUrl(QUrl(self._libraries[self._list.currentRow()].home))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2 * GRID)
        head.addWidget(self._licence, 1)
        head.addWidget(self._home)
        right = QVBoxLayout()
        right.setSpacing(2 * GRID)
        right.addLayout(head)
        right.addWidget(self._text, 1)
        middle = QHBoxLayout()
        middle.setSpacing(4 * GRID)
        middle.addWidget(self._list)
        middle.addLayout(right, 1)
        self.column.addLayout(middle, 1)


def _outermost(widget: QWidget) -> QWidget:
    """The window that ``widget`` belongs to at last, over whatever dialogs."""
    while (above := widget.parentWidget()) is not None:
        widget = above
    return widget
