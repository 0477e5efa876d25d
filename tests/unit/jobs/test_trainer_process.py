"""The trainer as a process: whatever it says and however it ends, that is told once, in words.

Stand-ins of the trainer are Python scripts here: only so can it crash, babble or hang at will.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot

from mirnet_gui.jobs.trainer_events import (
    DataChecked,
    Measured,
    PassBegan,
    PassTuned,
    TrainerEvent,
    TrainingBegan,
    TrainingStepped,
    parse_line,
)
from mirnet_gui.jobs.trainer_process import TrainerEnd, TrainerProcess, trainer_command

PATIENCE = 600_000


class Heard:
    """A process, and all that it told."""

    def __init__(self, process: TrainerProcess) -> None:
        self.process = process
        self.events: list[TrainerEvent] = []
        self.ends: list[TrainerEnd] = []
        process.told.connect(self.events.append)
        process.ended.connect(self.ends.append)

    @property
    def end(self) -> TrainerEnd:
        (only,) = self.ends
        return only


@pytest.fixture
def trainer(qtbot: QtBot, tmp_path: Path) -> Callable[[str], Heard]:
    """Starts a script in place of the trainer; it ends with the test."""

    def start(script: str) -> Heard:
        path = tmp_path / "trainer.py"
        path.write_text(f"import json, os, sys, time\n{script}\n", encoding="utf-8")
        heard = Heard(TrainerProcess(command=lambda: [sys.executable, str(path)]))
        heard.process.start([])
        return heard

    return start


def until_ended(qtbot: QtBot, heard: Heard) -> None:
    qtbot.waitUntil(lambda: bool(heard.ends), timeout=PATIENCE)
    assert not heard.process.is_running


def test_steps_and_measurements_are_heard_among_garbage(
    qtbot: QtBot, trainer: Callable[[str], Heard]
) -> None:
    heard = trainer(
        """
sys.stdout.buffer.write(b"\\xff\\xfe\\x00 no line of a trainer\\n")
print("[1, 2]"); print("null"); print('{"event": "dance"}'); print('{"event": ["step"]}')
print('{"event": "step", "step": 5, "steps": 3, "loss": 1}')
print('{"event": "step", "step": 1, "steps": 3, "loss": NaN}')
print('{"event": "validation", "step": 1, "psnr": "high", "ssim": 1}')
print("[" * 100000)
print('{"event": "start", "step": 0, "steps": 3}')
sys.stdout.write('{"event": "step", "step": 1, "st'); sys.stdout.flush(); time.sleep(0.2)
print('eps": 3, "loss": 0.25}')
print('{"event": "validation", "step": 1, "steps": 3, "psnr": 20.5, "ssim": 0.75}')
print('{"event": "end"')
"""
    )
    until_ended(qtbot, heard)
    assert heard.end == TrainerEnd("done")
    assert heard.events == [
        TrainingBegan(0, 3),
        TrainingStepped(1, 3, 0.25),
        Measured(1, 20.5, 0.75),
    ]


def test_a_sentence_of_the_trainer_is_told_as_it_is(
    qtbot: QtBot, trainer: Callable[[str], Heard]
) -> None:
    heard = trainer(
        "print('a warning', file=sys.stderr)\n"
        "print('mirnet-train: There is no room on the drive for run.', file=sys.stderr)\n"
        "sys.exit(1)"
    )
    until_ended(qtbot, heard)
    assert heard.end.outcome == "failed"
    assert heard.end.sentence == "There is no room on the drive for run."
    assert "a warning" in heard.end.tail


def test_a_check_that_finds_faults_has_not_failed(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    for is_check, outcome in ((True, "done"), (False, "failed")):
        caplog.clear()
        process = TrainerProcess(command=lambda: [sys.executable, "-c"])
        heard = Heard(process)
        process.start(["import sys; sys.exit(1)"], is_check=is_check)
        until_ended(qtbot, heard)
        assert heard.end.outcome == outcome
        assert bool(caplog.records) is not is_check, "nothing is written into the log"


def test_an_error_that_nobody_foresaw_is_told_with_what_was_said_last(
    qtbot: QtBot, trainer: Callable[[str], Heard]
) -> None:
    heard = trainer("raise OSError(28, 'No space left on device')")
    until_ended(qtbot, heard)
    assert heard.end.sentence.endswith("OSError: [Errno 28] No space left on device.")
    assert "Traceback" in heard.end.tail


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")
def test_a_trainer_that_is_killed_is_told(qtbot: QtBot, trainer: Callable[[str], Heard]) -> None:
    heard = trainer(
        'print(\'{"event": "start", "step": 0, "steps": 3}\', flush=True)\nwhile 1: pass'
    )
    qtbot.waitUntil(lambda: bool(heard.events), timeout=PATIENCE)
    os.kill(heard.process.pid, signal.SIGKILL)
    until_ended(qtbot, heard)
    assert heard.end.outcome == "failed"
    assert "ended from outside" in heard.end.sentence


def test_one_that_cannot_be_started_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    heard = Heard(TrainerProcess(command=lambda: [str(tmp_path / "gone")]))
    heard.process.start([])
    until_ended(qtbot, heard)
    assert heard.end.outcome == "failed"
    assert "could not be started" in heard.end.sentence


def test_it_is_asked_to_stop_by_the_end_of_its_input_also_while_it_is_paused(
    qtbot: QtBot, trainer: Callable[[str], Heard]
) -> None:
    heard = trainer(
        'print(\'{"event": "start", "step": 0, "steps": 3}\', flush=True)\n'
        'sys.stdin.read()\nprint(\'{"event": "step", "step": 1, "steps": 3}\')\nsys.exit(130)'
    )
    qtbot.waitUntil(lambda: len(heard.events) == 1, timeout=PATIENCE)
    heard.process.pause()
    process = psutil.Process(heard.process.pid)
    qtbot.waitUntil(lambda: process.status() == psutil.STATUS_STOPPED, timeout=PATIENCE)
    heard.process.stop()
    until_ended(qtbot, heard)
    assert heard.end == TrainerEnd("stopped")
    assert heard.events[1:] == [TrainingStepped(1, 3, None)]


def test_one_that_does_not_stop_is_ended_when_it_is_asked_again(
    qtbot: QtBot, trainer: Callable[[str], Heard]
) -> None:
    heard = trainer(
        'print(\'{"event": "start", "step": 0, "steps": 3}\', flush=True)\nwhile 1: pass'
    )
    qtbot.waitUntil(lambda: bool(heard.events), timeout=PATIENCE)
    heard.process.stop()
    heard.process.stop()
    until_ended(qtbot, heard)
    assert heard.end.outcome == "stopped"


def test_closing_waits_for_what_is_written(
    qtbot: QtBot, trainer: Callable[[str], Heard], tmp_path: Path
) -> None:
    done = tmp_path / "checkpoint"
    heard = trainer(
        'print(\'{"event": "start", "step": 0, "steps": 3}\', flush=True)\n'
        f"sys.stdin.read(); open({str(done)!r}, 'w').close(); sys.exit(130)"
    )
    qtbot.waitUntil(lambda: bool(heard.events), timeout=PATIENCE)
    heard.process.close()
    assert done.exists()
    assert heard.end == TrainerEnd("stopped")


def test_the_frozen_program_starts_its_own_trainer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(Path("/opt/mirnet-gui/mirnet-gui")))
    assert Path(trainer_command()[0]).parent == Path("/opt/mirnet-gui")
    assert Path(trainer_command()[0]).stem == "mirnet-train"


def test_what_passes_and_checks_tell() -> None:
    assert parse_line(b'{"event": "pass", "task": "light", "number": 1, "count": 2}') == PassBegan(
        "light", 1, 2
    )
    line = b'{"event": "finetuned", "task": "light", "before": 20.0, "after": 21.5, "weights": "x"}'
    assert parse_line(line) == PassTuned("light", 20.0, 21.5)
    checked = parse_line(
        b'{"pairs": 3, "findings": [{"severity": "fault", "sentence": "a"},'
        b' {"severity": "information", "sentence": "b"}], "split": null}'
    )
    assert isinstance(checked, DataChecked)
    assert checked.usable == 3
    assert [(each.sentence, each.is_fault) for each in checked.findings] == [("a", True)]
