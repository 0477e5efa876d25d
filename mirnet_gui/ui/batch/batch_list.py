"""The list of photographs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from mirnet_gui.batch.records import Task
from mirnet_gui.language import tr
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.batch.batch_model import STATES, BatchModel, Column, FilteredModel, Index
from mirnet_gui.ui.batch.batch_state import Filter
from mirnet_gui.ui.theme.tokens import GRID

_LINE = 54
_ROOMY = 700
_TIGHT = 560
_THUMBNAIL = QSize(60, 40)
_WIDTHS = {Column.THUMBNAIL: 84, Column.PHOTOGRAPH: 260, Column.SIZE: 84, Column.STATE: 90,
           Column.TIME: 110}  # fmt: skip
_IN_MENU = (
    ActionName.SHOW_PAIR,
    ActionName.OPEN_ON_ENHANCE,
    ActionName.OPEN_ON_COMPARE,
    ActionName.SHOW_RESULT_IN_FOLDER,
    ActionName.USE_BATCH_SETTINGS,
    ActionName.MOVE_FIRST,
    ActionName.MOVE_UP,
    ActionName.MOVE_DOWN,
    ActionName.MOVE_LAST,
    ActionName.REMOVE_PHOTO,
)


class BatchList(QTableView):
    """A line for each photograph; a click or Enter opens what is done."""

    chosen = Signal(object)
    """:class:`Task` that was clicked."""
    selection_changed = Signal()

    def __init__(self, model: BatchModel, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filtered = FilteredModel(model, self)
        self._actions = actions
        self.setModel(self._filtered)
        self.setObjectName("batchList")
        self.setAccessibleName(tr("Photographs of the batch"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setItemDelegateForColumn(Column.REASON, _Sentence(self))
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setIconSize(_THUMBNAIL)
        self._set_sizes()
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.clicked.connect(self._on_clicked)
        self.selectionModel().selectionChanged.connect(self.selection_changed)

    @property
    def selected(self) -> list[Task]:
        """The photographs that are marked, in their order."""
        lines = sorted(self.selectionModel().selectedRows(), key=lambda index: index.row())
        return [self._filtered.row_at(index) for index in lines]

    def select(self, ids: Sequence[int]) -> None:
        """Mark those, and nothing else."""
        selection = self.selectionModel()
        selection.clearSelection()
        how = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        wanted = set(ids)
        for line in range(self._filtered.rowCount() if wanted else 0):
            index = self._filtered.index(line, 0)
            if self._filtered.row_at(index).id in wanted:
                selection.select(index, how)

    def show_only(self, chosen: Filter, words: str) -> None:
        """List those only."""
        self._filtered.show_only(chosen, words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what a click does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._on_clicked(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window reasons need the room more than sizes and small pictures."""
        super().resizeEvent(event)
        width = self.viewport().width()
        self.setColumnHidden(Column.SIZE, width < _ROOMY)
        self.setColumnHidden(Column.THUMBNAIL, width < _TIGHT)
        self.setColumnWidth(Column.PHOTOGRAPH, min(max(width * 28 // 100, 140), 360))

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self.chosen.emit(self._filtered.row_at(index))

    @Slot(QPoint)
    def _show_menu(self, at: QPoint) -> None:
        if self.selected:
            menu = QMenu(self)
            menu.addActions(self._actions.of(_IN_MENU))
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.viewport().mapToGlobal(at))

    def _set_sizes(self) -> None:
        lines = self.verticalHeader()
        lines.hide()
        lines.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        lines.setDefaultSectionSize(_LINE)
        titles = self.horizontalHeader()
        titles.setHighlightSections(False)
        titles.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        titles.setStretchLastSection(True)
        for column, width in _WIDTHS.items():
            titles.resizeSection(column, width)
        words = (self.fontMetrics().horizontalAdvance(tr(state)) for state in STATES.values())
        titles.resizeSection(Column.STATE, max(_WIDTHS[Column.STATE], max(words) + 3 * GRID))


class _Sentence(QStyledItemDelegate):
    """Names are shortened in their middle, sentences are wrapped and shortened at their end."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideRight
        option.features |= QStyleOptionViewItem.ViewItemFeature.WrapText
