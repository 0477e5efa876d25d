"""One picture at a time, and whoever waits can still be stopped."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from mirnet_gui.progress import CancelToken

_SECONDS_BETWEEN_LOOKS = 0.1


class Turns:
    """What may work for one thread at a time."""

    def __init__(self) -> None:
        self._taken = threading.Lock()

    @contextmanager
    def mine(self, cancel: CancelToken) -> Iterator[None]:
        """Wait for the turn, perhaps for an hour, and keep it.

        Raises :class:`mirnet_gui.errors.Cancelled` soon after ``cancel`` while waiting.
        """
        while not self._taken.acquire(timeout=_SECONDS_BETWEEN_LOOKS):
            cancel.raise_if_cancelled()
        try:
            yield
        finally:
            self._taken.release()

    @contextmanager
    def mine_if_free(self) -> Iterator[bool]:
        """Take the turn where nobody has it; tells whether it was taken."""
        taken = self._taken.acquire(blocking=False)
        try:
            yield taken
        finally:
            if taken:
                self._taken.release()
