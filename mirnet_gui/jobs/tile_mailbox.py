"""Finished parts on their way to the window, and what it shows on its way back."""

from __future__ import annotations

import threading

from mirnet_gui.inference.tile_observer import Part, Region, TileObserver
from mirnet_gui.jobs.display import DisplayPart, display_part
from mirnet_gui.photo.photo import Photo


class TileMailbox:
    """One for each enhancement; the window's side and the work's side may be called at once."""

    def __init__(self, view: Region | None = None) -> None:
        self._lock = threading.Lock()
        self._view = view
        self._parts: list[DisplayPart] = []

    def look_at(self, view: Region) -> None:
        """The window shows ``view``: that is to be done first."""
        self._view = view

    def take(self) -> list[DisplayPart]:
        """The parts that were finished since the last call."""
        with self._lock:
            parts, self._parts = self._parts, []
            return parts

    def of(self, photo: Photo, scale: int = 1) -> TileObserver:
        """What a method that works on ``photo``, and makes it ``scale`` times larger, is given."""

        def show(part: Part) -> None:
            displayed = display_part(photo, part, scale)
            with self._lock:
                self._parts.append(displayed)

        return TileObserver(show, lambda: self._view)
