"""How long a batch will still take, judged by the photographs that were really enhanced."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Sequence

from mirnet_gui.batch.records import ENDED, Row
from mirnet_gui.jobs.batch_feed import Running

_SURE = 0.05


class BatchTimeLeft:
    """Seconds to the end, from the pixels that wait.

    What is skipped or cannot be opened takes no time worth telling, so it makes no pace: counted as
    photographs like others it would tell of seconds, or of months. Two paces are known once
    something is done: by the clock since the beginning (which skipping slows) and by what each
    photograph took itself (which counts steps that overlap twice). Both are rather too slow, so the
    faster one is told. Until then ``planned`` counts: seconds a pixel as they were planned, None
    where nobody knows. ``standing`` are those rows whose results stand already.
    """

    def __init__(
        self,
        planned: float | None = None,
        standing: Collection[int] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._planned = planned
        self._standing = frozenset(standing)
        self._clock = clock
        self._begun = clock()
        self._before: frozenset[int] | None = None

    def after(self, rows: Iterable[Row], running: Sequence[Running]) -> float | None:
        """Seconds left now; None while nobody can know."""
        rows = list(rows)
        done = [row for row in rows if row.state == "done"]
        if self._before is None:
            self._before = frozenset(row.id for row in done)
        going = {each.row.id: each.share * each.row.pixels for each in running}
        left = sum(
            max(row.pixels - going.get(row.id, 0.0), 0.0)
            for row in rows
            if row.state not in ENDED and row.id not in self._standing
        )
        pace = self._pace(done, running)
        return None if pace is None else pace * left

    def _pace(self, done: Sequence[Row], running: Sequence[Running]) -> float | None:
        pixels = sum(row.pixels for row in done)
        if pixels:
            own = sum(row.seconds for row in done) / pixels
            clocked = self._clocked(done, running)
            return own if clocked is None else min(own, clocked)
        if self._planned is not None or all(each.share < _SURE for each in running):
            return self._planned
        return self._clocked(done, running)

    def _clocked(self, done: Sequence[Row], running: Sequence[Running]) -> float | None:
        before = self._before or frozenset()
        worked = sum(each.share * each.row.pixels for each in running)
        worked += sum(row.pixels for row in done if row.id not in before)
        return (self._clock() - self._begun) / worked if worked else None
