"""Broken and skipped photographs tell nothing of how long the others take."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mirnet_gui.batch.records import State, Task
from mirnet_gui.jobs.batch_feed import Running
from mirnet_gui.jobs.batch_time_left import BatchTimeLeft

SIDE = 4000
COUNT = 100


def row(number: int, state: State = "waiting", seconds: float = 0.0, side: int = SIDE) -> Task:
    return Task(Path("a"), Path("b"), "jpeg", 1, side, side, number, state, seconds=seconds)


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_broken_file_after_the_first_is_no_pace() -> None:
    clock, rows = Clock(), [row(number) for number in range(COUNT)]
    rows[1] = row(1, side=0)
    left = BatchTimeLeft(None, clock=clock)
    assert left.after(rows, []) is None
    clock.now += 10.0
    rows[0] = row(0, "done", 10.0)
    assert left.after(rows, []) == pytest.approx(980.0)
    clock.now += 0.3
    rows[1] = row(1, "failed", 0.3, side=0)
    seconds = left.after(rows, [])
    assert seconds == pytest.approx(980.0, rel=0.1), "and not months"


def test_skipped_photographs_make_nothing_faster_or_slower() -> None:
    clock, rows = Clock(), [row(number) for number in range(COUNT)]
    left = BatchTimeLeft(None, clock=clock)
    for number in range(50):
        clock.now += 0.1
        rows[number] = row(number, "skipped", 0.1)
        assert left.after(rows, []) is None
    clock.now += 10.0
    rows[50] = row(50, "done", 10.0)
    assert left.after(rows, []) == pytest.approx(490.0)


def test_what_will_be_skipped_is_not_counted() -> None:
    rows = [row(number) for number in range(COUNT)]
    plan = 10.0 / SIDE**2
    assert BatchTimeLeft(plan).after(rows, []) == pytest.approx(1000.0)
    assert BatchTimeLeft(plan, range(90)).after(rows, []) == pytest.approx(100.0)


def test_the_plan_counts_until_one_is_done_and_the_running_one_is_partly_done() -> None:
    clock, rows = Clock(), [row(number) for number in range(4)]
    left = BatchTimeLeft(20.0 / SIDE**2, clock=clock)
    assert left.after(rows, [Running(rows[0])]) == pytest.approx(80.0)
    clock.now += 5.0
    half = Running(replace(rows[0], state="running"), 0.5, 100.0)
    assert left.after(rows, [half]) == pytest.approx(70.0)
    clock.now += 5.0
    rows[0] = row(0, "done", 10.0)
    assert left.after(rows, []) == pytest.approx(30.0)


def test_without_a_plan_the_running_one_tells() -> None:
    clock, rows = Clock(), [row(number) for number in range(2)]
    left = BatchTimeLeft(None, clock=clock)
    left.after(rows, [])
    clock.now += 5.0
    assert left.after(rows, [Running(rows[0], 0.01, 100.0)]) is None
    assert left.after(rows, [Running(rows[0], 0.5, 100.0)]) == pytest.approx(15.0)


def test_steps_that_overlap_and_earlier_results_are_not_counted_twice() -> None:
    clock, rows = Clock(), [row(number) for number in range(4)]
    rows[0] = row(0, "done", 12.0)
    left = BatchTimeLeft(None, clock=clock)
    # Done before it was resumed: its own time is known, the clock's not yet.
    assert left.after(rows, []) == pytest.approx(36.0)
    clock.now += 10.0
    rows[1] = row(1, "done", 12.0)
    assert left.after(rows, []) == pytest.approx(20.0)


def test_all_done_is_no_time() -> None:
    assert BatchTimeLeft(1.0).after([row(0, "done", 5.0)], []) == 0.0
