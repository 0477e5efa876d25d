"""Who wants to know how a run goes on."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from mirnet_gui.batch.journal import Journal
from mirnet_gui.batch.records import Counts, Task
from mirnet_gui.progress import Progress, ProgressCallback, silent

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Observer:
    """All are called from threads of the batch.

    ``progress`` counts pixels of the whole, ``begun`` hears of a photograph that is begun,
    ``advanced`` how far it is, and ``noticed`` sentences for a person. What they raise costs an
    entry in the log: reporting never ends work. ``count_every`` is how many seconds pass until what
    was done is counted again, unless it is known to have changed.
    """

    progress: ProgressCallback = silent
    begun: Callable[[Task], None] = lambda _task: None
    advanced: Callable[[Task, Progress], None] = lambda _task, _progress: None
    noticed: Callable[[str], None] = lambda _sentence: None
    count_every: float = 0.2

    def report_progress(self, progress: Progress) -> None:
        """How far the whole is."""
        _safely(lambda: self.progress(progress))

    def report_notice(self, sentence: str) -> None:
        """Something that a person should know."""
        _safely(lambda: self.noticed(sentence))

    def report_begun(self, task: Task) -> None:
        """A photograph is begun."""
        _safely(lambda: self.begun(task))

    def report_advanced(self, task: Task, progress: Progress) -> None:
        """A photograph is so far."""
        _safely(lambda: self.advanced(task, progress))


def _safely(report: Callable[[], None]) -> None:
    try:
        report()
    except Exception:  # noqa: BLE001 - whoever is called may be gone
        _log.exception("Nobody could be told")


class OverallProgress:
    """How far the whole is, in pixels, as the threads of a run report it to ``observer``."""

    def __init__(self, journal: Journal, observer: Observer) -> None:
        self._journal = journal
        self._observer = observer
        self._lock = threading.Lock()
        self._furthest = 0
        self._counts = Counts()
        self._counted = -math.inf

    def report(self, begun: float = 0.0, notice: str = "") -> None:
        """``begun`` pixels are done of photographs that are not through."""
        counts = self._recent_counts()
        # Files whose size is not known count as one pixel: they fail at once.
        done = counts.pixels_ended + counts.ended + int(begun)
        total = counts.pixels + counts.total
        with self._lock:
            # Several steps report, each of what it knows: for the eye it only goes forward.
            self._furthest = max(self._furthest, min(done, total))
        self._observer.report_progress(Progress(self._furthest, total, "pixel", notice=notice))

    def count_anew(self) -> None:
        """What has changed shows in the next report, however soon that is."""
        self._counted = -math.inf

    def _recent_counts(self) -> Counts:
        # Counting ten thousand photographs takes milliseconds, and a network reports every layer.
        if time.monotonic() - self._counted >= self._observer.count_every:
            self._counts, self._counted = self._journal.counts(), time.monotonic()
        return self._counts
