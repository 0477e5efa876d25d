"""News of a running batch on their way from its threads to whoever looks now and then."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from mirnet_gui.batch.records import Outcome, Row

_SURE = 0.05


@dataclass(frozen=True, slots=True)
class Running:
    """A photograph that is being worked on: how far it is, 0..1, and since when."""

    row: Row
    share: float
    since: float

    def seconds_left(self, now: float) -> float | None:
        """By the pace until ``now``; None while that says nothing yet."""
        if self.share < _SURE:
            return None
        return (now - self.since) * (1.0 - self.share) / self.share


@dataclass(frozen=True, slots=True)
class News:
    """What has happened since the last look; ``running`` is what runs now."""

    ended: tuple[Row, ...]
    running: tuple[Running, ...]


class Feed:
    """Written by several threads, read by one. Nothing is lost between two looks."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._ended: list[Row] = []
        self._running: dict[int, Running] = {}

    def begun(self, row: Row) -> None:
        """Work on a photograph begins."""
        with self._lock:
            self._running[row.id] = Running(row, 0.0, self._clock())

    def advanced(self, row: Row, share: float) -> None:
        """A photograph is so far."""
        with self._lock:
            before = self._running.get(row.id)
            if before is None:
                return
            # What was waited for before the network had time for it says nothing of its pace.
            since = self._clock() if before.share == 0.0 else before.since
            self._running[row.id] = replace(before, share=share, since=since)

    def ended(self, outcome: Outcome) -> None:
        """A photograph is through, or was given up."""
        with self._lock:
            self._running.pop(outcome.row.id, None)
            self._ended.append(outcome.row)

    def take(self) -> News:
        """What has happened since the last time."""
        with self._lock:
            news = News(tuple(self._ended), tuple(self._running.values()))
            self._ended.clear()
        return news
