"""What is going on, as the status line tells it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto

from mirnet_gui.progress import Progress


class Activity(StrEnum):
    """What the background thread is doing for the page."""

    IDLE = auto()
    GATHERING = auto()
    OPENING = auto()
    PREPARING = auto()
    PREVIEWING = auto()
    ENHANCING = auto()
    SAVING = auto()
    SAVING_ALL = auto()
    COPYING = auto()
    COMPARING = auto()
    MEASURING = auto()
    DRAWING = auto()
    OBSERVING = auto()
    EXPORTING = auto()
    PLANNING = auto()
    ESTIMATING = auto()
    BEGINNING = auto()
    BATCHING = auto()
    WATCHING = auto()
    PAUSED = auto()
    STOPPING = auto()
    RETRYING = auto()
    CHANGING = auto()
    REPORTING = auto()
    LOOKING = auto()
    CHECKING = auto()
    TAKING_OVER = auto()
    TRAINING = auto()
    TRAINING_PAUSED = auto()


_CANCELLABLE = (
    Activity.GATHERING,
    Activity.OPENING,
    Activity.PREPARING,
    Activity.PREVIEWING,
    Activity.ENHANCING,
    Activity.SAVING_ALL,
    Activity.COMPARING,
    Activity.MEASURING,
    Activity.DRAWING,
    Activity.OBSERVING,
    Activity.EXPORTING,
    Activity.PLANNING,
    Activity.ESTIMATING,
    Activity.BEGINNING,
    Activity.BATCHING,
    Activity.WATCHING,
    Activity.PAUSED,
    Activity.CHECKING,
)


_WRITING = (Activity.SAVING, Activity.EXPORTING, Activity.REPORTING)


@dataclass(frozen=True, slots=True)
class Doing:
    """An activity and the name of the photograph it is about."""

    activity: Activity = Activity.IDLE
    name: str = ""

    @property
    def can_cancel(self) -> bool:
        """Whether stopping it would leave nothing half done."""
        return self.activity in _CANCELLABLE

    @property
    def writes_files(self) -> bool:
        """Whether it is brought to its end also when the program closes."""
        return self.activity in _WRITING


@dataclass(frozen=True, slots=True)
class Advance:
    """How far the enhancement is, and how many seconds it will still take if that is known."""

    progress: Progress
    seconds_left: float | None
