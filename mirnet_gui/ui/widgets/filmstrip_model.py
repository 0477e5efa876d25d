"""The photographs that are open, as the filmstrip lists them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Slot

from mirnet_gui.escaping import printable
from mirnet_gui.language import mark, tr
from mirnet_gui.ui.model.marks import Mark, Marks
from mirnet_gui.ui.model.photographs import Photographs
from mirnet_gui.ui.model.thumbnail_maker import ThumbnailMaker
from mirnet_gui.ui.widgets.thumbnails import Thumbnails

Index = QModelIndex | QPersistentModelIndex
MARKS_ROLE: Final = int(Qt.ItemDataRole.UserRole)
CURRENT_ROLE: Final = MARKS_ROLE + 1

_NOWHERE: Final = QModelIndex()
_NOT_SAVED: Final = mark("not saved")


class FilmstripModel(QAbstractListModel):
    """A line for each of ``photographs``, with what ``marks`` say of it."""

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
        self._thumbnails.wanted.connect(maker.make)
        maker.made.connect(self._thumbnails.show_made)
        self._thumbnails.came.connect(self._on_thumbnails)
        photographs.reread.connect(self._thumbnails.forget)
        photographs.list_changed.connect(self.follow)
        marks.changed.connect(self._tell_changed)

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
        there = set(listed.paths)
        for place in reversed(range(len(self._keys))):
            if self._keys[place] not in there:
                self.beginRemoveRows(_NOWHERE, place, place)
                del self._keys[place]
                self.endRemoveRows()
        for place, key in enumerate(listed.paths):
            if self._keys[place : place + 1] != [key]:
                self.beginInsertRows(_NOWHERE, place, place)
                self._keys.insert(place, key)
                self.endInsertRows()
        before, self._current = self._current, listed.current
        for changed in {before, self._current} - {None}:
            self._tell_changed(changed)

    def place_of(self, key: Path | None) -> QModelIndex:
        """The line of ``key``, none where it is not listed."""
        return self.index(self._keys.index(key), 0) if key in self._keys else _NOWHERE

    # What Qt asks for

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many photographs."""
        return 0 if parent.isValid() else len(self._keys)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What is known of a photograph."""
        if not index.isValid():
            return None
        tell = self._told.get(role)
        return None if tell is None else tell(self._keys[index.row()])

    def _tooltip(self, key: Path) -> str:
        return f"{printable(str(key))}\n{self._words(key)}".strip()

    def _spoken(self, key: Path) -> str:
        return ", ".join(filter(None, (printable(key.name), self._words(key))))

    def _words(self, key: Path) -> str:
        said = self._marks.of(key)
        words = [tr(each.value) for each in said]
        if said and Mark.SAVED not in said:
            words.append(tr(_NOT_SAVED))
        return ", ".join(words)

    @Slot(object)
    def _on_thumbnails(self, keys: set[Path]) -> None:
        for key in keys:
            self._tell_changed(key)

    @Slot(object)
    def _tell_changed(self, key: Path | None) -> None:
        place = self.place_of(key)
        if place.isValid():
            self.dataChanged.emit(place, place)
