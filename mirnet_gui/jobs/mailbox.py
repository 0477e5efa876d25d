"""Progress on its way between two threads: only the newest record is worth a look."""

from __future__ import annotations

import threading

from mirnet_gui.progress import Progress


class ProgressMailbox:
    """Keeps the newest progress; the reader is rung once until it looks.

    How often it looks is the reader's own affair: a writer that held rings back would keep its last
    record to itself, since nothing follows that could ring for it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._newest: Progress | None = None
        self._rung = False

    def put(self, progress: Progress) -> bool:
        """Keep ``progress``; True when the reader has to be rung now."""
        with self._lock:
            self._newest = progress
            rings, self._rung = not self._rung, True
            return rings

    def take(self) -> Progress | None:
        """The newest progress that was not taken yet, if there is one."""
        with self._lock:
            newest, self._newest = self._newest, None
            self._rung = False
            return newest
