from __future__ import annotations

from mirnet_gui.jobs.mailbox import ProgressMailbox
from mirnet_gui.progress import Progress


def test_reader_is_rung_once_until_it_looks() -> None:
    mailbox = ProgressMailbox()
    assert mailbox.put(Progress(1, 3, "tile"))
    assert not mailbox.put(Progress(2, 3, "tile"))
    assert mailbox.take() == Progress(2, 3, "tile")
    assert mailbox.take() is None
    assert mailbox.put(Progress(3, 3, "tile"))
