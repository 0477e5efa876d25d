"""The one object that lives in the background thread and does the jobs."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui.errors import Cancelled, MirnetGuiError
from mirnet_gui.jobs.events import JobCancelled, JobFailed, JobOutcome, JobStarted, JobSucceeded
from mirnet_gui.jobs.mailbox import ProgressMailbox
from mirnet_gui.language import tr
from mirnet_gui.progress import CancelToken, Progress, ProgressCallback

Job = Callable[[ProgressCallback, CancelToken], object]
"""A plain function that works, reports and looks at its token; it knows no Qt."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Assignment:
    """A job with everything that belongs to this one run of it."""

    job_id: int
    job: Job
    essential: bool = False
    cancel: CancelToken = field(default_factory=CancelToken)
    mailbox: ProgressMailbox = field(default_factory=ProgressMailbox)


def perform(assignment: Assignment, progress: ProgressCallback) -> JobOutcome:
    """Run the job; whatever it raises becomes an outcome and an entry in the log."""
    job_id = assignment.job_id
    try:
        assignment.cancel.raise_if_cancelled()
        return JobSucceeded(job_id, assignment.job(progress, assignment.cancel))
    except Cancelled:
        return JobCancelled(job_id)
    except MirnetGuiError as error:
        _log.warning("%s", error, exc_info=error)
        return JobFailed(job_id, error.sentence, error.hint)
    except MemoryError as error:
        _log.exception("Out of memory", exc_info=error)
        return JobFailed(
            job_id,
            tr("There is not enough memory for this photograph."),
            tr("Close other programs, or open a smaller copy of it."),
        )
    except BaseException as error:  # noqa: BLE001 - the outermost border of every job
        # Also what would end a program, as SystemExit from some library: here it would end a
        # thread that everybody waits for.
        _log.exception("A job failed in a way nobody foresaw", exc_info=error)
        return JobFailed(
            job_id,
            tr("Something went wrong inside the program ({name}).", name=type(error).__name__),
            tr("The log says more; please report it."),
        )


class Worker(QObject):
    """Does one assignment at a time in the thread that it was moved to."""

    started = Signal(object)
    """:class:`JobStarted`."""
    rang = Signal(int)
    """New progress lies in the mailbox of the job with this id."""
    ended = Signal(object)
    """:data:`JobOutcome`."""

    @Slot(object)
    def run(self, assignment: Assignment) -> None:
        """Do the job from beginning to end."""

        def report(progress: Progress) -> None:
            if assignment.mailbox.put(progress):
                self.rang.emit(assignment.job_id)

        self.started.emit(JobStarted(assignment.job_id))
        self.ended.emit(perform(assignment, report))
