"""What the Batch page knows, apart from how it looks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum, auto
from pathlib import Path

from mirnet_gui.batch.journal import Journal
from mirnet_gui.batch.options import BESIDE, Options
from mirnet_gui.batch.records import Row, State
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import create_method

OPEN: tuple[State, ...] = ("waiting", "running", "placing")
"""States of photographs that are still to come."""


class Phase(StrEnum):
    """Where a batch is."""

    EMPTY = auto()
    PLANNING = auto()
    READY = auto()
    RUNNING = auto()
    PAUSED = auto()
    STOPPING = auto()
    ENDED = auto()

    @property
    def is_active(self) -> bool:
        """Whether photographs are being worked on, or could be at any moment."""
        return self in (Phase.RUNNING, Phase.PAUSED, Phase.STOPPING)


class Filter(StrEnum):
    """Which photographs are listed."""

    ALL = auto()
    WAITING = auto()
    DONE = auto()
    SKIPPED = auto()
    FAILED = auto()

    def holds(self, state: State) -> bool:
        """Whether a photograph in ``state`` is listed."""
        if self is Filter.ALL:
            return True
        return state in OPEN if self is Filter.WAITING else state == self.value


def counted(rows: Iterable[Row]) -> dict[Filter, int]:
    """How many photographs each filter lists."""
    states = Counter(row.state for row in rows)
    return {each: sum(n for state, n in states.items() if each.holds(state)) for each in Filter}


def moved(ids: Sequence[int], chosen: Sequence[int], by: int) -> list[int]:
    """``ids`` with ``chosen`` ones ``by`` places nearer to the end, together and in their order.

    They stop at either end.
    """
    rest = [each for each in ids if each not in set(chosen)]
    block = [each for each in ids if each in set(chosen)]
    if not block:
        return list(ids)
    before = ids.index(block[0] if by < 0 else block[-1])
    passed = sum(each not in set(chosen) for each in ids[:before])
    place = min(max(passed + by, 0), len(rest))
    return [*rest[:place], *block, *rest[place:]]


@dataclass(slots=True)
class Batch:
    """The batch on the page: what was given, how it is to be done, and its journal once begun."""

    inputs: list[Path] = field(default_factory=list)
    method: Method = field(default_factory=lambda: create_method("mirnet"))
    options: Options = field(default_factory=lambda: Options(name=BESIDE))
    journal: Journal | None = None
    watched: Path | None = None
