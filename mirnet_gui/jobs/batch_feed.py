"""News of a running batch on their way from its threads to whoever looks now and then."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from mirnet_gui.batch.records import Outcome, Task
from mirnet_gui.progress import Progress

_SURE = 0.05


@dataclass(frozen=True, slots=True)
class Running:
    """A photograph that is being worked on: how far it is, 0..1, and since when.

    It is only read so far while ``since`` is None. ``expected`` is how many seconds it was planned
    to take, where that is known.
    """

    task: Task
    share: float = 0.0
    since: float | None = None
    expected: float | None = None

    @property
    def shows_pace(self) -> bool:
        """Whether enough is done to tell by it how long the rest takes."""
        return self.share >= _SURE

    def seconds_left(self, now: float) -> float | None:
        """By the pace until ``now``, or the plan; None while neither says anything."""
        if self.since is None:
            return None
        spent = now - self.since
        if self.shows_pace:
            return spent * (1.0 - self.share) / self.share
        return None if self.expected is None else max(self.expected - spent, 1.0)


@dataclass(frozen=True, slots=True)
class News:
    """What has happened since the last look; ``running`` is what runs now."""

    ended: tuple[Task, ...]
    running: tuple[Running, ...]


class Feed:
    """Written by several threads, read by one. Nothing is lost between two looks."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._ended: list[Task] = []
        self._running: dict[int, Running] = {}

    def begun(self, task: Task) -> None:
        """Work on a photograph begins."""
        with self._lock:
            self._running[task.id] = Running(task)

    def advanced(self, task: Task, progress: Progress) -> None:
        """A photograph is so far."""
        with self._lock:
            before = self._running.get(task.id)
            if before is not None:
                since = self._clock() if before.since is None else before.since
                share, expected = progress.fraction, progress.expected
                self._running[task.id] = Running(task, share, since, expected)

    def ended(self, outcome: Outcome) -> None:
        """A photograph is through, or was given up."""
        with self._lock:
            self._running.pop(outcome.task.id, None)
            self._ended.append(outcome.task)

    def take(self) -> News:
        """What has happened since the last time."""
        with self._lock:
            news = News(tuple(self._ended), tuple(self._running.values()))
            self._ended.clear()
        return news
