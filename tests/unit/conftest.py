"""What unit tests share: a true count of the files that are opened."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest


class Opens:
    """How often files below ``folder`` were opened by Python code of this process, in any thread.

    What a library of C opens by itself does not come to Python's audit events.
    """

    def __init__(self) -> None:
        self.folder: Path | None = None
        self._counts: Counter[str] = Counter()
        sys.addaudithook(self._note)

    def take(self) -> dict[str, int]:
        """The counts by name since the last time."""
        counts, self._counts = self._counts, Counter()
        return dict(counts)

    def _note(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.folder is None or event != "open":
            return
        path = arguments[0]
        if isinstance(path, str | bytes) and Path(os.fsdecode(path)).parent == self.folder:
            self._counts[Path(os.fsdecode(path)).name] += 1


# An audit hook stays for as long as the process does.
_opens = Opens()


@pytest.fixture
def opens() -> Iterator[Opens]:
    """Counts nothing until its ``folder`` is set."""
    yield _opens
    _opens.folder = None
    _opens.take()
