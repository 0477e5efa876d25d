"""What the window says to its user outside of dialogs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from mirnet_gui.jobs.events import JobFailed
from mirnet_gui.language import tr


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

    @classmethod
    def of_failure(cls, event: JobFailed) -> Message:
        """Why a job failed, and what to do about it."""
        return cls(MessageKind.FAILED, event.sentence, event.hint)

    @classmethod
    def of_written(cls, sentence: str, path: Path, file: Path | None = None) -> Message:
        """``path`` was written; ``file`` is shown where that is another one."""
        return cls(MessageKind.DONE, sentence, tr("In {folder}", folder=path.parent), file or path)

    @property
    def must_be_seen(self) -> bool:
        """Whether it stays until somebody took it away: bad news, and questions."""
        return self.kind is MessageKind.FAILED or bool(self.answers)
