"""How long a batch will still take, judged by the photographs that were really enhanced."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Sequence

from mirnet_gui.batch.records import ENDED, Task
from mirnet_gui.jobs.batch_feed import Running


class BatchTimeLeft:
    """Seconds to the end, from the pixels that wait.

    What is skipped or cannot be opened takes no time worth telling, so it makes no pace: counted as
    photographs like others it would tell of seconds, or of months. Two paces are known once
    something is done: by the clock since the beginning (which skipping slows) and by what each
    photograph took itself (which counts steps that overlap twice). Both are rather too slow, so the
    faster one counts. Until then ``planned`` counts: seconds a pixel as they were planned, None
    where nobody knows. ``skipped`` are ids of tasks whose results stand already.
    """

    def __init__(
        self,
        planned: float | None = None,
        skipped: Collection[int] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._planned = planned
        self._skipped = frozenset(skipped)
        self._clock = clock
        self._begun = clock()
        self._before: frozenset[int] | None = None

    def after(self, tasks: Iterable[Task], running: Sequence[Running]) -> float | None:
        """Seconds left now; None while nobody can know."""
        tasks = list(tasks)
        done = [task for task in tasks if task.state == "done"]
        if self._before is None:
            self._before = frozenset(task.id for task in done)
        going = {each.task.id: each.share * each.task.pixels for each in running}
        left = sum(
            max(task.pixels - going.get(task.id, 0.0), 0.0)
            for task in tasks
            if task.state not in ENDED and task.id not in self._skipped
        )
        pace = self._pace(done, running)
        return None if pace is None else pace * left

    def _pace(self, done: Sequence[Task], running: Sequence[Running]) -> float | None:
        pixels = sum(task.pixels for task in done)
        if pixels:
            own = sum(task.seconds for task in done) / pixels
            clocked = self._clocked(done, running)
            return own if clocked is None else min(own, clocked)
        if self._planned is not None or not any(each.shows_pace for each in running):
            return self._planned
        return self._clocked(done, running)

    def _clocked(self, done: Sequence[Task], running: Sequence[Running]) -> float | None:
        before = self._before or frozenset()
        worked = sum(each.share * each.task.pixels for each in running)
        worked += sum(task.pixels for task in done if task.id not in before)
        return (self._clock() - self._begun) / worked if worked else None
