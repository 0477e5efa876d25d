"""What follows what in a batch: with real runners, a real journal and real files."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from mirnet_gui.batch.options import Options
from mirnet_gui.batch.run import is_abandoned
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import create_method
from mirnet_gui.photo.photo import Photo, Pixels
from mirnet_gui.photo.writing import write_photo
from mirnet_gui.progress import CancelToken, ProgressCallback
from mirnet_gui.ui.batch.batch_controller import BatchController
from mirnet_gui.ui.batch.batch_state import Phase
from mirnet_gui.ui.model.message import Message


@dataclass(frozen=True)
class Held:
    """A method that has begun and comes to no end, until it is cancelled."""

    name: ClassVar[str] = "held"
    label: ClassVar[str] = "Held"
    begun: threading.Event = field(default_factory=threading.Event)

    def prepare(self) -> None:
        """Nothing has to be loaded."""

    def preview(self) -> Method | None:
        return None

    def seconds(self, _height: int, _width: int) -> float:
        """What a plan asks for, so that it need not try."""
        return 1.0

    def apply(self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        self.begun.set()
        while True:
            cancel.raise_if_cancelled()
            time.sleep(0.005)


PATIENCE = 60_000
"""Milliseconds after which something is not slow but broken."""


@pytest.fixture
def controller(qtbot: QtBot, tmp_path: Path) -> Iterator[BatchController]:
    runners = (JobRunner(), JobRunner(), JobRunner())
    made = BatchController(*runners, tmp_path / "journals")
    made.choose(create_method("gamma"), Options(tmp_path / "out"))
    yield made
    for runner in runners:
        runner.shutdown()
    made.close()


@pytest.fixture
def photographs(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"{name}.png" for name in ("first", "late")]
    for path in paths:
        write_photo(Photo(np.full((8, 8, 3), 20, np.uint8)), path, format="png")
    return paths


def _start(controller: BatchController, qtbot: QtBot, *photographs: Path) -> None:
    controller.add(photographs)
    qtbot.waitUntil(lambda: controller.phase is Phase.READY, timeout=PATIENCE)
    controller.start()


def _blocked_until(condition: Callable[[], bool]) -> None:
    """Wait as a window does that has no time for its events: it hears of nothing."""
    until = time.monotonic() + PATIENCE / 1000
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.005)


def test_a_photograph_added_before_the_window_hears_of_the_end_is_done(
    controller: BatchController, photographs: list[Path], qtbot: QtBot, tmp_path: Path
) -> None:
    first, late = photographs
    added: list[Path] = []

    def add_too_late(phase: Phase) -> None:
        if phase is Phase.RUNNING and not added:
            _blocked_until(lambda: (tmp_path / "out" / "first.png").exists() and not is_abandoned())
            added.append(late)
            controller.add(added)

    controller.phase_changed.connect(add_too_late)
    _start(controller, qtbot, first)
    qtbot.waitUntil(
        lambda: [row.state for row in controller.rows] == ["done"] * 2, timeout=PATIENCE
    )
    qtbot.waitUntil(lambda: controller.phase is Phase.ENDED, timeout=PATIENCE)
    assert (tmp_path / "out" / "late.png").is_file()


def test_a_photograph_added_after_the_end_waits_for_the_start(
    controller: BatchController, photographs: list[Path], qtbot: QtBot, tmp_path: Path
) -> None:
    first, late = photographs
    _start(controller, qtbot, first)
    qtbot.waitUntil(lambda: controller.phase is Phase.ENDED, timeout=PATIENCE)
    controller.add([late])
    qtbot.waitUntil(lambda: len(controller.rows) == 2, timeout=PATIENCE)
    assert controller.phase is Phase.ENDED
    controller.start()
    qtbot.waitUntil(
        lambda: [row.state for row in controller.rows] == ["done"] * 2, timeout=PATIENCE
    )
    qtbot.waitUntil(lambda: controller.phase is Phase.ENDED, timeout=PATIENCE)


def test_what_waits_after_a_cancel_is_not_begun_by_itself(
    controller: BatchController, photographs: list[Path], qtbot: QtBot, tmp_path: Path
) -> None:
    told: list[Message] = []
    held = Held()
    controller.choose(held, Options(tmp_path / "out"))
    _start(controller, qtbot, *photographs)
    qtbot.waitUntil(held.begun.is_set, timeout=PATIENCE)
    controller.cancel()
    qtbot.waitUntil(lambda: controller.phase is Phase.ENDED, timeout=PATIENCE)
    controller.told.connect(told.append)
    controller.save_report(tmp_path)
    # Jobs come one after the other: the look after the end was before it.
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE)
    assert [row.state for row in controller.rows] == ["waiting"] * 2
    assert controller.phase is Phase.ENDED
