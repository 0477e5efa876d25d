"""Memory is given back once nobody asks anything, and not while somebody does."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from mirnet_gui.jobs import idle_memory
from mirnet_gui.jobs.idle_memory import IdleMemory
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.progress import CancelToken, ProgressCallback


@pytest.fixture
def runners() -> Iterator[tuple[JobRunner, JobRunner]]:
    """One that works and one that runs errands."""
    made = JobRunner(), JobRunner()
    yield made
    for runner in made:
        runner.shutdown()


@pytest.fixture
def given_back(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    asked = threading.Event()
    monkeypatch.setattr(idle_memory, "_WAIT_MS", 50)
    monkeypatch.setattr("mirnet_gui.jobs.window_jobs.release_memory", asked.set)
    return asked


def test_it_is_given_back_after_the_work(
    qtbot: QtBot, runners: tuple[JobRunner, JobRunner], given_back: threading.Event
) -> None:
    working, errands = runners
    memory = IdleMemory(errands)
    memory.watch(working)
    working.submit(lambda _progress, _cancel: None)
    qtbot.waitUntil(given_back.is_set)
    memory.stop()


def test_it_is_kept_while_there_is_work(
    qtbot: QtBot,
    runners: tuple[JobRunner, JobRunner],
    given_back: threading.Event,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(idle_memory, "_WAIT_MS", 1000)
    working, errands = runners
    memory = IdleMemory(errands)
    memory.watch(working)
    gate = threading.Event()

    def work(_progress: ProgressCallback, _cancel: CancelToken) -> None:
        gate.wait()

    with qtbot.waitSignal(working.finished):
        working.submit(lambda _progress, _cancel: None)
        working.submit(work)
    with qtbot.waitSignal(errands.finished, timeout=1500, raising=False) as errand:
        pass
    assert not errand.signal_triggered
    assert not given_back.is_set()
    gate.set()
    qtbot.waitUntil(given_back.is_set)
    memory.stop()
