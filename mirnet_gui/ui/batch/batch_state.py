"""What the Batch page knows, apart from how it looks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum, auto

from mirnet_gui.batch.records import ENDED, OPEN, UNDER_WAY, State, Task


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


def counted(tasks: Iterable[Task]) -> dict[Filter, int]:
    """How many photographs each filter lists."""
    states = Counter(task.state for task in tasks)
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


def newer(known: Task | None, task: Task) -> Task:
    """Which of two says more of one photograph: what is ``known``, or ``task`` of the journal.

    Only what failed can wait again.
    """
    if known is None or known.state not in ENDED or task.state in ENDED:
        return task
    return task if known.state == "failed" and task.state not in UNDER_WAY else known
