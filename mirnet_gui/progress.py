"""How long work tells how far it is, and how it is told to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from mirnet_gui.errors import Cancelled
from mirnet_gui.interrupts import obeyed

PATIENCE: Final = 0.9
"""Seconds that work in one thread gets to listen to a cancel before its process ends without it."""

_PARTS = 1000


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` units are finished; ``what`` names the unit ("pixel", "photo").

    ``expected`` is how many seconds all of them were planned to take, where that was known before;
    ``notice`` is a sentence that the user should know of while the work goes on.
    """

    done: int
    total: int
    what: str
    expected: float | None = None
    notice: str = ""

    @property
    def fraction(self) -> float:
        """Share of the work that is done, in [0, 1]."""
        return self.done / self.total if self.total else 1.0


ProgressCallback = Callable[[Progress], None]

Look = Callable[[float], None]
"""Called with the share of the work that was done since the last call; raises to stop it."""


def silent(progress: Progress) -> None:
    """The progress callback of a caller who does not want to know."""


def look_away(share: float) -> None:
    """The look of work that nobody watches or stops."""


def share_of(progress: ProgressCallback, number: int, count: int, what: str) -> ProgressCallback:
    """The callback of piece ``number`` of ``count`` (from 0), whose inner progress moves the whole.

    The whole counts ``what`` in thousandths, so that a large piece moves it too.
    """

    def tell(inner: Progress) -> None:
        done = int((number + inner.fraction) * _PARTS)
        progress(Progress(done, count * _PARTS, what, notice=inner.notice))

    return tell


class CancelToken:
    """A flag that one thread raises and a working thread looks at, many times a second."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next look at the token."""
        self._event.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._event.is_set()

    def raise_if_cancelled(self) -> None:
        """Raise :class:`Cancelled` when somebody asked to stop."""
        if self.is_cancelled:
            raise Cancelled


@contextmanager
def cancelled_by_interrupt(patience: float | None = None) -> Iterator[CancelToken]:
    """A token that Ctrl+C cancels, as do SIGTERM and SIGHUP; a second one ends the process at once.

    So does the first one after ``patience`` seconds, if given, in a process of mirnet-gui.
    """
    token = CancelToken()
    with obeyed(token.cancel, patience):
        yield token
