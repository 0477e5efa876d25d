"""The same batch over many machines, by Dask.

Workers read, enhance and write beside the place of the result, on storage that all machines share
under the same paths. What is finished gets its name here, where the journal is: whatever becomes of
a worker, no result is half-written and none is made twice.
"""

from __future__ import annotations

import logging
import math
import queue
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final

from mirnet_gui import __version__
from mirnet_gui.batch.commit import commit
from mirnet_gui.batch.control import Control
from mirnet_gui.batch.journal import Journal
from mirnet_gui.batch.observer import Observer
from mirnet_gui.batch.records import Outcome, StagedResult, Task
from mirnet_gui.batch.run_context import CurrentContext, RunContext
from mirnet_gui.batch.work import Work
from mirnet_gui.errors import DeviceError, UsageError
from mirnet_gui.language import tr
from mirnet_gui.photo.error_messages import quoted
from mirnet_gui.progress import CancelToken, Progress, silent

# Dask tells no types.
Client = Any
Future = Any

_LOOK: Final = 0.1
_POLL: Final = 0.5
_COUNT_EVERY: Final = 5.0
_log = logging.getLogger(__name__)


def run_on_cluster(
    scheduler: str,
    journal: Journal,
    context: CurrentContext,
    control: Control,
    observer: Observer,
) -> Iterator[Outcome]:
    """As :func:`mirnet_gui.batch.pipeline.run_in_threads`, by the workers of a Dask ``scheduler``.

    Raises also :class:`UsageError` when Dask is not installed, and :class:`DeviceError` when the
    scheduler does not answer or its workers are of another version.
    """
    with connected(scheduler) as client:
        yield from _Spread(client, journal, context, control, observer).outcomes()


class _Spread:
    """Keeps every worker busy with one photograph and one to follow."""

    def __init__(
        self,
        client: Client,
        journal: Journal,
        context: CurrentContext,
        control: Control,
        observer: Observer,
    ) -> None:
        self._client = client
        self._journal = journal
        self._context = context
        # Small enough to go with each photograph, so that no worker has what others need.
        self._sent_context = replace(context.get(), originals=frozenset())
        self._control = control
        self._observer = observer
        self._under_way: dict[Future, Task] = {}
        self._ended: queue.Queue[Future] = queue.Queue()
        self._most = 0
        self._counted = -math.inf

    def outcomes(self) -> Iterator[Outcome]:
        """What became of each photograph, as it comes."""
        try:
            while not self._control.cancel.is_cancelled:
                yield from self._send()
                if not self._under_way:
                    if not self._control.is_paused and not self._control.awaits_more:
                        return
                    self._control.wait_for_news()
                    continue
                yield from self._received()
        finally:
            self._stop()

    def _send(self) -> Iterator[Outcome]:
        """Photographs to the workers; what can be told without them comes back at once."""
        self._count_workers()
        while len(self._under_way) < self._most and not self._control.is_paused:
            task = self._journal.take()
            if task is None:
                return
            work = Work(task, self._context.get(), self._control.cancel)
            # Which file is which is known for certain only here: other machines number them anew.
            work.check()
            if work.has_ended:
                yield self._committed(task, work.staged)
                continue
            self._observer.report_begun(task)
            future = self._client.submit(_work_on, task, self._sent_context, pure=False)
            self._under_way[future] = task
            future.add_done_callback(self._ended.put)

    def _received(self) -> Iterator[Outcome]:
        try:
            future = self._ended.get(timeout=_LOOK)
        except queue.Empty:
            return
        task = self._under_way.pop(future)
        yield self._committed(task, _staged_by(future, task))
        future.release()

    def _committed(self, task: Task, staged: StagedResult) -> Outcome:
        if staged.temporary is not None and not staged.temporary.is_file():
            reason = tr(
                "The result of {source} is not where its worker put it. The output "
                "folder must lie on storage that all machines share under the same "
                "path.",
                source=quoted(task.source),
            )
            staged = replace(staged, status="failed", reason=reason, temporary=None)
        outcome = commit(self._journal, task, staged, self._context.get())
        counts = self._journal.counts()
        self._observer.report_progress(Progress(counts.ended, counts.total, "photo"))
        return outcome

    def _count_workers(self) -> None:
        # They come and go, and asking takes a moment.
        if time.monotonic() - self._counted >= _COUNT_EVERY:
            self._most = 2 * max(sum(self._client.nthreads().values()), 1)
            self._counted = time.monotonic()

    def _stop(self) -> None:
        if self._under_way:
            _stop_event(self._client, self._sent_context.tag).set()
            self._client.cancel(list(self._under_way))


def _staged_by(future: Future, task: Task) -> StagedResult:
    try:
        staged: StagedResult = future.result()
    except Exception as error:  # noqa: BLE001 - whatever a worker dies of, the others go on
        _log.warning("A worker failed with %s", task.source, exc_info=error)
        reason = tr(
            "The worker that had {source} was lost ({name}).",
            source=quoted(task.source),
            name=type(error).__name__,
        )
        hint = tr("Look at its log, and retry.")
        return StagedResult(status="failed", reason=f"{reason} {hint}")
    return staged


def _work_on(task: Task, context: RunContext) -> StagedResult:
    """What a worker does."""
    with _stopped_by_coordinator(context.tag) as cancel:
        work = Work(task, context, cancel)
        work.read()
        work.enhance(silent)
        work.stage()
        if cancel.is_cancelled:
            work.discard()
        return work.staged


@contextmanager
def _stopped_by_coordinator(tag: str) -> Iterator[CancelToken]:
    """A token that is cancelled when the coordinator stops."""
    from distributed import get_client  # an extra of its own

    cancel, through = CancelToken(), threading.Event()
    event = _stop_event(get_client(), tag)

    def look() -> None:
        while not through.wait(_POLL):
            if event.is_set():
                cancel.cancel()
                return

    threading.Thread(target=look, name="stopping", daemon=True).start()
    try:
        yield cancel
    finally:
        through.set()


def _stop_event(client: Any, tag: str) -> Any:
    import distributed  # an extra of its own

    event: Any = distributed.Event
    return event(f"mirnet-gui-{tag}stop", client=client)


@contextmanager
def connected(scheduler: str, patience: float = 15.0) -> Iterator[Client]:
    """A client of a Dask ``scheduler`` that has workers of this program's version.

    Raises :class:`UsageError` when Dask is not installed, and :class:`DeviceError` when they do not
    answer within ``patience`` seconds or are of another version.
    """
    try:
        import distributed  # an extra of its own
    except ImportError as error:
        hint = tr("Install the program with its extra called cluster.")
        raise UsageError(tr("Dask is not installed."), hint) from error
    try:
        connect: Any = distributed.Client
        client = connect(scheduler, timeout=patience)
    except (OSError, ValueError) as error:
        sentence = tr("The Dask scheduler {scheduler} does not answer.", scheduler=scheduler)
        raise DeviceError(sentence, tr("Check its address and that it runs.")) from error
    with client:
        _check_versions(client, patience)
        yield client


def _check_versions(client: Client, patience: float) -> None:
    try:
        client.wait_for_workers(1, timeout=patience)
    except TimeoutError as error:
        hint = tr("Start some: dask worker ADDRESS --nthreads 1.")
        raise DeviceError(tr("The Dask scheduler has no workers."), hint) from error
    others = {found for found in client.run(_version).values() if found != __version__}
    if others:
        sentence = tr(
            "Workers run MIRNet GUI {others}, this is {version}.",
            others=", ".join(sorted(others)),
            version=__version__,
        )
        raise DeviceError(sentence, tr("Install the same version everywhere."))


def _version() -> str:
    try:
        from mirnet_gui import __version__ as found  # runs on a worker
    except ImportError:
        return "none"
    return found
