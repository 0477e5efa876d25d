"""The one background thread: order, cancelling, failing, and the last word."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QThread, Slot
from pytestqt.qtbot import QtBot

from mirnet_gui.errors import UnreadablePhoto
from mirnet_gui.jobs.events import (
    JobCancelled,
    JobEvent,
    JobFailed,
    JobFinished,
    JobProgressed,
    JobStarted,
    JobSucceeded,
)
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.progress import CancelToken, Progress, ProgressCallback


class Diary(QObject):
    """Writes down every event and the thread it came in."""

    def __init__(self, runner: JobRunner) -> None:
        super().__init__()
        self.events: list[JobEvent] = []
        self.threads: set[QThread] = set()
        for signal in (
            runner.started,
            runner.progressed,
            runner.succeeded,
            runner.failed,
            runner.cancelled,
            runner.finished,
        ):
            signal.connect(self.note)

    @Slot(object)
    def note(self, event: JobEvent) -> None:
        self.events.append(event)
        self.threads.add(QThread.currentThread())

    def of(self, job_id: int) -> list[type]:
        return [type(event) for event in self.events if event.job_id == job_id]

    def has_finished(self, job_id: int) -> bool:
        return JobFinished(job_id) in self.events


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[JobRunner]:
    made = JobRunner()
    yield made
    made.shutdown()


@pytest.fixture
def diary(runner: JobRunner) -> Diary:
    return Diary(runner)


def answer(_progress: ProgressCallback, _cancel: CancelToken) -> int:
    return 42


class Gate:
    """A job that waits for its gate, or for its cancel token."""

    def __init__(self) -> None:
        self.entered = threading.Event()
        self.opened = threading.Event()
        self.thread: int | None = None

    def __call__(self, _progress: ProgressCallback, cancel: CancelToken) -> str:
        self.thread = threading.get_ident()
        self.entered.set()
        while not self.opened.wait(0.005):
            cancel.raise_if_cancelled()
        return "through"


def test_result_comes_between_started_and_finished(
    runner: JobRunner, diary: Diary, qtbot: QtBot
) -> None:
    job = runner.submit(answer)
    qtbot.waitUntil(lambda: diary.has_finished(job))
    assert diary.events == [JobStarted(job), JobSucceeded(job, 42), JobFinished(job)]


def test_work_is_elsewhere_and_news_arrive_here(
    runner: JobRunner, diary: Diary, qtbot: QtBot
) -> None:
    gate = Gate()
    gate.opened.set()
    job = runner.submit(gate)
    qtbot.waitUntil(lambda: diary.has_finished(job))
    assert gate.thread != threading.get_ident()
    assert diary.threads == {QThread.currentThread()}


def test_jobs_run_in_order_and_never_two_at_once(
    runner: JobRunner, diary: Diary, qtbot: QtBot
) -> None:
    jobs = [runner.submit(answer) for _ in range(5)]
    qtbot.waitUntil(lambda: diary.has_finished(jobs[-1]))
    assert [event.job_id for event in diary.events] == [job for job in jobs for _ in range(3)]


def test_urgent_job_goes_first(runner: JobRunner, diary: Diary, qtbot: QtBot) -> None:
    gate = Gate()
    first = runner.submit(gate)
    late = runner.submit(answer)
    urgent = runner.submit(answer, urgent=True)
    gate.opened.set()
    qtbot.waitUntil(lambda: diary.has_finished(late))
    finished = [e.job_id for e in diary.events if isinstance(e, JobFinished)]
    assert finished == [first, urgent, late]


def test_running_job_is_cancelled(runner: JobRunner, diary: Diary, qtbot: QtBot) -> None:
    gate = Gate()
    job = runner.submit(gate)
    assert gate.entered.wait(10)
    runner.cancel(job)
    qtbot.waitUntil(lambda: diary.has_finished(job))
    assert diary.of(job)[-2:] == [JobCancelled, JobFinished]


def test_waiting_job_is_cancelled_without_starting(
    runner: JobRunner, diary: Diary, qtbot: QtBot
) -> None:
    gate = Gate()
    first = runner.submit(gate)
    waiting = runner.submit(answer)
    runner.cancel(waiting)
    assert diary.of(waiting) == [JobCancelled, JobFinished]
    gate.opened.set()
    qtbot.waitUntil(lambda: diary.has_finished(first))
    assert JobSucceeded(first, "through") in diary.events


def test_result_that_comes_after_cancel_is_dropped(
    runner: JobRunner, diary: Diary, qtbot: QtBot
) -> None:
    entered, opened = threading.Event(), threading.Event()

    def deaf(_progress: ProgressCallback, _cancel: CancelToken) -> str:
        entered.set()
        opened.wait(10)
        return "too late"

    job = runner.submit(deaf)
    assert entered.wait(10)
    runner.cancel(job)
    opened.set()
    qtbot.waitUntil(lambda: diary.has_finished(job))
    assert diary.of(job)[-2:] == [JobCancelled, JobFinished]


def test_expected_failure_keeps_its_sentence(
    runner: JobRunner, diary: Diary, qtbot: QtBot, tmp_path: Path
) -> None:
    def fail(_progress: ProgressCallback, _cancel: CancelToken) -> None:
        raise UnreadablePhoto(tmp_path / "a.jpg", "a.jpg is empty.", "Copy it again.")

    job = runner.submit(fail)
    qtbot.waitUntil(lambda: diary.has_finished(job))
    assert JobFailed(job, "a.jpg is empty.", "Copy it again.") in diary.events


def test_unforeseen_failure_becomes_a_sentence_and_a_log_entry(
    runner: JobRunner, diary: Diary, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_progress: ProgressCallback, _cancel: CancelToken) -> None:
        raise ZeroDivisionError("secret detail")

    with caplog.at_level(logging.ERROR):
        job = runner.submit(fail)
        qtbot.waitUntil(lambda: diary.has_finished(job))
    assert diary.of(job) == [JobStarted, JobFailed, JobFinished]
    assert "secret detail" in caplog.text
    assert "Traceback" in caplog.text


def test_out_of_memory_is_told_as_such(runner: JobRunner, diary: Diary, qtbot: QtBot) -> None:
    def fail(_progress: ProgressCallback, _cancel: CancelToken) -> None:
        raise MemoryError

    job = runner.submit(fail)
    qtbot.waitUntil(lambda: diary.has_finished(job))
    failed = next(event for event in diary.events if isinstance(event, JobFailed))
    assert "memory" in failed.sentence


def test_work_goes_on_after_a_failure(runner: JobRunner, diary: Diary, qtbot: QtBot) -> None:
    def fail(_progress: ProgressCallback, _cancel: CancelToken) -> None:
        raise ZeroDivisionError

    runner.submit(fail)
    job = runner.submit(answer)
    qtbot.waitUntil(lambda: diary.has_finished(job))
    assert JobSucceeded(job, 42) in diary.events


def test_a_flood_of_progress_arrives_as_a_trickle_with_its_end(
    runner: JobRunner, diary: Diary, qtbot: QtBot
) -> None:
    total = 50_000

    def flood(progress: ProgressCallback, _cancel: CancelToken) -> None:
        for done in range(1, total + 1):
            progress(Progress(done, total, "step"))

    job = runner.submit(flood)
    qtbot.waitUntil(lambda: diary.has_finished(job), timeout=20_000)
    reports = [event for event in diary.events if isinstance(event, JobProgressed)]
    assert len(reports) < total / 50
    assert reports[-1].progress.done == total


def test_shutdown_cancels_the_running_and_the_waiting(qtbot: QtBot) -> None:
    runner = JobRunner()
    diary = Diary(runner)
    gate = Gate()
    running = runner.submit(gate)
    waiting = runner.submit(answer)
    assert gate.entered.wait(10)
    runner.shutdown()
    runner.shutdown()
    assert diary.of(running)[-2:] == [JobCancelled, JobFinished]
    assert diary.of(waiting) == [JobCancelled, JobFinished]
    with pytest.raises(RuntimeError):
        runner.submit(answer)


def test_shutdown_brings_essential_jobs_to_their_end(qtbot: QtBot) -> None:
    runner = JobRunner()
    diary = Diary(runner)
    gate = Gate()
    runner.submit(gate)
    save = runner.submit(answer, essential=True)
    assert gate.entered.wait(10)
    runner.shutdown()
    assert JobSucceeded(save, 42) in diary.events


def test_signals_take_no_references_away(runner: JobRunner) -> None:
    """PySide6 6.12.0 did: after some thousand reports of progress Python 3.11 aborted."""
    before = sys.getrefcount(True)
    for _ in range(500):
        runner.started.emit(None)
    assert sys.getrefcount(True) > before - 250


@pytest.mark.parametrize(
    "raised", [SystemExit(3), KeyboardInterrupt(), GeneratorExit(), RecursionError()]
)
def test_whatever_a_job_raises_ends_in_an_outcome(
    runner: JobRunner, diary: Diary, qtbot: QtBot, raised: BaseException
) -> None:
    def ends_the_program(_progress: ProgressCallback, _cancel: CancelToken) -> None:
        raise raised

    first, second = runner.submit(ends_the_program), runner.submit(answer)
    qtbot.waitUntil(lambda: diary.has_finished(second), timeout=60_000)
    assert diary.of(first) == [JobStarted, JobFailed, JobFinished]
    assert JobSucceeded(second, 42) in diary.events, "the thread still works"
    (failed,) = (event for event in diary.events if isinstance(event, JobFailed))
    assert type(raised).__name__ in failed.sentence


def test_the_last_progress_before_a_pause_is_told(qtbot: QtBot, runner: JobRunner) -> None:
    reports: list[int] = []
    seen, goes_on = threading.Event(), threading.Event()

    def note(event: JobProgressed) -> None:
        reports.append(event.progress.done)
        seen.set()

    def job(progress: ProgressCallback, _cancel: CancelToken) -> None:
        progress(Progress(1, 3, "tile"))
        seen.wait()
        # At once after a look, and then nothing for a long time.
        progress(Progress(2, 3, "tile"))
        goes_on.wait()

    runner.progressed.connect(note)
    runner.submit(job)
    try:
        qtbot.waitUntil(lambda: reports == [1, 2], timeout=60_000)
    finally:
        goes_on.set()


def test_progress_is_not_told_more_often_than_can_be_seen(
    qtbot: QtBot, runner: JobRunner, diary: Diary
) -> None:
    def job(progress: ProgressCallback, _cancel: CancelToken) -> None:
        for done in range(20_000):
            progress(Progress(done, 20_000, "tile"))

    job_id = runner.submit(job)
    qtbot.waitUntil(lambda: diary.has_finished(job_id), timeout=60_000)
    reports = [each for each in diary.events if isinstance(each, JobProgressed)]
    assert reports[-1].progress.done == 19_999
    assert len(reports) < 2_000
