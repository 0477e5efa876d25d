"""One batch from its journal to its end: what the command line and the window both conduct."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from mirnet_gui.batch.awake import kept_awake
from mirnet_gui.batch.commit import recover
from mirnet_gui.batch.control import Control
from mirnet_gui.batch.estimate import Estimate, estimate_batch
from mirnet_gui.batch.headers import Headers
from mirnet_gui.batch.journal import Journal
from mirnet_gui.batch.journals import create_journal
from mirnet_gui.batch.observer import Observer
from mirnet_gui.batch.options import Options
from mirnet_gui.batch.pipeline import run_in_threads
from mirnet_gui.batch.plan import Plan, Planner, Request
from mirnet_gui.batch.records import OPEN, Counts, Outcome, Task
from mirnet_gui.batch.report import save_report
from mirnet_gui.batch.run_context import CurrentContext
from mirnet_gui.batch.run_header import RunHeader, RunState
from mirnet_gui.batch.watch import Arrivals, Watch, watching
from mirnet_gui.errors import JournalError, UsageError
from mirnet_gui.language import tr
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import parse_method
from mirnet_gui.methods.variants import without_execution_options
from mirnet_gui.photo.error_messages import quoted
from mirnet_gui.photo.naming import PassedOver
from mirnet_gui.photo.outputs import make_output_folder
from mirnet_gui.progress import CancelToken

Executor = Callable[[Journal, CurrentContext, Control, Observer], Iterator[Outcome]]
"""What does the work: the threads of this program, or other machines."""


@dataclass(frozen=True, slots=True)
class Added:
    """How many photographs were added, and what was passed over on the way."""

    count: int
    passed_over: list[PassedOver]


class Session:
    """A batch that somebody works on; closed, it can be opened again by its journal.

    What is asked of it may come from other threads than the one that runs it. All methods raise
    :class:`mirnet_gui.errors.JournalError`. ``control`` pauses it, and ``headers`` are what was
    looked at for its plan. With ``watch`` a run takes what arrives in the folders given to it.
    """

    def __init__(
        self,
        journal: Journal,
        method: Method,
        control: Control | None = None,
        headers: Headers | None = None,
        watch: Watch | None = None,
    ) -> None:
        self.journal = journal
        self.method = method
        self.control = control or Control()
        self._headers = headers or Headers()
        self._watch = watch

    @classmethod
    def begin(
        cls, plan: Plan, folder: Path, journal: Path | None = None, headers: Headers | None = None
    ) -> Session:
        """A new batch that does what was planned; its journal in ``folder`` unless one is named.

        Raises what :meth:`Method.prepare` raises, and
        :class:`mirnet_gui.errors.UnwritablePhoto` for the folder of results.
        """
        request = plan.request
        _prepare_output(request.options)
        request.method.prepare()
        for text in {task.method for task in plan.tasks if task.method}:
            parse_method(text).prepare()
        created = create_journal(folder, request, journal)
        try:
            created.add(plan.tasks, plan.passed_over)
        except JournalError:
            created.close()
            raise
        return cls(created, request.method, headers=headers)

    @classmethod
    def watch(cls, request: Request, folder: Path, watch: Watch | None = None) -> Session:
        """A new batch of what arrives in the folders of ``request``, its journal in ``folder``.

        Raises :class:`UsageError` for what is not a folder, and what :meth:`Method.prepare` raises.
        """
        for path in request.inputs:
            if not path.is_dir():
                raise UsageError(
                    tr("{path} is not a folder.", path=quoted(path)),
                    tr("Choose one that is there."),
                )
        _prepare_output(request.options)
        request.method.prepare()
        created = create_journal(folder, request)
        return cls(created, request.method, watch=watch or Watch())

    @classmethod
    def resume(cls, path: Path, cancel: CancelToken, asked: Method | None = None) -> Session:
        """The batch whose journal is ``path``, planned now if it ended before its plan stood.

        Where it is computed is as ``asked``, what is done is not. Raises
        :class:`mirnet_gui.errors.Cancelled`, and what :meth:`Method.prepare` raises.
        """
        journal = Journal.open(path)
        try:
            begun = journal.header.make_method()
            bare = without_execution_options
            same = asked is not None and bare(asked) == bare(begun)
            method = asked if asked is not None and same else begun
            method.prepare()
            session = cls(journal, method)
            if not journal.counts().total:
                session.add(journal.header.inputs, cancel)
        except BaseException:
            journal.close()
            raise
        return session

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Let others have it; safe twice."""
        self.journal.close()

    @property
    def header(self) -> RunHeader:
        """What was asked for."""
        return self.journal.header

    @property
    def options(self) -> Options:
        """How results are written."""
        return self.journal.header.options

    def tasks(self) -> list[Task]:
        """All photographs in their order."""
        return list(self.journal.tasks())

    def counts(self) -> Counts:
        """How far the whole is."""
        return self.journal.counts()

    def estimate(self, cancel: CancelToken | None = None) -> Estimate:
        """What the photographs that are left will take."""
        return estimate_batch(
            self.journal.tasks(*OPEN),
            self.method,
            self.journal.passed_over(),
            skips_standing=self.options.skips_standing,
            cancel=cancel,
        )

    def add(
        self, inputs: Sequence[Path], cancel: CancelToken, own: Mapping[Path, str] | None = None
    ) -> Added:
        """Put what is new in ``inputs`` at the end; a run that is under way does it, too.

        ``own`` has the texts of methods for those to which another one is to be applied. Raises
        :class:`mirnet_gui.errors.Cancelled`.
        """
        with self.control.adding():
            # Planned before the journal is touched: those who work on it must not wait.
            planner = self._planner(own)
            tasks = list(planner.tasks(inputs, cancel))
            before = set(self.journal.passed_over())
            count = len(self.journal.add(tasks, planner.passed_over))
        passed_over = [each for each in self.journal.passed_over() if each not in before]
        return Added(count, passed_over)

    def retry_failed(self) -> None:
        """Let what failed wait again."""
        self.journal.release("failed")
        self.control.tell_news()

    def remove(self, ids: Sequence[int]) -> None:
        """Take photographs out that wait."""
        self.journal.remove_waiting(ids)

    def reorder(self, ids: Sequence[int]) -> None:
        """Put photographs in the order of ``ids`` into the places that they have together."""
        self.journal.reorder(ids)

    def save_report(self, folder: Path) -> Path:
        """Write the report into ``folder``; gives back the path of its page."""
        return save_report(self.journal, folder)

    def set_interrupted(self) -> None:
        """The program ends: who is back is asked whether to go on."""
        self.journal.set_state(RunState.PAUSED)

    def abandon(self) -> None:
        """Close what nobody will hear of: left as it is, it would be taken for interrupted."""
        self.journal.set_state(RunState.CANCELLED)
        self.close()

    def run(
        self,
        cancel: CancelToken | None = None,
        observer: Observer | None = None,
        executor: Executor = run_in_threads,
    ) -> Iterator[Outcome]:
        """Do what waits and what comes meanwhile; gives back what became of each as it ends.

        The computer is kept awake. After a cancel it comes to its end within a second; what was not
        done waits in the journal. Raises :class:`mirnet_gui.errors.UnwritablePhoto` when the output
        folder takes no files, and what ``executor`` raises.
        """
        if cancel is not None:
            self.control.obey(cancel)
        observer = observer or Observer()
        _prepare_output(self.options)
        recover(self.journal)
        self.journal.set_state(RunState.RUNNING)
        try:
            with kept_awake():
                context = CurrentContext(self.journal, self.method)
                with self._arriving(observer):
                    yield from executor(self.journal, context, self.control, observer)
                # What came in the very moment of the end.
                while not self.control.cancel.is_cancelled and self.journal.has_waiting:
                    yield from executor(self.journal, context, self.control, observer)
        finally:
            recover(self.journal)
            self._conclude()

    def _arriving(self, observer: Observer) -> AbstractContextManager[None]:
        if self._watch is None:
            return nullcontext()
        places = {
            folder: Arrivals(folder, self.options.folder, self._headers, self._watch)
            for folder in self.header.inputs
        }
        return watching(places, self._take_in, self.control, observer, self._watch.every)

    def _take_in(self, folder: Path, arrived: Sequence[Path]) -> None:
        # Its writer had paused for so long that it was taken for a whole file.
        again = [task.id for task in self.journal.tasks("failed") if task.source in arrived]
        for task_id in again:
            self.journal.release_one(task_id)
        planner = self._planner()
        self.journal.add(list(planner.tasks_below(folder, arrived)), planner.passed_over)

    def _planner(self, own: Mapping[Path, str] | None = None) -> Planner:
        return Planner(self.options, self.method, self.journal.tasks(), self._headers, own)

    def _conclude(self) -> None:
        self.control.resume()
        if self.control.cancel.is_cancelled:
            self.journal.set_state(RunState.CANCELLED)
        else:
            self.journal.conclude()


def _prepare_output(options: Options) -> None:
    if options.folder is not None:
        make_output_folder(options.folder)
