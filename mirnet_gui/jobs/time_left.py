"""How long a job will still take, judged by how long its parts took."""

from __future__ import annotations

import time
from collections.abc import Callable

from mirnet_gui.progress import Progress

_EARLY = 0.1
# Of all units; of fewer a pace would be a guess, and told as hours.
_LEAST = 0.01


class TimeLeft:
    """Seconds to the end, from the pace since the first report.

    The first unit is left out of the pace: it pays for loading the network. Until a tenth is done,
    what the plan expected counts for more than a pace; without a plan nothing is said until a
    second unit is done, because a guess that jumps is worse than none.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._first: tuple[int, float] | None = None

    def after(self, progress: Progress) -> float | None:
        """Seconds left when ``progress`` is reported now; None while it is not known."""
        pace = self._pace(progress)
        if progress.expected is not None and progress.fraction < _EARLY:
            return progress.expected * (1.0 - progress.fraction)
        return None if pace is None else pace * (progress.total - progress.done)

    def _pace(self, progress: Progress) -> float | None:
        now = self._clock()
        if progress.done <= 0:
            return None
        if self._first is None or progress.done < self._first[0]:
            self._first = (progress.done, now)
        done = progress.done - self._first[0]
        if done <= 0 or done < _LEAST * progress.total:
            return None
        return (now - self._first[1]) / done
