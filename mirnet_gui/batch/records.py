"""What is known of each photograph of a batch, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, get_args

from mirnet_gui.photo.photo import Format

State = Literal["waiting", "running", "committing", "done", "skipped", "failed"]
"""``committing`` is the moment in which a finished file gets its name."""

Status = Literal["done", "skipped", "failed", "cancelled"]

STATES: Final[tuple[State, ...]] = get_args(State)

UNDER_WAY: Final[tuple[State, ...]] = ("running", "committing")

OPEN: Final[tuple[State, ...]] = ("waiting", *UNDER_WAY)
"""States of photographs that are still to come."""

ENDED: Final[tuple[State, ...]] = ("done", "skipped", "failed")


@dataclass(frozen=True, slots=True)
class Task:
    """One photograph, the file that its result goes to, and what became of it.

    ``id`` is the journal's; below nought while no journal knows it. Sizes are nought where they are
    not known. ``seconds`` is what was spent on it, without waiting. ``method`` is the registry's
    text of what is done to it alone, "" for what is done to the whole batch.
    """

    source: Path
    output: Path
    format: Format
    bytes: int = 0
    width: int = 0
    height: int = 0
    id: int = -1
    state: State = "waiting"
    reason: str = ""
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0
    result_bytes: int = 0
    sha256: str = ""
    method: str = ""

    @property
    def pixels(self) -> int:
        """Of the photograph, nought where its header could not be read."""
        return self.width * self.height


@dataclass(frozen=True, slots=True)
class StagedResult:
    """What came of the work on one photograph before its result has its name.

    ``temporary`` is the whole result beside its place, None where there is none and ``reason`` says
    why. ``thumbnail`` is a small JPEG of before beside after.
    """

    temporary: Path | None = None
    status: Status = "done"
    reason: str = ""
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0
    width: int = 0
    height: int = 0
    size: int = 0
    sha256: str = ""
    thumbnail: bytes | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one photograph; ``reason`` says why and what to do, "" when it is done."""

    task: Task
    status: Status
    reason: str = ""

    @property
    def seconds(self) -> float:
        """What was spent on it."""
        return self.task.seconds


@dataclass(frozen=True, slots=True)
class Counts:
    """How many photographs are in which state, and how many pixels are through."""

    total: int = 0
    done: int = 0
    skipped: int = 0
    failed: int = 0
    pixels: int = 0
    pixels_ended: int = 0

    @property
    def ended(self) -> int:
        """How many will not change any more by themselves."""
        return self.done + self.skipped + self.failed

    @property
    def left(self) -> int:
        """How many are still to come."""
        return self.total - self.ended
