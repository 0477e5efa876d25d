from __future__ import annotations

from mirnet_gui.jobs.mailbox import INTERVAL, ProgressMailbox
from mirnet_gui.progress import Progress


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_reader_is_rung_once_until_it_looks() -> None:
    clock = Clock()
    mailbox = ProgressMailbox(clock)
    assert mailbox.put(Progress(1, 3, "tile"))
    clock.now += 10
    assert not mailbox.put(Progress(2, 3, "tile"))
    assert mailbox.take() == Progress(2, 3, "tile")
    assert mailbox.take() is None
    assert mailbox.put(Progress(3, 3, "tile"))


def test_rings_keep_their_distance_but_nothing_newest_is_lost() -> None:
    clock = Clock()
    mailbox = ProgressMailbox(clock)
    assert mailbox.put(Progress(1, 3, "tile"))
    mailbox.take()
    clock.now += INTERVAL / 2
    assert not mailbox.put(Progress(2, 3, "tile"))
    assert mailbox.take() == Progress(2, 3, "tile")
    clock.now += INTERVAL
    assert mailbox.put(Progress(3, 3, "tile"))
