"""What the runner tells about a job, as frozen records that carry the job's id."""

from __future__ import annotations

from dataclasses import dataclass

from mirnet_gui.progress import Progress


@dataclass(frozen=True, slots=True)
class JobEvent:
    """Something happened to the job ``job_id``."""

    job_id: int


@dataclass(frozen=True, slots=True)
class JobStarted(JobEvent):
    """The job is being worked on."""


@dataclass(frozen=True, slots=True)
class JobProgressed(JobEvent):
    """The newest progress of the running job; older ones may have been skipped."""

    progress: Progress


@dataclass(frozen=True, slots=True)
class JobSucceeded(JobEvent):
    """The job came to its end with ``result``."""

    result: object


@dataclass(frozen=True, slots=True)
class JobFailed(JobEvent):
    """The job gave up; ``sentence`` says why, ``hint`` what to do about it."""

    sentence: str
    hint: str


@dataclass(frozen=True, slots=True)
class JobCancelled(JobEvent):
    """The job stopped, or never began, because somebody asked for it."""


@dataclass(frozen=True, slots=True)
class JobFinished(JobEvent):
    """Always the last event of a job, however it ended."""


JobOutcome = JobSucceeded | JobFailed | JobCancelled
