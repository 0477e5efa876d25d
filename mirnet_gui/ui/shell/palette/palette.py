"""Type some letters of what is wanted, and press Enter."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Slot,
)
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListView, QVBoxLayout, QWidget

from mirnet_gui.language import tr
from mirnet_gui.ui.shell.palette.entries import Entry, found
from mirnet_gui.ui.shell.palette.entry_delegate import ENTRY_ROLE, EntryDelegate
from mirnet_gui.ui.theme.tokens import GRID, Tokens

_WIDTH, _HEIGHT, _TOP = 620, 400, 64
_MOVING: Final = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_NOWHERE: Final = QModelIndex()


class CommandPalette(QDialog):
    """Finds ``entries``; it goes when somebody turns to something else."""

    def __init__(self, entries: list[Entry], tokens: Tokens, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.FramelessWindowHint)
        self.setObjectName("palette")
        self.setWindowTitle(tr("Find a command"))
        self._entries = entries
        self._model = _Found(self)
        self._query = QLineEdit()
        self._query.setPlaceholderText(tr("What do you want to do?"))
        self._query.setAccessibleName(tr("Find a command"))
        self._query.installEventFilter(self)
        self._list = QListView()
        self._list.setAccessibleName(tr("Commands that were found"))
        self._list.setModel(self._model)
        self._list.setItemDelegate(EntryDelegate(tokens, self._list))
        self._list.setUniformItemSizes(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Arrows go to the list from where one types.
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(self._query)
        column.addWidget(self._list, 1)
        self._query.textChanged.connect(self._search)
        self._query.returnPressed.connect(self._do)
        self._list.clicked.connect(self._do)
        self._list.selectionModel().currentChanged.connect(self._speak)
        self._place(parent.window())
        self._search("")

    @property
    def found(self) -> list[Entry]:
        """What is listed."""
        return self._model.entries

    @property
    def current(self) -> Entry | None:
        """What Enter would do."""
        entry = self._list.currentIndex().data(ENTRY_ROLE)
        return entry if isinstance(entry, Entry) else None

    def event(self, event: QEvent) -> bool:
        """Who clicks into the window wants something else."""
        if event.type() == QEvent.Type.WindowDeactivate:
            self.reject()
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that go through the list."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in _MOVING
        ):
            self._move(Qt.Key(event.key()))
            return True
        return super().eventFilter(watched, event)

    def _move(self, key: Qt.Key) -> None:
        page = max(1, self._list.viewport().height() // self._list.sizeHintForRow(0) - 1)
        steps = dict(zip(_MOVING, (-1, 1, -page, page), strict=True))
        last = self._model.rowCount() - 1
        place = self._list.currentIndex().row() + steps[key]
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            # From one end to the other.
            place = place % (last + 1) if last >= 0 else 0
        self._list.setCurrentIndex(self._model.index(max(0, min(last, place))))

    @Slot(str)
    def _search(self, query: str) -> None:
        self._model.show_entries(found(self._entries, query))
        self._list.setCurrentIndex(self._model.index(0))

    @Slot()
    def _do(self) -> None:
        entry = self.current
        if entry is not None and entry.can_be_done:
            self.accept()
            entry.do()

    @Slot()
    def _speak(self) -> None:
        """The focus stays where one types: say which line would be taken."""
        event = QAccessibleEvent(self._list, QAccessible.Event.Focus)
        event.setChild(self._list.currentIndex().row())
        QAccessible.updateAccessibility(event)

    def _place(self, window: QWidget) -> None:
        room = window.size()
        width = min(_WIDTH, room.width() - 10 * GRID)
        self.resize(width, min(_HEIGHT, room.height() - 2 * _TOP))
        self.move(window.mapToGlobal(QPoint((room.width() - width) // 2, _TOP)))


class _Found(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def show_entries(self, entries: list[Entry]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return entry.text
            case Qt.ItemDataRole.AccessibleTextRole:
                return entry.spoken
            case int() if role == ENTRY_ROLE:
                return entry
        return None
