"""What may happen to a batch from outside: a reason, nothing half-written, the rest done."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mirnet_gui.batch.control import Control
from mirnet_gui.batch.journal import Journal
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.writers import png
from mirnet_gui.progress import CancelToken, ProgressCallback
from tests.unit.batch.brighter import Brighter, begun, outcomes_of, run


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "in"
    folder.mkdir()
    noise = np.random.default_rng(0).integers(0, 64, (200, 300, 3), dtype=np.uint8)
    paths = [folder / f"{number}.png" for number in range(5)]
    for path in paths:
        Image.fromarray(noise).save(path)
    return paths


def _nothing_half_written(folder: Path) -> bool:
    for path in folder.iterdir():
        if path.name.startswith(".mirnet"):
            return False
        read_photo(path)
    return True


@pytest.fixture
def small_drive(tmp_path: Path) -> Iterator[Path]:
    """A drive with room for two of the photographs."""
    place = tmp_path / "drive"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(command, check=False).returncode:
        pytest.skip("only the superuser of Linux can mount a small drive")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_drive(photos: list[Path], small_drive: Path) -> None:
    outcomes = outcomes_of(photos, small_drive / "out")
    states = [outcome.status for outcome in outcomes]
    assert states.count("done") >= 1
    assert states.count("failed") >= 2
    for outcome in outcomes:
        if outcome.status == "failed":
            assert "no room on the drive" in outcome.reason
            assert outcome.task.source.name in outcome.reason
    assert _nothing_half_written(small_drive / "out")


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="permissions work otherwise on this system")
def test_a_read_only_target(photos: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "locked").mkdir(parents=True)
    (out / "locked").chmod(0o555)
    out.chmod(0o777)
    for place in [tmp_path, *list(tmp_path.parents)[:3]]:
        place.chmod(0o755)
    superuser = os.geteuid() == 0
    with begun(photos, out, name="locked/{stem}{ext}") as journal:
        try:
            if superuser:
                os.seteuid(65534)
            outcomes = list(run(journal))
        finally:
            if superuser:
                os.seteuid(0)
    assert [outcome.status for outcome in outcomes] == ["failed"] * 5
    for outcome in outcomes:
        assert f"no permission to write {outcome.task.source.name}" in outcome.reason.replace(
            "“", ""
        ).replace("”", "")
    assert list((out / "locked").iterdir()) == []


@dataclass(frozen=True)
class Interfering(Brighter):
    """Does something to the files while the third photograph is enhanced."""

    do: Callable[[], object] = lambda: None
    at: int = 3

    def apply(self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        counted.append(1)
        if len(counted) == self.at:
            self.do()
        return super().apply(pixels, progress, cancel)


counted: list[int] = []


@pytest.fixture(autouse=True)
def from_the_start() -> None:
    counted.clear()


def test_a_target_that_vanishes_is_not_made_anew(photos: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "drive" / "out"
    gone = Interfering(do=lambda: (tmp_path / "drive").rename(tmp_path / "unplugged"))
    with begun(photos, out, gone) as journal:
        outcomes = list(run(journal, gone))
        assert not out.exists()
        (tmp_path / "unplugged").rename(tmp_path / "drive")
        journal.release("failed")
        again = list(run(journal))
    failed = [outcome for outcome in outcomes if outcome.status == "failed"]
    assert len(failed) >= 3
    assert all("is not there any more" in outcome.reason for outcome in failed)
    assert {outcome.status for outcome in again} == {"done"}
    assert len(list(out.iterdir())) == 5
    assert _nothing_half_written(out)


def test_a_source_that_is_deleted_midway(photos: list[Path], tmp_path: Path) -> None:
    gone = Interfering(do=photos[4].unlink, at=2)
    outcomes = outcomes_of(photos, tmp_path / "out", gone)
    assert [outcome.status for outcome in outcomes] == ["done"] * 4 + ["failed"]
    assert "“4.png” does not exist" in outcomes[4].reason
    assert _nothing_half_written(tmp_path / "out")


def test_no_memory_for_one_photograph(photos: list[Path], tmp_path: Path) -> None:
    def exhausted() -> None:
        raise MemoryError

    outcomes = outcomes_of(photos, tmp_path / "out", Interfering(do=exhausted))
    assert [outcome.status for outcome in outcomes] == ["done", "done", "failed", "done", "done"]
    assert "not enough memory for “2.png”" in outcomes[2].reason


def test_a_cancel_during_endless_work_comes_back_and_places_nothing(
    photos: list[Path], tmp_path: Path
) -> None:
    """A method that does not listen: the batch ends without it, and its result is not taken."""
    let_go, control = threading.Event(), Control()

    def endless() -> None:
        control.cancel.cancel()
        let_go.wait(20)

    deaf = Interfering(do=endless, at=1)
    with begun(photos, tmp_path / "out") as journal:
        path = journal.path
        outcomes = list(run(journal, deaf, control))
        assert outcomes == []
        let_go.set()
        for thread in threading.enumerate():
            if thread.name.startswith("batch-"):
                thread.join(20)
    with Journal.open(path) as again:
        assert again.counts().left == 5
    assert list((tmp_path / "out").iterdir()) == []


def test_metadata_that_cannot_be_written_costs_a_warning(
    photos: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = png.metadata_chunks

    def failing(metadata: object, profile: bytes | None) -> bytes:
        if getattr(metadata, "xmp", None):
            raise ValueError("a packet that nobody understands")
        return real(metadata, profile)

    monkeypatch.setattr(png, "metadata_chunks", failing)
    (outcome,) = outcomes_of(photos[:1], tmp_path / "out")
    assert outcome.status == "done"
    assert "Metadata could not be written" in outcome.task.warnings[0]
    assert _nothing_half_written(tmp_path / "out")
