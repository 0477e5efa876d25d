"""Who watches a result while it is made: gets its finished parts, says where to go on."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from mirnet_gui.photo.photo import Pixels


class Region(NamedTuple):
    """A rectangle of a picture in its pixels; ``bottom`` and ``right`` lie outside of it."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def slices(self) -> tuple[slice, slice]:
        """Rows and columns, to index an array with."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    @property
    def centre(self) -> tuple[float, float]:
        """Row and column of the middle."""
        return (self.top + self.bottom) / 2, (self.left + self.right) / 2

    def scaled(self, scale: int) -> Region:
        """The same of a picture ``scale`` times as high and as wide."""
        return Region(*(side * scale for side in self))

    def meets(self, other: Region) -> bool:
        """Whether the two have pixels in common."""
        rows = max(self.top, other.top) < min(self.bottom, other.bottom)
        return rows and max(self.left, other.left) < min(self.right, other.right)


class Part(NamedTuple):
    """A finished rectangle of the result: ``pixels`` (h, w, 3) will not change there."""

    region: Region
    pixels: Pixels


class TileObserver(NamedTuple):
    """``show`` gets every part when it is finished; ``view`` tells where to go on, None anywhere.

    ``view`` speaks of the photograph, parts of the result, which may be larger.

    Both are called in the thread that works.
    """

    show: Callable[[Part], None]
    view: Callable[[], Region | None]


def _unseen(_part: Part) -> None:
    pass


NOBODY = TileObserver(_unseen, lambda: None)
"""The tile observer of a caller who waits for the whole."""
