from __future__ import annotations

from pathlib import Path

import pytest

from mirnet_gui.batch.records import State, Task
from mirnet_gui.ui.batch.batch_state import Filter, counted, moved


def _row(row_id: int, state: State) -> Task:
    return Task(Path("a"), Path("b"), "png", 1, 1, 1, row_id, state)


@pytest.mark.parametrize(
    ("chosen", "by", "order"),
    [
        ([3], -1, [1, 3, 2, 4, 5]),
        ([3], 1, [1, 2, 4, 3, 5]),
        ([4, 2], -1, [2, 4, 1, 3, 5]),
        ([2, 4], 1, [1, 3, 5, 2, 4]),
        ([5], -100, [5, 1, 2, 3, 4]),
        ([1, 3], 100, [2, 4, 5, 1, 3]),
        ([1], -1, [1, 2, 3, 4, 5]),
        ([], 1, [1, 2, 3, 4, 5]),
        ([9], 1, [1, 2, 3, 4, 5]),
    ],
)
def test_photographs_move_together(chosen: list[int], by: int, order: list[int]) -> None:
    assert moved([1, 2, 3, 4, 5], chosen, by) == order


def test_what_runs_counts_as_waiting() -> None:
    states: tuple[State, ...] = ("waiting", "running", "committing", "done", "failed", "skipped")
    counts = counted(_row(number, state) for number, state in enumerate(states))
    assert counts == {
        Filter.ALL: 6,
        Filter.WAITING: 3,
        Filter.DONE: 1,
        Filter.SKIPPED: 1,
        Filter.FAILED: 1,
    }
