"""A batch to work on: one that was left unfinished, or a new one with its plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mirnet_gui.batch.journal import Journal
from mirnet_gui.batch.journals import begin, header_of_running, unfinished
from mirnet_gui.batch.options import Options
from mirnet_gui.batch.passed_over import sentences_on
from mirnet_gui.batch.plan import Planner, Task
from mirnet_gui.batch.run_header import RunHeader
from mirnet_gui.errors import JournalError, JournalInUse, MirnetGuiError, UsageError
from mirnet_gui.methods.method import Method
from mirnet_gui.photo.naming import PassedOver
from mirnet_gui.progress import CancelToken


@dataclass(frozen=True, slots=True)
class Request:
    """Everything that a batch is told at its beginning."""

    inputs: tuple[Path, ...]
    method: Method
    options: Options


@dataclass(frozen=True, slots=True)
class Plan:
    """The tasks of a batch, and what was found and is none."""

    tasks: list[Task]
    passed_over: list[PassedOver]


def plan(request: Request, cancel: CancelToken) -> Plan:
    """The plan of a new batch; nothing is written.

    Raises :class:`UsageError` when there is no photograph, :class:`mirnet_gui.errors.Cancelled`.
    """
    planner = Planner(request.options, request.method)
    tasks = list(planner.tasks(request.inputs, cancel))
    if not tasks:
        found = sentences_on(planner.passed_over)
        raise UsageError("There are no photographs in what was given.", " ".join(found))
    return Plan(tasks, planner.passed_over)


def begin_planned(
    folder: Path, request: Request, planned: Plan, journal: Path | None = None
) -> Journal:
    """A new journal, in ``folder`` unless it is to be ``journal``. Raises JournalError."""
    begun = begin(folder, request.method, request.options, request.inputs, journal)
    try:
        begun.add(planned.tasks, planned.passed_over)
    except JournalError:
        begun.close()
        raise
    return begun


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The journal to go on with, and sentences on journals that could have been it."""

    journal: Journal | None
    warnings: tuple[str, ...] = ()


def find_again(
    folder: Path, request: Request | None, journal: Path | None = None, *, failed_too: bool = False
) -> Found:
    """The journal to go on with: ``journal``, else the newest in ``folder`` that is not through.

    With a ``request`` only one that was asked the same; with ``failed_too`` also one in which
    photographs failed. Raises :class:`JournalError`, and :class:`JournalInUse` when another program
    is at it already, or perhaps at it.
    """
    if journal is not None:
        return Found(Journal.open(journal) if journal.exists() else None)
    in_use: list[JournalInUse] = []
    warnings: list[str] = []

    def pass_over(path: Path, error: MirnetGuiError) -> None:
        if not isinstance(error, JournalInUse):
            warnings.append(str(error))
            return
        header = header_of_running(path)
        if request is None or header is None or _asks_the_same(header, request):
            in_use.append(error)

    for found in unfinished(folder, failed_too=failed_too, passed_over=pass_over):
        if in_use:
            break
        if request is None or _asks_the_same(found.header, request):
            return Found(Journal.open(found.path), tuple(warnings))
    if in_use:
        raise in_use[0]
    return Found(None, tuple(warnings))


def plan_if_missing(journal: Journal, method: Method, cancel: CancelToken) -> None:
    """Plan a batch whose program was ended before its plan stood in the journal.

    Raises :class:`JournalError` and :class:`mirnet_gui.errors.Cancelled`.
    """
    if not journal.counts().total:
        add(journal, method, journal.header.inputs, cancel)


def add(journal: Journal, method: Method, inputs: Sequence[Path], cancel: CancelToken) -> int:
    """Put what is new in ``inputs`` at the end of a batch, also while it is worked on.

    Gives back how many. Raises :class:`JournalError` and :class:`mirnet_gui.errors.Cancelled`.
    """
    # Planned before the journal is touched: those who work on it must not wait.
    planner = planner_of(journal, method)
    return len(journal.add(list(planner.tasks(inputs, cancel)), planner.passed_over))


def planner_of(journal: Journal, method: Method) -> Planner:
    """A planner that knows what is in ``journal``. Raises :class:`JournalError`."""
    sources, outputs = [], []
    for row in journal.rows():
        sources.append(row.source)
        outputs.append(row.output)
    return Planner(journal.header.options, method, sources, outputs)


def _asks_the_same(header: RunHeader, request: Request) -> bool:
    try:
        same = header.asks_the_same(request.method, request.options)
    except MirnetGuiError:
        return False
    return same and header.inputs == tuple(path.absolute() for path in request.inputs)
