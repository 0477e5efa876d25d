"""Working through tasks, one bad file never stopping the others.

While one photograph is enhanced, the next one is read and the one before it written: on a folder
the network never waits for a decoder.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from typing import Self

from mirnet_gui.batch.plan import Task
from mirnet_gui.batch.work import Batch, Output, Record, Work
from mirnet_gui.methods.method import Method
from mirnet_gui.photo.outputs import identity
from mirnet_gui.progress import CancelToken, Progress, ProgressCallback, share_of

# One being read, one being enhanced, one being written: memory holds no more of them.
_AT_ONCE = 3


def run_tasks(
    tasks: Sequence[Task],
    method: Method,
    output: Output,
    progress: ProgressCallback,
    cancel: CancelToken,
) -> Iterator[Record]:
    """Do ``tasks`` and tell of each in their order; after a cancel the rest is told as cancelled.

    ``progress`` counts photographs in thousandths, so that a large one moves it too; it is called
    from another thread.
    """
    originals = frozenset(known for task in tasks if (known := identity(task.source)))
    batch = Batch(method, output, originals, cancel)
    under_way: deque[Future[Work]] = deque()
    with _Line() as line:
        for number, task in enumerate(tasks):
            if len(under_way) == _AT_ONCE:
                yield under_way.popleft().result().record()
            under_way.append(
                line.start(Work(task, batch), share_of(progress, number, len(tasks), "photo"))
            )
        while under_way:
            yield under_way.popleft().result().record()


class _Line:
    """Three threads, one for each step, that works pass through in their order."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._reading, self._enhancing, self._writing = (
            ThreadPoolExecutor(1, thread_name_prefix=name)
            for name in ("reading", "enhancing", "writing")
        )

    def __enter__(self) -> Self:
        for step in (self._reading, self._enhancing, self._writing):
            # Whoever asks for no more records wants no more work.
            self._stack.callback(step.shutdown, cancel_futures=True)
        return self

    def __exit__(self, *_raised: object) -> None:
        self._stack.close()

    def start(self, work: Work, progress: ProgressCallback) -> Future[Work]:
        """Send ``work`` on its way; the future is there when it is written."""
        read = self._reading.submit(work.read)
        enhanced = self._enhancing.submit(_after(read, lambda it: _enhanced(it, progress)))
        return self._writing.submit(_after(enhanced, Work.write))


def _after(before: Future[Work], step: Callable[[Work], Work]) -> Callable[[], Work]:
    return lambda: step(before.result())


def _enhanced(work: Work, progress: ProgressCallback) -> Work:
    work.enhance(progress)
    progress(Progress(1, 1, "photo"))
    return work
