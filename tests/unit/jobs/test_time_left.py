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
