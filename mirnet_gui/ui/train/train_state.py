"""Where a training is."""

from __future__ import annotations

from enum import StrEnum, auto


class Phase(StrEnum):
    """What the trainer is doing, or how it ended."""

    IDLE = auto()
    PREPARING = auto()
    RUNNING = auto()
    PAUSED = auto()
    STOPPING = auto()

    @property
    def is_active(self) -> bool:
        """Whether there is a process."""
        return self is not Phase.IDLE
