"""What a batch was asked to do: enough to go on with it after anything."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from mirnet_gui import __version__
from mirnet_gui.batch.options import Options
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import parse_method, text_of
from mirnet_gui.methods.variants import without_execution_options


class RunState(StrEnum):
    """``running`` while it is worked on, and ever after if nobody ended it in an orderly way."""

    RUNNING = "running"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class RunHeader:
    """``id`` names the run and its unfinished files; ``method`` is the registry's text for it.

    ``inputs`` are the files and folders as they were given, ``weights`` names the set of weights,
    if the method has one, with the checksums of its files.
    """

    id: str
    created: str
    method: str
    options: Options
    inputs: tuple[Path, ...] = ()
    weights: str = ""
    version: str = field(default=__version__)

    @property
    def tag(self) -> str:
        """What the names of its unfinished files begin with."""
        return f"{self.id}-"

    def make_method(self) -> Method:
        """The method. Raises :class:`mirnet_gui.errors.UsageError`."""
        return parse_method(self.method)

    def asks_the_same(self, method: Method, options: Options) -> bool:
        """Whether going on with it is what somebody means who asks for these.

        Raises :class:`mirnet_gui.errors.UsageError` where its method is not known any more.
        """
        asked = text_of(without_execution_options(self.make_method()))
        return asked == text_of(without_execution_options(method)) and self.options == options

    def to_dict(self) -> dict[str, Any]:
        """What JSON can hold."""
        return {
            "id": self.id,
            "created": self.created,
            "method": self.method,
            "options": self.options.to_dict(),
            "inputs": [str(path) for path in self.inputs],
            "weights": self.weights,
            "version": self.version,
        }

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> RunHeader:
        """Raises KeyError, TypeError or ValueError for what :meth:`to_dict` did not make."""
        if not re.fullmatch(r"[\w.-]{1,80}", kept["id"]):
            raise ValueError(kept["id"])
        return cls(
            kept["id"],
            kept["created"],
            kept["method"],
            Options.from_dict(kept["options"]),
            tuple(Path(path) for path in kept["inputs"]),
            kept.get("weights", ""),
            kept["version"],
        )
