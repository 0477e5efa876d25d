"""Working through a journal, one bad file never stopping the others.

While one photograph is enhanced, the next one is read and the one before it written: on a folder
the network never waits for a decoder.
"""

from __future__ import annotations

import logging
import math
import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from mirnet_gui.batch.control import Control
from mirnet_gui.batch.journal import Journal
from mirnet_gui.batch.orders import Orders
from mirnet_gui.batch.placing import commit, recover
from mirnet_gui.batch.records import Counts, Outcome, Row
from mirnet_gui.batch.run_header import RunState
from mirnet_gui.batch.work import Work
from mirnet_gui.errors import MirnetGuiError
from mirnet_gui.methods.method import Method
from mirnet_gui.photo.outputs import make_folder
from mirnet_gui.photo.sentences import reason_of
from mirnet_gui.progress import Progress, ProgressCallback, silent

_PATIENCE: Final = 0.7
_LOOK: Final = 0.1
_THREAD: Final = "batch-"
_COUNT_EVERY: Final = 0.2
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Watcher:
    """Who wants to know; all are called from threads of the batch.

    ``progress`` counts pixels of the whole, ``begun`` tells of a photograph that is begun, and
    ``advanced`` how far it is; ``noticed`` is told sentences for a person. What they raise costs an
    entry in the log: telling never ends work.
    """

    progress: ProgressCallback = silent
    begun: Callable[[Row], None] = lambda _row: None
    advanced: Callable[[Row, Progress], None] = lambda _row, _progress: None
    noticed: Callable[[str], None] = lambda _sentence: None

    def tell_progress(self, progress: Progress) -> None:
        """How far the whole is."""
        _told(lambda: self.progress(progress))

    def tell_noticed(self, sentence: str) -> None:
        """Something that a person should know."""
        _told(lambda: self.noticed(sentence))

    def tell_begun(self, row: Row) -> None:
        """A photograph is begun."""
        _told(lambda: self.begun(row))

    def tell_advanced(self, row: Row, progress: Progress) -> None:
        """A photograph is so far."""
        _told(lambda: self.advanced(row, progress))


def _told(tell: Callable[[], None]) -> None:
    try:
        tell()
    except Exception:  # noqa: BLE001 - whoever is told may be gone
        _log.exception("Nobody could be told")


def run_batch(
    journal: Journal, method: Method, control: Control, watcher: Watcher | None = None
) -> Iterator[Outcome]:
    """Do what waits in ``journal`` and tell of each photograph as it ends.

    After a cancel it comes to its end within a second; what was not done waits in the journal.
    Raises :class:`mirnet_gui.errors.JournalError`, and :class:`mirnet_gui.errors.UnwritablePhoto`
    when the output folder cannot be made.
    """
    options = journal.header.options
    if options.folder is not None:
        make_folder(options.folder)
    recover(journal)
    journal.set_state(RunState.RUNNING)
    line = _Line(journal, Orders(journal, method), control, watcher or Watcher())
    try:
        yield from line.outcomes()
    finally:
        line.stop()
        journal.end_reading()
        recover(journal)
        conclude(journal, control)


def is_abandoned() -> bool:
    """Whether a step that did not listen to a cancel still computes."""
    return any(thread.name.startswith(_THREAD) for thread in threading.enumerate())


def conclude(journal: Journal, control: Control) -> None:
    """Let ``journal`` know how the work on it has ended. Raises JournalError."""
    if control.cancel.is_cancelled:
        journal.set_state(RunState.CANCELLED)
    else:
        journal.conclude()


class _Line:
    """Three threads, one for each step, that works pass through in their order."""

    def __init__(
        self, journal: Journal, orders: Orders, control: Control, watcher: Watcher
    ) -> None:
        self._journal = journal
        self._orders = orders
        self._control = control
        self._watcher = watcher
        # One being read, one being enhanced, one being written: memory holds no more of them.
        self._read: queue.Queue[Work | None] = queue.Queue(1)
        self._enhanced: queue.Queue[Work | None] = queue.Queue(1)
        self._out: queue.Queue[Outcome | MirnetGuiError | None] = queue.Queue()
        self._committing = threading.Lock()
        self._stopped = threading.Event()
        self._furthest = 0
        self._given_up: float | None = None
        self._counts = Counts()
        self._counted = -math.inf
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
                told = self._out.get(timeout=_LOOK)
            except queue.Empty:
                if self._control.cancel.is_cancelled and self._patience() <= 0.0:
                    return
                continue
            if told is None:
                return
            if isinstance(told, MirnetGuiError):
                raise told
            yield told

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
            self._fail(MirnetGuiError(reason_of(error, "the batch"), "Go on with --resume."))

    def _fail(self, error: MirnetGuiError) -> None:
        # Told first: the other threads tell of the end as soon as they are stopped.
        self._out.put(error)
        self._stopped.set()

    def _do_read(self) -> None:
        while not self._is_over:
            row = None if self._control.is_paused else self._journal.take()
            if row is not None:
                self._watcher.tell_begun(row)
                work = Work(row, self._orders.current(), self._control.cancel)
                # It may have taken the program with it before: then it is decoded apart.
                apart = self._journal.was_not_read(row.id)
                self._journal.begin_reading(row.id)
                work.read(apart=apart)
                self._journal.end_reading(row.id)
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
            work.enhance(self._progress_of(work.row))
            self._pass_on(self._enhanced, work)
        self._pass_on(self._enhanced, None)

    def _do_write(self) -> None:
        while (work := self._next(self._enhanced)) is not None:
            work.stage()
            with self._committing:
                if self._stopped.is_set():
                    work.discard()
                    return
                outcome = commit(self._journal, work.row, work.made, self._orders.current())
            self._control.tell_news()
            self._out.put(outcome)
            if outcome.row.state != "skipped":
                # Counted at once: the next may be long in coming. Skips are many, and fast.
                self._counted = -math.inf
            self._tell_progress(0.0)
        self._counted = -math.inf
        self._tell_progress(0.0)
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

    def _progress_of(self, row: Row) -> ProgressCallback:
        def tell(inner: Progress) -> None:
            self._watcher.tell_advanced(row, inner)
            self._tell_progress(inner.fraction * max(row.pixels, 1), inner.notice)

        return tell

    def _tell_progress(self, more: float, notice: str = "") -> None:
        counts = self._recent_counts()
        # Files whose size is not known count as one pixel: they fail at once.
        done = counts.pixels_ended + counts.ended + int(more)
        total = counts.pixels + counts.total
        # Several steps tell, each of what it knows: for the eye it only goes forward.
        self._furthest = max(self._furthest, min(done, total))
        self._watcher.tell_progress(Progress(self._furthest, total, "pixel", notice=notice))

    def _recent_counts(self) -> Counts:
        # Counting ten thousand photographs takes milliseconds, and a network tells of every layer.
        if time.monotonic() - self._counted >= _COUNT_EVERY:
            self._counts, self._counted = self._journal.counts(), time.monotonic()
        return self._counts
