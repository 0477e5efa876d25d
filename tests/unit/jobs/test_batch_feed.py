from __future__ import annotations

from pathlib import Path

from mirnet_gui.batch.records import Outcome, Task
from mirnet_gui.jobs.batch_feed import Feed
from mirnet_gui.progress import Progress

ROWS = [Task(Path("a"), Path("b"), "png", 1, 1, 1, n, "running") for n in range(3)]


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_no_outcome_is_lost_between_two_looks() -> None:
    feed = Feed()
    for row in ROWS:
        feed.begun(row)
        feed.ended(Outcome(row, "done"))
    news = feed.take()
    assert [row.id for row in news.ended] == [0, 1, 2]
    assert news.running == ()
    assert feed.take().ended == ()


def test_time_left_by_the_plan_and_then_by_the_pace() -> None:
    clock = Clock()
    feed = Feed(clock)
    feed.begun(ROWS[0])
    clock.now = 100.0
    assert feed.take().running[0].seconds_left(100.0) is None, "it was only read so far"
    feed.advanced(ROWS[0], Progress(0, 10, "tile", expected=40.0))
    assert feed.take().running[0].seconds_left(110.0) == 30.0
    clock.now = 120.0
    feed.advanced(ROWS[0], Progress(2, 10, "tile", expected=40.0))
    assert feed.take().running[0].seconds_left(120.0) == 80.0
    feed.advanced(ROWS[1], Progress(1, 2, "tile"))
    assert len(feed.take().running) == 1, "nobody began that one"
