"""What others may ask of a batch, whether it runs or not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from mirnet_gui.progress import CancelToken


class Control:
    """Pause, go on, end after what is there; may be used from any thread, for run after run."""

    def __init__(self, cancel: CancelToken | None = None) -> None:
        self.cancel = cancel or CancelToken()
        self._going = threading.Event()
        self._going.set()
        self._open = threading.Event()
        self._news = threading.Event()
        self._adding = 0
        self._adding_lock = threading.Lock()

    def obey(self, cancel: CancelToken) -> None:
        """Be cancelled by ``cancel`` from now on."""
        self.cancel = cancel

    @property
    def is_paused(self) -> bool:
        """Whether no further photograph is begun."""
        return not self._going.is_set()

    @property
    def is_open(self) -> bool:
        """Whether more photographs may come."""
        return self._open.is_set() and not self.cancel.is_cancelled

    @property
    def awaits_more(self) -> bool:
        """Whether the run must not end yet, even when nothing is left to do."""
        return self.is_open or self._adding > 0

    @contextmanager
    def adding(self) -> Iterator[None]:
        """While photographs are added: the run does not end before it has seen them.

        Who comes when it has just ended comes too late, and has to begin another one.
        """
        with self._adding_lock:
            self._adding += 1
        try:
            yield
        finally:
            with self._adding_lock:
                self._adding -= 1
            self.tell_news()

    def pause(self) -> None:
        """Begin no further photograph; the one that is being worked on is finished."""
        self._going.clear()

    def resume(self) -> None:
        """Go on."""
        self._going.set()
        self.tell_news()

    def open(self) -> None:
        """Wait for more photographs when all are done, until :meth:`finish`."""
        self._open.set()

    def finish(self) -> None:
        """Wait for no more photographs than there are."""
        self._open.clear()
        self.tell_news()

    def tell_news(self) -> None:
        """There are more photographs, or one is through: look again."""
        self._news.set()

    def wait_while_paused(self) -> None:
        """Come back when it goes on, or is cancelled."""
        while not self._going.wait(0.1):
            if self.cancel.is_cancelled:
                return

    def wait_for_news(self) -> None:
        """Come back when there are news, or after a moment."""
        self._news.wait(0.2)
        self._news.clear()
