"""The photographs that are open, as the filmstrip lists them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QStringListModel,
    Qt,
    Slot,
)

from mirnet_gui.escaping import printable
from mirnet_gui.formatting import separated
from mirnet_gui.language import mark, tr
from mirnet_gui.ui.model.marks import Mark, Marks
from mirnet_gui.ui.model.next_turn import NextTurn
from mirnet_gui.ui.model.photographs import Photographs
from mirnet_gui.ui.model.thumbnail_maker import ThumbnailMaker
from mirnet_gui.ui.widgets.thumbnails import Thumbnails

Index = QModelIndex | QPersistentModelIndex
MARKS_ROLE: Final = int(Qt.ItemDataRole.UserRole)
CURRENT_ROLE: Final = MARKS_ROLE + 1

_NOWHERE: Final = QModelIndex()
_NOT_SAVED: Final = mark("not saved")


class FilmstripModel(QStringListModel):
    """A line for each of ``photographs``, with what ``marks`` say of it.

    A view counts the lines six times for each of them whenever it lays them out, and all of that is
    done by C++: of the list of texts beneath nothing but its length is used.
    """

    def __init__(
        self,
        photographs: Photographs,
        marks: Marks,
        maker: ThumbnailMaker,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._photographs = photographs
        self._marks = marks
        self._maker = maker
        self._keys: list[Path] = []
        self._places: dict[Path, int] = {}
        self._current: Path | None = None
        self._thumbnails = Thumbnails(self)
        self._told: dict[int, Callable[[Path], Any]] = {
            Qt.ItemDataRole.DisplayRole: lambda key: printable(key.name),
            Qt.ItemDataRole.DecorationRole: self._thumbnails.icon_of,
            Qt.ItemDataRole.ToolTipRole: self._tooltip,
            Qt.ItemDataRole.AccessibleTextRole: self._spoken,
            MARKS_ROLE: marks.of,
            CURRENT_ROLE: lambda key: key == self._current,
        }
        # Before any view hears of it, and after all views heard that it will be.
        self.rowsRemoved.connect(self._forget)
        self._thumbnails.wanted.connect(maker.make)
        maker.made.connect(self._thumbnails.show_made)
        self._thumbnails.came.connect(self._on_thumbnails)
        photographs.reread.connect(self._thumbnails.forget)
        photographs.list_changed.connect(self.follow)
        self._marked: set[Path] = set()
        self._tell_marked = NextTurn(self._tell_of_marks, self)
        marks.changed.connect(self._note_mark)

    def stop(self) -> None:
        """Have no more small pictures made."""
        self._thumbnails.stop()

    @property
    def keys(self) -> Sequence[Path]:
        """Those that are listed, in their order."""
        return self._keys

    @property
    def current(self) -> Path | None:
        """The one that is looked at."""
        return self._current

    @Slot()
    def follow(self) -> None:
        """List what is open now; a line that stays is the same line."""
        listed = self._photographs.listed
        self._take_out(set(listed.paths))
        self._put_in(listed.paths)
        self._places = {key: place for place, key in enumerate(self._keys)}
        before, self._current = self._current, listed.current
        for changed in {before, self._current} - {None}:
            self._tell_changed(changed)

    def place_of(self, key: Path | None) -> QModelIndex:
        """The line of ``key``, none where it is not listed."""
        place = None if key is None else self._places.get(key)
        return _NOWHERE if place is None else self.index(place, 0)

    # Neighbours at once: a view counts its lines anew each time.

    def _take_out(self, staying: set[Path]) -> None:
        last = len(self._keys) - 1
        while last >= 0:
            first = last
            if self._keys[last] not in staying:
                while first > 0 and self._keys[first - 1] not in staying:
                    first -= 1
                self.removeRows(first, last + 1 - first)
            last = first - 1

    @Slot(QModelIndex, int, int)
    def _forget(self, _parent: QModelIndex, first: int, last: int) -> None:
        del self._keys[first : last + 1]

    def _put_in(self, listed: Sequence[Path]) -> None:
        place = 0
        while place < len(listed):
            end, stays = place + 1, self._keys[place : place + 1]
            if stays != [listed[place]]:
                while end < len(listed) and stays != [listed[end]]:
                    end += 1
                self._keys[place:place] = listed[place:end]
                self.insertRows(place, end - place)
            place = end

    # What Qt asks for

    def flags(self, _index: Index) -> Qt.ItemFlag:
        """Lines are chosen, never written into."""
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What is known of a photograph."""
        if not index.isValid():
            return None
        tell = self._told.get(role)
        return None if tell is None else tell(self._keys[index.row()])

    def _tooltip(self, key: Path) -> str:
        return f"{printable(str(key))}\n{self._words(key)}".strip()

    def _spoken(self, key: Path) -> str:
        return separated((printable(key.name), self._words(key)))

    def _words(self, key: Path) -> str:
        said = self._marks.of(key)
        words = [tr(each.value) for each in said]
        if said and Mark.SAVED not in said:
            words.append(tr(_NOT_SAVED))
        return separated(words)

    @Slot(object)
    def _note_mark(self, key: Path) -> None:
        self._marked.add(key)
        self._tell_marked.start()

    @Slot()
    def _tell_of_marks(self) -> None:
        """In as few ranges as there are: thousands are changed together."""
        places = sorted(self._places[key] for key in self._marked if key in self._places)
        self._marked.clear()
        for _, run in groupby(enumerate(places), lambda each: each[1] - each[0]):
            rows = [row for _, row in run]
            self.dataChanged.emit(self.index(rows[0], 0), self.index(rows[-1], 0))

    @Slot(object)
    def _on_thumbnails(self, keys: set[Path]) -> None:
        for key in keys:
            self._tell_changed(key)

    @Slot(object)
    def _tell_changed(self, key: Path | None) -> None:
        place = self.place_of(key)
        if place.isValid():
            self.dataChanged.emit(place, place)
