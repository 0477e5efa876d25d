"""Reading, enhancing and writing that overlap, one bad file never stopping the others.

While one photograph is enhanced, the next one is read and the one before it written: on a folder
the network never waits for a decoder.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from typing import Final

from mirnet_gui.batch.commit import commit
from mirnet_gui.batch.control import Control
from mirnet_gui.batch.journal import Journal
from mirnet_gui.batch.observer import Observer, OverallProgress
from mirnet_gui.batch.records import Outcome, Task
from mirnet_gui.batch.run_context import CurrentContext
from mirnet_gui.batch.work import Work
from mirnet_gui.errors import MirnetGuiError
from mirnet_gui.language import tr
from mirnet_gui.photo.error_messages import reason_of
from mirnet_gui.progress import Progress, ProgressCallback

_PATIENCE: Final = 0.7
_LOOK: Final = 0.1
_THREAD: Final = "batch-"


def run_in_threads(
    journal: Journal, context: CurrentContext, control: Control, observer: Observer
) -> Iterator[Outcome]:
    """Do what waits in ``journal``; gives back what became of each photograph as it ends.

    After a cancel it comes to its end within a second; what was not done is still in the journal.
    Raises :class:`mirnet_gui.errors.JournalError`.
    """
    pipeline = _Pipeline(journal, context, control, observer)
    try:
        yield from pipeline.outcomes()
    finally:
        pipeline.stop()
        journal.end_reading()


def is_abandoned() -> bool:
    """Whether a step that did not listen to a cancel still computes."""
    return any(thread.name.startswith(_THREAD) for thread in threading.enumerate())


class _Pipeline:
    """Three threads, one for each step, that works pass through in their order."""

    def __init__(
        self, journal: Journal, context: CurrentContext, control: Control, observer: Observer
    ) -> None:
        self._journal = journal
        self._context = context
        self._control = control
        self._observer = observer
        self._progress = OverallProgress(journal, observer)
        # One being read, one being enhanced, one being written: memory holds no more of them.
        self._read: queue.Queue[Work | None] = queue.Queue(1)
        self._enhanced: queue.Queue[Work | None] = queue.Queue(1)
        self._out: queue.Queue[Outcome | MirnetGuiError | None] = queue.Queue()
        self._committing = threading.Lock()
        self._stopped = threading.Event()
        self._given_up: float | None = None
        # Daemons: a decoder that cannot be interrupted must not keep a cancelled program alive.
        steps = {"reading": self._do_read, "enhancing": self._do_enhance, "writing": self._do_write}
        self._threads = [
            threading.Thread(target=self._guarded, args=(step,), name=_THREAD + name, daemon=True)
            for name, step in steps.items()
        ]

    def outcomes(self) -> Iterator[Outcome]:
        for thread in self._threads:
            thread.start()
        while True:
            try:
                outcome = self._out.get(timeout=_LOOK)
            except queue.Empty:
                if self._control.cancel.is_cancelled and self._patience() <= 0.0:
                    return
                continue
            if outcome is None:
                return
            if isinstance(outcome, MirnetGuiError):
                raise outcome
            yield outcome

    def stop(self) -> None:
        """No result gets its name after this; the threads end as soon as they can."""
        with self._committing:
            self._stopped.set()
        for thread in self._threads:
            thread.join(max(self._patience(), 0.0))

    def _patience(self) -> float:
        """Seconds that are left for the steps to end by themselves."""
        if self._given_up is None:
            self._given_up = time.monotonic() + _PATIENCE
        return self._given_up - time.monotonic()

    @property
    def _is_over(self) -> bool:
        return self._stopped.is_set() or self._control.cancel.is_cancelled

    def _guarded(self, step: Callable[[], None]) -> None:
        try:
            step()
        except MirnetGuiError as error:
            # The journal itself: without it nothing may go on.
            self._fail(error)
        except BaseException as error:  # noqa: BLE001 - no thread dies without a word
            self._fail(
                MirnetGuiError(reason_of(error, tr("the batch")), tr("Resume it with --resume."))
            )

    def _fail(self, error: MirnetGuiError) -> None:
        # Handed out first: the other threads tell of the end as soon as they are stopped.
        self._out.put(error)
        self._stopped.set()

    def _do_read(self) -> None:
        while not self._is_over:
            task = None if self._control.is_paused else self._journal.take()
            if task is not None:
                self._observer.report_begun(task)
                work = Work(task, self._context.get(), self._control.cancel)
                # It may have taken the program with it before: then it is decoded apart.
                apart = self._journal.was_not_read(task.id)
                self._journal.begin_reading(task.id)
                work.read(apart=apart)
                self._journal.end_reading(task.id)
                self._pass_on(self._read, work)
            elif self._is_through():
                break
            else:
                self._control.wait_for_news()
        self._pass_on(self._read, None)

    def _is_through(self) -> bool:
        # Also what is still being enhanced keeps the run from its end: until then more may come.
        # The journal is asked last, so that it knows of all whose adding is over by now.
        return not self._control.awaits_more and not self._journal.has_left

    def _do_enhance(self) -> None:
        while (work := self._next(self._read)) is not None:
            self._control.wait_while_paused()
            work.enhance(self._progress_of(work.task))
            self._pass_on(self._enhanced, work)
        self._pass_on(self._enhanced, None)

    def _do_write(self) -> None:
        while (work := self._next(self._enhanced)) is not None:
            work.stage()
            with self._committing:
                if self._stopped.is_set():
                    work.discard()
                    return
                outcome = commit(self._journal, work.task, work.staged, self._context.get())
            self._control.tell_news()
            self._out.put(outcome)
            if outcome.task.state != "skipped":
                # Counted at once: the next may be long in coming. Skips are many, and fast.
                self._progress.count_anew()
            self._progress.report()
        self._progress.count_anew()
        self._progress.report()
        self._out.put(None)

    def _next(self, line: queue.Queue[Work | None]) -> Work | None:
        while not self._stopped.is_set():
            try:
                return line.get(timeout=_LOOK)
            except queue.Empty:
                continue
        return None

    def _pass_on(self, line: queue.Queue[Work | None], work: Work | None) -> None:
        while not self._stopped.is_set():
            try:
                line.put(work, timeout=_LOOK)
            except queue.Full:
                continue
            return

    def _progress_of(self, task: Task) -> ProgressCallback:
        def report(inner: Progress) -> None:
            self._observer.report_advanced(task, inner)
            self._progress.report(inner.fraction * max(task.pixels, 1), inner.notice)

        return report
