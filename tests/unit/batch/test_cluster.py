"""The same batch by two workers of Dask, as the documentation has it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from skimage import data

from mirnet_gui import locations
from mirnet_gui.batch.cluster import connected
from mirnet_gui.batch.journal import Journal
from mirnet_gui.batch.journals import newest
from mirnet_gui.cli import main
from mirnet_gui.errors import DeviceError

distributed = pytest.importorskip("distributed")


DASK = Path(sys.executable).with_name("dask")


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Two workers on this computer, started as docs/batch.md has it."""
    place = tmp_path_factory.mktemp("dask")
    address_file = place / "scheduler.json"
    where = ["--scheduler-file", str(address_file)]
    commands = (
        [DASK, "scheduler", *where, "--port", "0", "--dashboard-address", ":0"],
        [DASK, "worker", *where, "--nworkers", "2", "--nthreads", "1", "--dashboard-address", ":0"],
    )
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = [subprocess.Popen(command, cwd=place, **quiet) for command in commands]
    until = time.monotonic() + 60
    while not address_file.is_file() and time.monotonic() < until:
        time.sleep(0.1)
    yield json.loads(address_file.read_text())["address"]
    for process in reversed(started):
        process.terminate()
        process.wait(20)


@pytest.fixture
def photographs(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    (folder / "deeper").mkdir(parents=True)
    for number in range(8):
        place = folder / "deeper" if number % 2 else folder
        Image.fromarray(data.chelsea()[number : 60 + number, :90] // 4).save(
            place / f"{number}.png"
        )
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff and no more")
    return folder


def _enhance(*arguments: str | Path) -> int:
    return main(["enhance", *(str(argument) for argument in arguments)])


def test_two_workers_make_what_one_computer_makes(
    scheduler: str, photographs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alone, spread = tmp_path / "alone", tmp_path / "spread"
    assert _enhance(photographs, "--output", alone, "--method", "gamma") == 1
    report = tmp_path / "report"
    options = ["--method", "gamma", "--dask", scheduler, "--report", report]
    assert _enhance(photographs, "--output", spread, *options) == 1
    assert "broken.jpg" in capsys.readouterr().err
    written = sorted(path.relative_to(alone) for path in alone.rglob("*") if path.is_file())
    assert len(written) == 8
    assert written == sorted(p.relative_to(spread) for p in spread.rglob("*") if p.is_file())
    for path in written:
        assert (alone / path).read_bytes() == (spread / path).read_bytes()
    assert len(list(report.iterdir())) == 3
    journal = newest(locations.journals())
    assert journal is not None
    with Journal.open(journal) as opened:
        counts = opened.counts()
    assert (counts.done, counts.failed, counts.left) == (8, 1, 0)


def test_an_original_is_not_replaced_over_a_cluster_either(
    scheduler: str, photographs: Path
) -> None:
    before = (photographs / "0.png").read_bytes()
    options = ["--method", "gamma", "--dask", scheduler, "--existing", "overwrite"]
    assert _enhance(photographs / "0.png", "--output", photographs, *options) == 1
    assert (photographs / "0.png").read_bytes() == before


def _kill_after_the_first(folder: Path, victim: int) -> None:
    until = time.monotonic() + 60
    while not list(folder.rglob("*.png")) and time.monotonic() < until:
        time.sleep(0.01)
    os.kill(victim, signal.SIGKILL)


def test_a_lost_worker_costs_nothing(photographs: Path, tmp_path: Path) -> None:
    """Killed while it works: another one does what it had."""
    out = tmp_path / "out"
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0"
    ) as cluster:
        victim = next(iter(cluster.workers.values())).pid
        killing = threading.Thread(target=_kill_after_the_first, args=(out, victim))
        killing.start()
        options = ["--method", "bm3d", "--dask", cluster.scheduler_address]
        assert _enhance(photographs, "--output", out, *options) == 1
        killing.join()
    names = sorted(path.name for path in out.rglob("*") if path.is_file())
    assert names == [f"{number}.png" for number in range(8)]


def test_a_scheduler_that_does_not_answer_is_named() -> None:
    sentence = "tcp://127.0.0.1:9 does not answer"
    with pytest.raises(DeviceError, match=sentence), connected("tcp://127.0.0.1:9", patience=0.2):
        pass
