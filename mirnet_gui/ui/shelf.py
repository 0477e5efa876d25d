"""Photographs with their results, kept so that going back to one costs nothing."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from mirnet_gui.jobs.photo_jobs import EnhancedPhoto, OpenedPhoto

LIMIT_BYTES = 1_500_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """A photograph and its result."""

    opened: OpenedPhoto
    enhanced: EnhancedPhoto

    @property
    def nbytes(self) -> int:
        """Memory that both take, counting shared pixels twice rather than never."""
        return self.opened.photo.pixels.nbytes + self.opened.picture.nbytes + self.enhanced.nbytes


class Shelf:
    """Holds what was looked at last, up to ``limit`` bytes."""

    def __init__(self, limit: int = LIMIT_BYTES) -> None:
        self._limit = limit
        self._kept: OrderedDict[Path, Kept] = OrderedDict()

    def put(self, path: Path, kept: Kept) -> None:
        """Keep it as the newest; the oldest go when there is too much."""
        self._kept[path] = kept
        self._kept.move_to_end(path)
        while sum(entry.nbytes for entry in self._kept.values()) > self._limit:
            self._kept.popitem(last=False)

    def get(self, path: Path, model: str) -> Kept | None:
        """What is kept for ``path``, if it was made with ``model``."""
        kept = self._kept.get(path)
        return kept if kept is not None and kept.enhanced.model == model else None

    def __contains__(self, path: object) -> bool:
        return path in self._kept

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
