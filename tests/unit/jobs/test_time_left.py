from __future__ import annotations

import pytest

from mirnet_gui.jobs.time_left import TimeLeft
from mirnet_gui.progress import Progress


def test_pace_is_taken_from_what_follows_the_first_unit() -> None:
    now = 100.0
    left = TimeLeft(lambda: now)
    now = 130.0  # loading the network took half a minute
    assert left.after(Progress(1, 5, "tile")) is None
    now = 132.0
    assert left.after(Progress(2, 5, "tile")) == pytest.approx(6.0)
    now = 136.0
    assert left.after(Progress(4, 5, "tile")) == pytest.approx(2.0)
    assert left.after(Progress(5, 5, "tile")) == 0.0


def test_it_starts_over_when_the_work_does() -> None:
    now = 0.0
    left = TimeLeft(lambda: now)
    left.after(Progress(3, 4, "tile"))
    now = 10.0
    # Out of memory: smaller tiles, from the beginning.
    assert left.after(Progress(1, 16, "tile")) is None
    now = 11.0
    assert left.after(Progress(2, 16, "tile")) == pytest.approx(14.0)


def test_what_was_planned_is_told_before_the_first_unit() -> None:
    now = 0.0
    left = TimeLeft(lambda: now)
    assert left.after(Progress(0, 100, "pixel", expected=50.0)) == 50.0
    now = 4.0
    assert left.after(Progress(4, 100, "pixel", expected=50.0)) == pytest.approx(48.0)
    now = 12.0
    # From a tenth on, the pace knows better than the plan.
    assert left.after(Progress(12, 100, "pixel", expected=50.0)) == pytest.approx(88.0)


def test_a_pace_of_next_to_nothing_is_not_told() -> None:
    now = 0.0
    left = TimeLeft(lambda: now)
    left.after(Progress(1000, 1_000_000, "pixel"))
    now = 0.5
    # One pixel in half a second would be a week.
    assert left.after(Progress(1001, 1_000_000, "pixel")) is None
    now = 10.0
    assert left.after(Progress(101_000, 1_000_000, "pixel")) == pytest.approx(89.9)
