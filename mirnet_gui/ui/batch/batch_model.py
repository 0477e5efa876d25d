"""The photographs of a batch as a table."""

from __future__ import annotations

import time
from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Slot,
)
from PySide6.QtGui import QColor

from mirnet_gui.batch.records import State, Task
from mirnet_gui.escaping import printable
from mirnet_gui.formatting import duration, percent
from mirnet_gui.jobs.batch_feed import Running
from mirnet_gui.language import mark, tr
from mirnet_gui.methods.registry import label_of, parse_method
from mirnet_gui.ui.batch.batch_state import Filter
from mirnet_gui.ui.theme.tokens import DARK, Tokens
from mirnet_gui.ui.widgets.thumbnails import Thumbnails
from mirnet_gui.ui.wording import megapixels

Index = QModelIndex | QPersistentModelIndex
_ROLES: Final = Qt.ItemDataRole
_NOWHERE: Final = QModelIndex()


class Column(IntEnum):
    """The columns, in their order."""

    THUMBNAIL = 0
    PHOTOGRAPH = 1
    SIZE = 2
    STATE = 3
    TIME = 4
    REASON = 5


_TITLES: Final = {
    Column.THUMBNAIL: "",
    Column.PHOTOGRAPH: mark("Photograph"),
    Column.SIZE: mark("Size"),
    Column.STATE: mark("State"),
    Column.TIME: mark("Time"),
    Column.REASON: mark("Reason"),
}
_DONE, _FAILED, _RUNNING = mark("Done"), mark("Failed"), mark("Running")
_WAITING, _PAUSED, _NEXT = mark("Waiting"), mark("Paused"), mark("Next")
STATES: Final[dict[State, str]] = {
    "done": _DONE,
    "skipped": mark("Skipped"),
    "failed": _FAILED,
    "committing": _RUNNING,
}


class BatchModel(QAbstractTableModel):
    """Shows the rows that it is given, with ``thumbnails`` of those that somebody looks at."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Task] = []
        self._places: dict[int, int] = {}
        self._running: dict[int, Running] = {}
        self._is_paused = False
        self._tokens = DARK
        self.thumbnails = Thumbnails(self)
        self.thumbnails.came.connect(self._on_thumbnails)

    @property
    def rows(self) -> Sequence[Task]:
        """All photographs in their order."""
        return self._rows

    def row_at(self, index: Index) -> Task:
        """The photograph of a line."""
        return self._rows[index.row()]

    def show_rows(self, rows: Sequence[Task]) -> None:
        """Show ``rows`` in place of all others."""
        self.beginResetModel()
        self._rows = list(rows)
        self._places = {row.id: place for place, row in enumerate(self._rows)}
        self.endResetModel()

    def change_rows(self, rows: Sequence[Task]) -> None:
        """Some of the rows are different now."""
        for row in rows:
            place = self._places.get(row.id)
            if place is not None:
                self._rows[place] = row
                self._tell_changed(place)

    def set_paused(self, paused: bool) -> None:
        """Whether what is next has to wait."""
        self._is_paused = paused
        self.show_running(list(self._running.values()))

    def show_running(self, running: Sequence[Running]) -> None:
        """What is being worked on, and how far it is."""
        before = self._running
        self._running = {each.task.id: each for each in running}
        for row_id in before.keys() | self._running.keys():
            if row_id in self._places:
                self._tell_changed(self._places[row_id])

    @Slot(object)
    def _on_thumbnails(self, sources: set[Path]) -> None:
        for place, row in enumerate(self._rows):
            if row.source in sources:
                self._tell_changed(place)

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self._tokens = tokens

    # What Qt asks for

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many photographs."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """How many columns."""
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLES.DisplayRole
    ) -> Any:
        """The titles."""
        if orientation is Qt.Orientation.Horizontal and role == _ROLES.DisplayRole:
            return tr(_TITLES[Column(section)]).upper()
        return None

    def data(self, index: Index, role: int = _ROLES.DisplayRole) -> Any:
        """What stands in a cell."""
        row, column = self._rows[index.row()], Column(index.column())
        match role:
            case _ROLES.DisplayRole:
                return self._text(row, column)
            case _ROLES.ToolTipRole:
                return self._tooltip(row, column)
            case _ROLES.ForegroundRole:
                return QColor(self._colour(row, column))
            case _ROLES.DecorationRole if column is Column.THUMBNAIL:
                return self.thumbnails.icon_of(row.source)
            case _ROLES.AccessibleTextRole:
                return f"{row.source.name}, {tr(self._state(row))}"
        return None

    def _text(self, row: Task, column: Column) -> str:
        match column:
            case Column.PHOTOGRAPH:
                return printable(str(Path(*row.source.parts[-2:])))
            case Column.SIZE:
                return megapixels(row.width, row.height) if row.width else ""
            case Column.STATE:
                return tr(self._state(row))
            case Column.TIME:
                return self._time(row)
            case Column.REASON:
                return (
                    row.reason
                    or " ".join(row.warnings)
                    or self._foreboding(row)
                    or _settings_of_its_own(row.method)
                )
        return ""

    def _state(self, row: Task) -> str:
        running = self._running.get(row.id)
        if running is not None:
            if running.since is not None:
                return _RUNNING
            return _PAUSED if self._is_paused else _NEXT
        return STATES.get(row.state, _WAITING)

    def _foreboding(self, row: Task) -> str:
        """What is known before it is read; "" for nothing."""
        if row.pixels or row.state != "waiting" or row.id in self._running:
            return ""
        return tr("It seems that it cannot be opened; the batch will say why.")

    def _time(self, row: Task) -> str:
        running = self._running.get(row.id)
        if running is None:
            # To look that there is nothing to do is not what "1 s" is read as.
            return duration(row.seconds) if row.seconds and row.state != "skipped" else ""
        left = running.seconds_left(time.monotonic())
        parts = [percent(running.share)] if running.share else []
        parts += [tr("{duration} left", duration=duration(left))] if left is not None else []
        return " · ".join(parts)

    def _tooltip(self, row: Task, column: Column) -> str:
        if column is Column.REASON:
            return self._text(row, column)
        written = f"\n→ {printable(str(row.output))}" if row.state == "done" else ""
        return f"{printable(str(row.source))}{written}"

    def _colour(self, row: Task, column: Column) -> str:
        tokens = self._tokens
        if column is Column.STATE:
            colours = {
                _DONE: tokens.done,
                _FAILED: tokens.failed,
                _RUNNING: tokens.accent_line,
                _NEXT: tokens.accent_line,
            }
            return colours.get(self._state(row), tokens.quiet)
        return tokens.text if column is Column.PHOTOGRAPH else tokens.quiet

    def _tell_changed(self, place: int) -> None:
        self.dataChanged.emit(self.index(place, 0), self.index(place, len(Column) - 1))


@lru_cache
def _settings_of_its_own(method: str) -> str:
    """What is done to one photograph alone, as a sentence; "" where it is done to all."""
    if not method:
        return ""
    return tr("Settings of its own: {label}.", label=label_of(parse_method(method)))


class FilteredModel(QSortFilterProxyModel):
    """Those photographs that a :class:`Filter` lists and whose path holds a text."""

    def __init__(self, source: BatchModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._filter = Filter.ALL
        self._words = ""
        self.setSourceModel(source)

    def show_only(self, chosen: Filter, words: str = "") -> None:
        """List those only."""
        self._filter, self._words = chosen, words.casefold()
        self.invalidate()

    def row_at(self, index: Index) -> Task:
        """The photograph of a line that is shown."""
        return self._source.row_at(self.mapToSource(index))

    def filterAcceptsRow(self, place: int, _parent: Index) -> bool:
        """Whether it is listed."""
        row = self._source.rows[place]
        return self._filter.holds(row.state) and (
            not self._words or self._words in str(row.source).casefold()
        )
