"""The weights that can be chosen: those that came with the program, and the user's own."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QObject, Signal

from mirnet_gui.errors import MirnetGuiError
from mirnet_gui.network.catalog import WeightsEntry, list_weights

_log = logging.getLogger(__name__)


class Weights(QObject):
    """A list that can be listened to: weights are trained and imported while the window is open."""

    changed = Signal()

    def __init__(self, entries: Sequence[WeightsEntry] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries = tuple(entries)

    @property
    def entries(self) -> tuple[WeightsEntry, ...]:
        """All of them, by name."""
        return self._entries

    def __iter__(self) -> Iterator[WeightsEntry]:
        return iter(self._entries)

    def refresh(self) -> None:
        """Look anew which there are; where that fails, those that were known stay."""
        try:
            entries = tuple(list_weights())
        except MirnetGuiError as error:
            _log.error("%s", error)
            return
        if entries != self._entries:
            self._entries = entries
            self.changed.emit()
