"""The weights that can be chosen: those that came with the program, and the user's own."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QObject, Signal

from mirnet_gui.errors import MirnetGuiError
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.mirnet import BEST, FAST, FULL, MirnetMethod
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

    def of(self, method: Method) -> WeightsEntry | None:
        """Those of ``method``; None where it has none, or none that are known."""
        model = method.model if isinstance(method, MirnetMethod) else None
        return next((entry for entry in self._entries if entry.name == model), None)

    def purpose_of(self, method: Method) -> str:
        """What ``method`` does, in English: with weights, what those are for."""
        entry = self.of(method)
        return method.purpose if entry is None else entry.purpose

    def speeds_of(self, method: Method) -> tuple[str, ...]:
        """How fast ``method`` can be, the usual speed first; it alone where there is no choice."""
        entry = self.of(method)
        if not isinstance(method, MirnetMethod) or (entry and entry.tasks == ("light",)):
            return (FULL,)
        return (FULL, FAST, BEST) if entry is None or entry.has_light else (FULL, BEST)

    def leaves_noise(self, method: Method) -> bool:
        """Whether ``method`` takes no noise away by a pass of its own, so that none can stay."""
        entry = self.of(method)
        if entry is None or not isinstance(method, MirnetMethod):
            return True
        is_fast = method.speed == FAST and entry.has_light
        return is_fast or not {"detail", "denoise"} & {*entry.tasks}

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
