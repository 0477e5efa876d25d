"""What is known of each photograph of a batch, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, get_args

from mirnet_gui.photo.photo import Format

State = Literal["waiting", "running", "placing", "done", "skipped", "failed"]
"""``placing`` is the moment in which a finished file gets its name."""

Status = Literal["done", "skipped", "failed", "cancelled"]

UNDER_WAY: Final[tuple[State, ...]] = ("running", "placing")

STATES: Final[tuple[State, ...]] = get_args(State)

ENDED: Final[tuple[State, ...]] = ("done", "skipped", "failed")


@dataclass(frozen=True, slots=True)
class Row:
    """One photograph in the journal; ``seconds`` is what was spent on it, without waiting."""

    id: int
    source: Path
    output: Path
    format: Format
    bytes: int
    width: int
    height: int
    state: State
    reason: str = ""
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0
    result_bytes: int = 0
    sha256: str = ""

    @property
    def pixels(self) -> int:
        """Of the photograph, nought where its header could not be read."""
        return self.width * self.height


@dataclass(frozen=True, slots=True)
class Made:
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

    row: Row
    status: Status
    reason: str = ""

    @property
    def seconds(self) -> float:
        """What was spent on it."""
        return self.row.seconds


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
