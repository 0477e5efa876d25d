"""Ranking results without knowing which method made which."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from string import ascii_uppercase

from mirnet_gui.escaping import spreadsheet_cell
from mirnet_gui.photo.error_messages import unwritable
from mirnet_gui.photo.outputs import make_folder

COLUMNS = ("time", "photo", "method", "rank", "of")


@dataclass(frozen=True, slots=True)
class BlindTest:
    """Methods by their texts in a random ``order``; those ``ranked`` so far, best first."""

    order: tuple[str, ...]
    ranked: tuple[str, ...] = ()

    @property
    def is_finished(self) -> bool:
        """Whether every method has its rank."""
        return len(self.ranked) == len(self.order)

    def letter(self, method: str) -> str:
        """What stands in the place of the name."""
        return ascii_uppercase[self.order.index(method)]

    def rank(self, method: str) -> int | None:
        """From 1, the best; None as long as there is none."""
        return self.ranked.index(method) + 1 if method in self.ranked else None

    def with_next(self, method: str) -> BlindTest:
        """``method`` is the best of those left; the last one left needs no word."""
        if method in self.ranked:
            return self
        ranked = (*self.ranked, method)
        left = [each for each in self.order if each not in ranked]
        return replace(self, ranked=(*ranked, *left) if len(left) == 1 else ranked)


def blind_test(methods: Sequence[str], seed: int | None = None) -> BlindTest:
    """A test of ``methods`` in an order that nobody knows."""
    order = list(methods)
    random.Random(seed).shuffle(order)  # noqa: S311 - no secret
    return BlindTest(tuple(order))


def keep_ranking(test: BlindTest, photo: str, path: Path) -> None:
    """Add the ranks of a finished ``test`` to the table at ``path``; made when it is not there.

    Raises :class:`mirnet_gui.errors.UnwritablePhoto`.
    """
    make_folder(path.parent)
    now = datetime.now(tz=UTC).isoformat(timespec="seconds")
    rows = [
        (now, spreadsheet_cell(photo), spreadsheet_cell(method), rank, len(test.order))
        for rank, method in enumerate(test.ranked, 1)
    ]
    try:
        begun = path.exists()
        # Names of files need not be text.
        with path.open("a", encoding="utf-8", errors="surrogateescape", newline="") as file:
            csv.writer(file).writerows(rows if begun else [COLUMNS, *rows])
    except OSError as error:
        raise unwritable(path, error) from error
