"""What the Batch page asks for, as plain functions: plan, begin, work, add, look."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mirnet_gui.batch.awake import kept_awake
from mirnet_gui.batch.beginning import Plan, Request, add, begin_planned, plan, plan_if_missing
from mirnet_gui.batch.control import Control
from mirnet_gui.batch.journal import Journal
from mirnet_gui.batch.journals import Unfinished, begin, unfinished
from mirnet_gui.batch.options import Options
from mirnet_gui.batch.outlook import Outlook, look_ahead
from mirnet_gui.batch.plan import Task
from mirnet_gui.batch.records import Counts, Row
from mirnet_gui.batch.report import save_report
from mirnet_gui.batch.run import Watcher, run_batch
from mirnet_gui.batch.run_header import RunState
from mirnet_gui.batch.thumbnails import thumbnail_of
from mirnet_gui.batch.watch import run_watch
from mirnet_gui.errors import UsageError
from mirnet_gui.jobs.batch_feed import Feed
from mirnet_gui.jobs.display import DisplayPicture, display
from mirnet_gui.jobs.photo_jobs import OpenedPhoto
from mirnet_gui.jobs.worker import Job
from mirnet_gui.methods.method import Method
from mirnet_gui.photo.naming import PassedOver, backup_of
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.sentences import shown
from mirnet_gui.photo.srgb import profile_name
from mirnet_gui.progress import CancelToken, ProgressCallback


@dataclass(frozen=True, slots=True)
class Planned:
    """What would be done; the rows have numbers below nought, since no journal knows them yet."""

    rows: list[Row]
    outlook: Outlook


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A journal with all that it holds; ``standing`` are rows whose results stand already."""

    journal: Journal
    rows: list[Row]
    outlook: Outlook
    standing: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Added:
    """All rows of a batch after ``count`` were added, and what was passed over on the way."""

    rows: list[Row]
    count: int
    passed_over: list[PassedOver]


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """A photograph and the file that was made of it, as a screen shows them."""

    row: Row
    opened: OpenedPhoto
    result: DisplayPicture


def plan_job(request: Request) -> Job:
    """Looks at everything that was given; gives back :class:`Planned`."""

    def job(_progress: ProgressCallback, cancel: CancelToken) -> Planned:
        planned = plan(request, cancel)
        request.method.prepare()
        rows = [_row(-number, task) for number, task in enumerate(planned.tasks, start=1)]
        return Planned(rows, _outlook(planned, request, cancel))

    return job


def begin_job(request: Request, order: Sequence[Path], folder: Path) -> Job:
    """Begins a journal in ``folder`` for the photographs in ``order``; gives :class:`Opened`."""

    def job(_progress: ProgressCallback, cancel: CancelToken) -> Opened:
        planned = plan(request, cancel)
        by_source = {task.source: task for task in planned.tasks}
        tasks = [by_source[source] for source in order if source in by_source]
        request.method.prepare()
        journal = begin_planned(folder, request, replace(planned, tasks=tasks))
        if cancel.is_cancelled:
            # Nobody will hear of it: left as it is, it would be taken for interrupted.
            journal.set_state(RunState.CANCELLED)
            journal.close()
            cancel.raise_if_cancelled()
        rows = list(journal.rows())
        outlook = _outlook(replace(planned, tasks=tasks), request, cancel)
        return Opened(journal, rows, outlook, _standing(rows, request.options))

    return job


def watch_begin_job(request: Request, folder: Path) -> Job:
    """Begins a journal in ``folder`` for what will arrive; gives back :class:`Opened`."""

    def job(_progress: ProgressCallback, cancel: CancelToken) -> Opened:
        for path in request.inputs:
            if not path.is_dir():
                raise UsageError(f"{shown(path)} is no folder.", "Choose one that is there.")
        request.method.prepare()
        journal = begin(folder, request.method, request.options, request.inputs)
        return Opened(journal, [], look_ahead([], request.method, cancel=cancel))

    return job


def open_job(path: Path) -> Job:
    """Opens a journal to go on with it; gives back :class:`Opened`."""

    def job(_progress: ProgressCallback, cancel: CancelToken) -> Opened:
        journal = Journal.open(path)
        try:
            method = journal.header.make_method()
            method.prepare()
            plan_if_missing(journal, method, cancel)
            rows = list(journal.rows())
            left = [_task(row) for row in rows if row.state in ("waiting", "running", "placing")]
            skips = journal.header.options.skips_standing
            outlook = look_ahead(
                left, method, journal.passed_over(), skips_standing=skips, cancel=cancel
            )
            return Opened(journal, rows, outlook, _standing(rows, journal.header.options))
        except BaseException:
            journal.close()
            raise

    return job


def run_job(
    journal: Journal, method: Method, control: Control, feed: Feed, *, watching: bool = False
) -> Job:
    """Does what waits in ``journal``; what becomes of it comes to ``feed``. Gives :class:`Counts`.

    The computer is kept awake meanwhile.
    """

    def job(progress: ProgressCallback, cancel: CancelToken) -> Counts:
        control.obey(cancel)
        run = run_watch if watching else run_batch
        watcher = Watcher(progress, feed.begun, feed.advanced)
        with kept_awake():
            for outcome in run(journal, method, control, watcher):
                feed.ended(outcome)
        return journal.counts()

    return job


def add_job(journal: Journal, method: Method, inputs: Sequence[Path], control: Control) -> Job:
    """Puts photographs at the end of a batch, also while it runs; gives back :class:`Added`."""

    def job(_progress: ProgressCallback, cancel: CancelToken) -> Added:
        before = set(journal.passed_over())
        with control.adding():
            count = add(journal, method, inputs, cancel)
        passed_over = [each for each in journal.passed_over() if each not in before]
        return Added(list(journal.rows()), count, passed_over)

    return job


def change_job(journal: Journal, change: Callable[[Journal], object]) -> Job:
    """Does something to the journal; gives back all its rows."""

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> list[Row]:
        change(journal)
        return list(journal.rows())

    return job


def report_job(journal: Journal, folder: Path) -> Job:
    """Writes the report; gives back the path of its page."""

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> Path:
        return save_report(journal, folder)

    return job


def unfinished_job(folder: Path) -> Job:
    """Looks for batches that were interrupted; gives back the newest, or None.

    Who cancelled one knows that it is not through, and is not asked about it.
    """

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> Unfinished | None:
        found = unfinished(folder)
        return next((each for each in found if each.state is not RunState.CANCELLED), None)

    return job


def give_up_job(path: Path) -> Job:
    """Marks a batch as through, whatever is left of it."""

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> None:
        with Journal.open(path) as journal:
            journal.set_state(RunState.FINISHED)

    return job


def thumbnails_job(sources: Sequence[Path]) -> Job:
    """Gives back a JPEG for each of ``sources``, b"" where there can be none."""

    def job(_progress: ProgressCallback, cancel: CancelToken) -> dict[Path, bytes]:
        made = {}
        for source in sources:
            cancel.raise_if_cancelled()
            made[source] = thumbnail_of(source) or b""
        return made

    return job


def pair_job(row: Row) -> Job:
    """Reads a photograph and its result; gives back :class:`Pair`."""

    def job(_progress: ProgressCallback, cancel: CancelToken) -> Pair:
        replaced = row.output == row.source
        before = read_photo(backup_of(row.source) if replaced else row.source)
        cancel.raise_if_cancelled()
        after = read_photo(row.output)
        opened = OpenedPhoto(before, display(before), profile_name(before.own_profile), row.bytes)
        return Pair(row, opened, display(after))

    return job


def _outlook(planned: Plan, request: Request, cancel: CancelToken) -> Outlook:
    skips = request.options.skips_standing
    return look_ahead(
        planned.tasks, request.method, planned.passed_over, skips_standing=skips, cancel=cancel
    )


def _standing(rows: Sequence[Row], options: Options) -> frozenset[int]:
    """Those that will be skipped, as far as that can be seen now."""
    if not options.skips_standing:
        return frozenset()
    return frozenset(row.id for row in rows if row.state == "waiting" and _is_there(row.output))


def _is_there(path: Path) -> bool:
    return os.path.exists(path)  # noqa: PTH110 - says no to forbidden names


def _row(row_id: int, task: Task) -> Row:
    return Row(
        row_id,
        task.source,
        task.output,
        task.format,
        task.bytes,
        task.width,
        task.height,
        "waiting",
    )


def _task(row: Row) -> Task:
    return Task(row.source, row.output, row.format, row.bytes, row.width, row.height)
