"""What the window says to its user outside of dialogs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class MessageKind(StrEnum):
    """How a message is meant."""

    FAILED = "failed"
    DONE = "done"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing that can be done about a message, on a button called ``text``."""

    text: str
    do: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence, what to do about it, and the file it is about when showing that helps.

    A question has ``answers``; the first of them is what most people mean.
    """

    kind: MessageKind
    sentence: str
    hint: str = ""
    file: Path | None = None
    answers: tuple[Answer, ...] = ()

    @property
    def must_be_seen(self) -> bool:
        """Whether it stays until somebody took it away: bad news, and questions."""
        return self.kind is MessageKind.FAILED or bool(self.answers)
