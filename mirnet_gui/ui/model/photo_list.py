"""The photographs that were asked for, and which of them is looked at."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from mirnet_gui.language import tr


class PhotoList:
    """An ordered list with one current entry; empty when nothing is open.

    A photograph without a file goes by its name, which no file has: it is in no folder.
    """

    def __init__(self, paths: Iterable[Path] = ()) -> None:
        """``paths`` in order, the first of them current; a file counts once."""
        self._paths = list(dict.fromkeys(paths))
        self._there = set(self._paths)
        self._index = 0

    def __len__(self) -> int:
        return len(self._paths)

    def __contains__(self, path: object) -> bool:
        return path in self._there

    @property
    def paths(self) -> tuple[Path, ...]:
        """All of them, in order."""
        return tuple(self._paths)

    @property
    def current(self) -> Path | None:
        """The one that is looked at."""
        return self._paths[self._index] if self._paths else None

    @property
    def position(self) -> str:
        """As in "2 of 10"; "" when there is nothing to choose from."""
        if len(self._paths) < 2:
            return ""
        return tr("{place} of {total}", place=self._index + 1, total=len(self._paths))

    @property
    def has_previous(self) -> bool:
        """Whether there is one before the current."""
        return self._index > 0

    @property
    def has_next(self) -> bool:
        """Whether there is one after the current."""
        return self._index + 1 < len(self._paths)

    @property
    def next(self) -> Path | None:
        """The one after the current."""
        return self._paths[self._index + 1] if self.has_next else None

    def step(self, by: int) -> Path | None:
        """Go on by ``by`` places, staying within the list; the new current one."""
        self._index = max(0, min(len(self._paths) - 1, self._index + by))
        return self.current

    def extended(self, paths: Iterable[Path]) -> PhotoList:
        """All of these, then ``paths``; the current one is the same."""
        longer = PhotoList([*self._paths, *paths])
        longer._index = self._index
        return longer

    def insert(self, place: int, path: Path) -> None:
        """Put ``path`` at ``place``; the current one is the same."""
        if path not in self:
            self._paths.insert(place, path)
            self._there.add(path)
            self._index += place <= self._index and len(self._paths) > 1

    def go_to(self, path: Path) -> None:
        """Make ``path`` current, if it is in the list."""
        if path in self:
            self._index = self._paths.index(path)

    def remove(self, paths: Collection[Path]) -> None:
        """Leave some out; where the current one is among them, the next that stays becomes it."""
        gone = set(paths)
        above = sum(path not in gone for path in self._paths[: self._index])
        self._paths = [path for path in self._paths if path not in gone]
        self._there -= gone
        self._index = max(0, min(above, len(self._paths) - 1))
