"""Progress on its way between two threads: only the newest record is worth a look."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from mirnet_gui.progress import Progress

INTERVAL = 1 / 30
"""Seconds between two rings: more often than this nobody can see."""


class ProgressMailbox:
    """Keeps the newest progress; the reader is rung at most once per look and ``INTERVAL``."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._newest: Progress | None = None
        self._rung = False
        self._rung_at = float("-inf")

    def put(self, progress: Progress) -> bool:
        """Keep ``progress``; True when the reader has to be rung now."""
        with self._lock:
            self._newest = progress
            now = self._clock()
            if self._rung or now - self._rung_at < INTERVAL:
                return False
            self._rung = True
            self._rung_at = now
            return True

    def take(self) -> Progress | None:
        """The newest progress that was not taken yet, if there is one."""
        with self._lock:
            newest, self._newest = self._newest, None
            self._rung = False
            return newest
