"""What the Batch page asks for, as plain functions: plan, begin, work, add, look."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mirnet_gui.batch.estimate import Estimate
from mirnet_gui.batch.headers import Headers
from mirnet_gui.batch.journals import Unfinished, discard, kept_tasks, unfinished
from mirnet_gui.batch.observer import Observer
from mirnet_gui.batch.plan import Plan, Request, make_plan
from mirnet_gui.batch.records import Counts, Task
from mirnet_gui.batch.session import Added, Session
from mirnet_gui.batch.thumbnails import thumbnail_of, thumbnail_of_photo
from mirnet_gui.jobs.batch_feed import Feed
from mirnet_gui.jobs.display import DisplayPicture, display
from mirnet_gui.jobs.photo_jobs import OpenedPhoto
from mirnet_gui.jobs.worker import Job
from mirnet_gui.photo.colour.srgb import profile_name
from mirnet_gui.photo.naming import PassedOver, backup_of
from mirnet_gui.photo.photo import Photo
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.progress import CancelToken, ProgressCallback


@dataclass(frozen=True, slots=True)
class Planned:
    """What would be done, and what that will take but for the time, for which it is too early.

    ``added`` are the tasks that are new in it, ``passed_over`` is what was found with them.
    ``has_new_settings`` tells that something else is done by now to photographs that were in it.
    """

    plan: Plan
    estimate: Estimate
    added: list[Task]
    passed_over: list[PassedOver]
    has_new_settings: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A batch with all its photographs, and what those that are left will take."""

    session: Session
    tasks: list[Task]
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class Grown:
    """All tasks of a batch after some were added; ``own`` settings came with some of them."""

    tasks: list[Task]
    added: Added
    own: Mapping[Path, str]


@dataclass(frozen=True, slots=True, eq=False)
class BeforeAfter:
    """A photograph and the file that was made of it, as a screen shows them."""

    task: Task
    opened: OpenedPhoto
    result: DisplayPicture


def plan_job(before: Plan | None, asked: Request, inputs: Sequence[Path], headers: Headers) -> Job:
    """Plans what is new in ``inputs``, behind what was planned ``before``, all of it as ``asked``.

    Gives :class:`Planned`. Files are looked at that are not in ``headers``.
    """

    def job(_progress: ProgressCallback, cancel: CancelToken) -> Planned:
        if before is None:
            plan = make_plan(replace(asked, inputs=tuple(inputs)), cancel, headers)
        else:
            plan = before.changed(asked, headers).extended(inputs, cancel, headers)
        known = {task.id: task.method for task in before.tasks} if before else {}
        passed_before = set(before.passed_over) if before else set()
        return Planned(
            plan,
            plan.estimate(cancel, timed=False),
            added=[task for task in plan.tasks if task.id not in known],
            passed_over=[each for each in plan.passed_over if each not in passed_before],
            has_new_settings=any(
                task.method != known.get(task.id, task.method) for task in plan.tasks
            ),
        )

    return job


def estimate_job(plan: Plan, asked: Request, headers: Headers) -> Job:
    """Finds out what ``plan`` will take, done as is ``asked`` by now; gives :class:`Estimate`.

    That takes a while where this computer has not been measured yet.
    """

    def job(_progress: ProgressCallback, cancel: CancelToken) -> Estimate:
        changed = plan.changed(asked, headers)
        asked.method.prepare()
        cancel.raise_if_cancelled()
        return changed.estimate(cancel)

    return job


def begin_job(plan: Plan, asked: Request, folder: Path, headers: Headers) -> Job:
    """Begins a journal in ``folder`` for the tasks of ``plan``; gives :class:`Opened`."""

    def job(_progress: ProgressCallback, cancel: CancelToken) -> Opened:
        session = Session.begin(plan.changed(asked, headers), folder, headers=headers)
        if cancel.is_cancelled:
            session.abandon()
            cancel.raise_if_cancelled()
        return _opened(session, cancel)

    return job


def watch_job(request: Request, folder: Path) -> Job:
    """Begins a journal in ``folder`` for what will arrive; gives back :class:`Opened`."""

    def job(_progress: ProgressCallback, cancel: CancelToken) -> Opened:
        return _opened(Session.watch(request, folder), cancel)

    return job


def kept_tasks_job(path: Path) -> Job:
    """Looks into the journal of an interrupted batch; gives back all its tasks."""

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> list[Task]:
        return kept_tasks(path)

    return job


def resume_job(path: Path) -> Job:
    """Opens a journal to go on with it; gives back :class:`Opened`."""

    def job(_progress: ProgressCallback, cancel: CancelToken) -> Opened:
        return _opened(Session.resume(path, cancel), cancel)

    return job


def run_job(session: Session, feed: Feed) -> Job:
    """Does what waits; what becomes of it comes to ``feed``. Gives :class:`Counts`."""

    def job(progress: ProgressCallback, cancel: CancelToken) -> Counts:
        for outcome in session.run(cancel, Observer(progress, feed.begun, feed.advanced)):
            feed.ended(outcome)
        return session.counts()

    return job


def add_job(session: Session, inputs: Sequence[Path], own: Mapping[Path, str]) -> Job:
    """Puts photographs at the end, also while it runs; gives back :class:`Grown`.

    ``own`` has the texts of methods for those to which another one is to be applied.
    """

    def job(_progress: ProgressCallback, cancel: CancelToken) -> Grown:
        added = session.add(inputs, cancel, own)
        return Grown(session.tasks(), added, own)

    return job


def change_job(session: Session, change: Callable[[Session], object]) -> Job:
    """Does something to the batch; gives back all its tasks."""

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> list[Task]:
        change(session)
        return session.tasks()

    return job


def report_job(session: Session, folder: Path) -> Job:
    """Writes the report; gives back the path of its page."""

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> Path:
        return session.save_report(folder)

    return job


def unfinished_job(folder: Path) -> Job:
    """Looks for batches that are not through; gives back those few, the newest first."""

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> tuple[Unfinished, ...]:
        return tuple(unfinished(folder))

    return job


def discard_job(path: Path) -> Job:
    """Marks a batch as through, whatever is left of it."""

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> None:
        discard(path)

    return job


def thumbnails_job(
    sources: Sequence[Path], size: tuple[int, int], in_memory: Mapping[Path, Photo]
) -> Job:
    """Gives back a JPEG for each of ``sources``, b"" where there can be none.

    They are at most ``size`` pixels wide and high. Photographs that have no file are ``in_memory``.
    """

    def job(_progress: ProgressCallback, cancel: CancelToken) -> dict[Path, bytes]:
        made = {}
        for source in sources:
            cancel.raise_if_cancelled()
            if source in in_memory:
                made[source] = thumbnail_of_photo(in_memory[source], size)
            else:
                made[source] = thumbnail_of(source, size) or b""
        return made

    return job


def pair_job(task: Task) -> Job:
    """Reads a photograph and its result; gives back :class:`BeforeAfter`."""

    def job(_progress: ProgressCallback, cancel: CancelToken) -> BeforeAfter:
        replaced = task.output == task.source
        before = read_photo(backup_of(task.source) if replaced else task.source)
        cancel.raise_if_cancelled()
        after = read_photo(task.output)
        opened = OpenedPhoto(before, display(before), profile_name(before.own_profile), task.bytes)
        return BeforeAfter(task, opened, display(after))

    return job


def _opened(session: Session, cancel: CancelToken) -> Opened:
    try:
        cancel.raise_if_cancelled()
        return Opened(session, session.tasks(), session.estimate(cancel))
    except BaseException:
        session.close()
        raise
