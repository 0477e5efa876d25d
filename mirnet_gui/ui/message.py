"""What the window says to its user outside of dialogs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class MessageKind(StrEnum):
    """How a message is meant."""

    FAILED = "failed"
    DONE = "done"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence, what to do about it, and the file it is about when showing that helps."""

    kind: MessageKind
    sentence: str
    hint: str = ""
    file: Path | None = None
