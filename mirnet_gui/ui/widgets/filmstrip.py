"""The filmstrip: all photographs that are open, side by side."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu, QWidget

from mirnet_gui.language import tr
from mirnet_gui.ui.theme.tokens import GRID, Tokens
from mirnet_gui.ui.widgets.filmstrip_delegate import FRAME, FilmstripDelegate
from mirnet_gui.ui.widgets.filmstrip_model import FilmstripModel

_ONLY = QItemSelectionModel.SelectionFlag.ClearAndSelect
_SCROLL_BAR = 10
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ENDS = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}


class Filmstrip(QListView):
    """There for more than one photograph. A click, or an arrow, goes to a photograph.

    With Shift or Control several are selected, without going there.
    """

    chosen = Signal(object)
    """The key of the photograph to go to."""
    remove_asked = Signal()
    """Take those that are selected out of the list."""
    selection_changed = Signal()

    def __init__(self, model: FilmstripModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strip = model
        self._menu = QMenu(self)
        self._cells = FilmstripDelegate(self)
        self.setModel(model)
        self.setItemDelegate(self._cells)
        self.setObjectName("filmstrip")
        self.setAccessibleName(tr("Photographs that are open"))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setSpacing(0)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setFixedHeight(self._cells.size.height() + _SCROLL_BAR + 2 * GRID + 1)
        self.customContextMenuRequested.connect(self._show_menu)
        self.selectionModel().selectionChanged.connect(self.selection_changed)
        for changed in (model.rowsInserted, model.rowsRemoved, model.dataChanged):
            changed.connect(self._follow)

    @property
    def selected(self) -> list[Path]:
        """The keys of those that are selected, in their order; the current one without any."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        current = self._strip.current
        usual = [] if current is None else [current]
        return [self._strip.keys[row] for row in rows] or usual

    def set_actions(self, actions: list[QAction]) -> None:
        """What its menu offers for those that are selected."""
        self._menu.addActions(actions)

    def stop(self) -> None:
        """Have no more small pictures made: the threads are about to end."""
        self._strip.stop()

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self._cells.apply_theme(tokens)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go along the photographs; with Shift or Control they select."""
        key, keys = event.key(), self._strip.keys
        is_plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if key == Qt.Key.Key_Delete and is_plain:
            self.remove_asked.emit()
        elif not is_plain or not keys:
            super().keyPressEvent(event)
        elif key in _STEPS:
            by = _STEPS[Qt.Key(key)] * (-1 if self.isRightToLeft() else 1)
            place = self._strip.place_of(self._strip.current).row() + by
            self.chosen.emit(keys[min(max(place, 0), len(keys) - 1)])
        elif key in _ENDS:
            self.chosen.emit(keys[_ENDS[Qt.Key(key)]])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.chosen.emit(keys[self.currentIndex().row()])
        elif key == Qt.Key.Key_Space:
            # It shows the photograph as it was, from wherever the focus is.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """The end of press-and-hold is for who shows the photograph."""
        if event.key() == Qt.Key.Key_Space:
            event.ignore()
        else:
            super().keyReleaseEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A plain click goes to the photograph."""
        super().mouseReleaseEvent(event)
        place = self.indexAt(event.position().toPoint())
        is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.button() == Qt.MouseButton.LeftButton and is_plain and place.isValid():
            self.chosen.emit(self._strip.keys[place.row()])

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The usual wheel goes along the strip."""
        turned = event.angleDelta()
        by = turned.y() or turned.x()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - by * self._cells.size.width() // 120)
        event.accept()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(8 * FRAME, self.height())

    @Slot()
    def _follow(self) -> None:
        """The one that is looked at is in view, and selected unless others are with it."""
        self.setVisible(len(self._strip.keys) > 1)
        place = self._strip.place_of(self._strip.current)
        if not place.isValid() or self.currentIndex() == place:
            return
        selection = self.selectionModel()
        is_one_of_them = selection.isSelected(place)
        how = QItemSelectionModel.SelectionFlag.NoUpdate if is_one_of_them else _ONLY
        selection.setCurrentIndex(place, how)
        self.scrollTo(place)

    @Slot(QPoint)
    def _show_menu(self, at: QPoint) -> None:
        place = self.indexAt(at)
        if place.isValid() and not self.selectionModel().isSelected(place):
            self.selectionModel().select(place, _ONLY)
        if self._strip.keys and self._menu.actions():
            self._menu.popup(self.viewport().mapToGlobal(at))
