"""How long a run has computed, as its own logs tell."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from tensorboardX import SummaryWriter

from mirnet_gui.trainer.results.working_time import working_seconds

TOLERANCE = 20.0
"""A log's first record is of when it was opened, which may be seconds before the first value."""


def log(logs: Path, times: list[float]) -> Path:
    """Write the log of one start of a run, of which a value was logged at each of ``times``."""
    before = set(logs.iterdir()) if logs.exists() else set()
    suffix = f".{len(before)}"
    with SummaryWriter(str(logs), filename_suffix=suffix) as writer:
        begun = time.time()
        for step, after in enumerate(times):
            writer.add_scalar("loss", 0.5, step, walltime=begun + after)
    (path,) = set(logs.iterdir()) - before
    return path


def test_every_start_counts(tmp_path: Path) -> None:
    log(tmp_path, [0.0, 60.0, 120.0])
    log(tmp_path, [10_000.0, 10_060.0])
    assert working_seconds(tmp_path) == pytest.approx(180.0, abs=TOLERANCE)


def test_a_pause_does_not_count(tmp_path: Path) -> None:
    log(tmp_path, [0.0, 20.0, 40.0, 5_040.0, 5_060.0])
    assert working_seconds(tmp_path) == pytest.approx(60.0, abs=TOLERANCE)


def test_a_slow_computer_makes_no_pauses(tmp_path: Path) -> None:
    log(tmp_path, [0.0, 1_000.0, 2_100.0, 3_000.0])
    assert working_seconds(tmp_path) == pytest.approx(3_000.0, abs=TOLERANCE)


def test_what_a_kill_cut_short_is_left_out(tmp_path: Path) -> None:
    path = log(tmp_path, [0.0, 60.0, 120.0])
    path.write_bytes(path.read_bytes()[:-5])
    assert working_seconds(tmp_path) == pytest.approx(60.0, abs=TOLERANCE)


def test_no_log_and_no_log_of_tensorboard_are_no_time(tmp_path: Path) -> None:
    assert working_seconds(tmp_path / "none") == 0.0
    (tmp_path / "events.out.tfevents.1.foreign").write_bytes(bytes(range(256)) * 8)
    assert working_seconds(tmp_path) == 0.0
