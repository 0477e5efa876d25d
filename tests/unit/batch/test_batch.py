from __future__ import annotations

import errno
import os
import shutil
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from skimage import data

from mirnet_gui.batch.control import Control
from mirnet_gui.batch.observer import Observer
from mirnet_gui.batch.options import Options
from mirnet_gui.batch.pipeline import is_abandoned
from mirnet_gui.batch.plan import Plan, Request
from mirnet_gui.batch.records import Outcome, Task
from mirnet_gui.batch.run_header import RunState
from mirnet_gui.batch.session import Session
from mirnet_gui.errors import UnwritablePhoto
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.progress import CancelToken, Progress, ProgressCallback
from tests.unit.batch.brighter import Brighter, Held, begun, outcomes_of, planned, run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Photographs in a tree, with what else lies about in such folders."""
    root = tmp_path / "party"
    (root / "day 2").mkdir(parents=True)
    photograph = Image.fromarray((data.chelsea()[:40, :60] * 0.4).astype(np.uint8))
    photograph.save(root / "one.jpg")
    photograph.save(root / "day 2" / "zwei-äöü-写真.png")
    for junk in ("Thumbs.db", ".DS_Store", "._one.jpg", "notes.txt"):
        (root / junk).write_bytes(b"junk")
    return root


def test_a_folder_keeps_its_tree_and_leaves_out_junk(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    records = outcomes_of([folder], out)
    assert [record.status for record in records] == ["done", "done"]
    written = sorted(p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file())
    assert written == ["day 2/zwei-äöü-写真.png", "one.jpg"]
    assert read_photo(out / "one.jpg").pixels.mean() > 80


def test_results_inside_the_folder_are_not_taken_for_photographs(folder: Path) -> None:
    outcomes_of([folder], folder / "results")
    assert [record.status for record in outcomes_of([folder], folder / "results")] == [
        "skipped",
        "skipped",
    ]
    assert len(planned([folder], folder / "results")) == 2


def test_another_format_changes_the_extension_only(folder: Path, tmp_path: Path) -> None:
    outcomes_of([folder], tmp_path / "out", format="webp")
    assert read_photo(tmp_path / "out" / "one.webp").format == "webp"


def test_two_photographs_of_one_name_do_not_collide(folder: Path, tmp_path: Path) -> None:
    Image.fromarray(data.coffee()[:20, :30]).save(folder / "one.png")
    tasks = planned([folder], tmp_path / "out", format="tiff")
    assert len({task.output for task in tasks}) == 3


def test_one_bad_file_stops_nothing(folder: Path, tmp_path: Path) -> None:
    (folder / "bad.jpg").write_bytes((folder / "one.jpg").read_bytes()[:300])
    (folder / "empty.png").touch()
    records = outcomes_of([folder, folder / "gone.jpg"], tmp_path / "out")
    states = {record.task.source.name: record.status for record in records}
    assert states == {
        "bad.jpg": "failed",
        "empty.png": "failed",
        "one.jpg": "done",
        "zwei-äöü-写真.png": "done",
        "gone.jpg": "failed",
    }
    for record in records:
        if record.status == "failed":
            assert record.task.source.name in record.reason
            assert record.reason.endswith(".")


def test_standing_results_stay_unless_asked(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "one.jpg").write_bytes(b"precious")
    record = outcomes_of([folder / "one.jpg"], out)[0]
    assert record.status == "skipped"
    assert "exists already" in record.reason
    assert (out / "one.jpg").read_bytes() == b"precious"
    assert outcomes_of([folder / "one.jpg"], out, existing="overwrite")[0].status == "done"
    assert read_photo(out / "one.jpg").pixels.shape == (40, 60, 3)


def test_an_original_is_never_replaced_even_when_asked(folder: Path) -> None:
    before = (folder / "one.jpg").read_bytes()
    record = outcomes_of([folder / "one.jpg"], folder, existing="overwrite")[0]
    assert record.status == "failed"
    assert (folder / "one.jpg").read_bytes() == before


def test_a_cancel_leaves_the_rest_undone(folder: Path, tmp_path: Path) -> None:
    cancel = CancelToken()

    @dataclass(frozen=True)
    class CancelsMidway(Brighter):
        def apply(self, pixels: Pixels, progress: ProgressCallback, token: CancelToken) -> Pixels:
            cancel.cancel()
            return super().apply(pixels, progress, token)

    with begun([folder], tmp_path / "out") as journal:
        records = list(run(journal, CancelsMidway(), Control(cancel)))
        assert {record.status for record in records} == {"cancelled"}
        assert journal.counts().left == 2
    assert not list((tmp_path / "out").iterdir())


def test_an_output_folder_that_is_a_file_is_named(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(UnwritablePhoto, match="“out” is a file"):
        outcomes_of([folder / "one.jpg"], tmp_path / "out")


def test_a_full_disk_is_said_and_leaves_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("mirnet_gui.photo.writing.flush", full)
    record = outcomes_of([folder / "one.jpg"], tmp_path / "out")[0]
    assert record.status == "failed"
    assert "no room" in record.reason
    assert list((tmp_path / "out").iterdir()) == []


def test_progress_counts_to_the_end(folder: Path, tmp_path: Path) -> None:
    reports: list[Progress] = []
    with begun([folder], tmp_path / "out") as journal:
        list(run(journal, observer=Observer(progress=reports.append)))
    fractions = [progress.fraction for progress in reports]
    assert fractions == sorted(fractions)
    assert 0.0 < fractions[0] < 1.0
    assert fractions[-1] == 1.0


def test_no_photograph_that_was_given_is_replaced(folder: Path, tmp_path: Path) -> None:
    pool = tmp_path / "pool"
    pool.mkdir()
    Image.fromarray(data.coffee()[:20, :30]).save(pool / "one.jpg")
    before = (pool / "one.jpg").read_bytes()
    records = outcomes_of([folder / "one.jpg", pool / "one.jpg"], pool, existing="overwrite")
    assert records[0].status == "failed"
    assert "would replace a photograph" in records[0].reason
    assert (pool / "one.jpg").read_bytes() == before


def test_many_photographs_of_one_name_all_get_a_result(folder: Path, tmp_path: Path) -> None:
    inputs = []
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
        inputs.append(tmp_path / name / "ONE.jpg" if name == "b" else tmp_path / name / "one.jpg")
        inputs[-1].write_bytes((folder / "one.jpg").read_bytes())
    assert {record.status for record in outcomes_of(inputs, tmp_path / "out")} == {"done"}
    assert len(list((tmp_path / "out").iterdir())) == 3
    assert len({path.name.casefold() for path in (tmp_path / "out").iterdir()}) == 3


def test_impossible_names_fail_alone(folder: Path, tmp_path: Path) -> None:
    inputs = [tmp_path / ("x" * 300 + ".jpg"), folder / "one.jpg", folder / "one.jpg" / "in.jpg"]
    records = outcomes_of(inputs, tmp_path / "out")
    assert [record.status for record in records] == ["failed", "done", "failed"]
    assert "too long" in records[0].reason


def test_keep_means_the_format_of_the_content(folder: Path, tmp_path: Path) -> None:
    (folder / "really a png.jpg").write_bytes((folder / "day 2" / "zwei-äöü-写真.png").read_bytes())
    record = outcomes_of([folder / "really a png.jpg"], tmp_path / "out")[0]
    assert record.task.output.name == "really a png.png"
    assert read_photo(record.task.output).format == "png"


def test_whatever_goes_wrong_with_one_the_others_go_on(folder: Path, tmp_path: Path) -> None:
    @dataclass(frozen=True)
    class FailsOnce(Brighter):
        def apply(self, pixels: Pixels, progress: ProgressCallback, token: CancelToken) -> Pixels:
            if not (tmp_path / "failed").exists():
                (tmp_path / "failed").mkdir()
                raise ZeroDivisionError("nobody foresaw this")
            return super().apply(pixels, progress, token)

    records = outcomes_of([folder], tmp_path / "out", method=FailsOnce())
    assert [record.status for record in records] == ["failed", "done"]
    assert "one.jpg" in records[0].reason


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="permissions work otherwise on this system")
def test_a_folder_that_cannot_be_looked_into_is_named(folder: Path, tmp_path: Path) -> None:
    locked = folder / "locked"
    locked.mkdir()
    locked.chmod(0)
    superuser = os.geteuid() == 0
    for place in [folder, *list(folder.parents)[:4]]:
        place.chmod(0o755)
    try:
        if superuser:
            os.seteuid(65534)
        tasks = planned([folder], folder / "out")
    finally:
        if superuser:
            os.seteuid(0)
        locked.chmod(0o755)
    request = Request((folder,), Brighter(), Options(folder / "out"))
    plan = Plan(request, tasks, [], [])
    with Session.begin(plan, tmp_path / "journals") as session:
        records = list(session.run())
    named = [record for record in records if record.task.source == locked]
    assert [record.status for record in named] == ["failed"]
    assert "no permission to read “locked”" in named[0].reason


@dataclass(frozen=True)
class Patient(Brighter):
    """A method that has time until all of ``awaited`` are there; a slow network, in short."""

    awaited: tuple[Path, ...] = ()

    def apply(self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        if pixels.max() == 3:
            until = time.monotonic() + 20
            while not all(path.exists() for path in self.awaited) and time.monotonic() < until:
                time.sleep(0.01)
            assert all(path.exists() for path in self.awaited), "nothing was written meanwhile"
        return super().apply(pixels, progress, cancel)


def test_a_result_is_written_while_the_next_photograph_is_enhanced(tmp_path: Path) -> None:
    source, out = tmp_path / "source", tmp_path / "out"
    source.mkdir()
    for name, level in (("a", 2), ("b", 3), ("c", 2)):
        Image.new("RGB", (8, 8), (level, level, level)).save(source / f"{name}.png")
    records = outcomes_of([source], out, method=Patient((out / "a.png",)))
    assert [(record.task.source.name, record.status) for record in records] == [
        ("a.png", "done"),
        ("b.png", "done"),
        ("c.png", "done"),
    ]


def test_who_wants_no_more_records_leaves_no_thread(folder: Path, tmp_path: Path) -> None:
    with begun([folder], tmp_path / "out") as journal:
        records = run(journal)
        next(records)
        records.close()
        assert not [one for one in threading.enumerate() if one.name.startswith("batch-")]
        assert not is_abandoned()


def test_a_photograph_added_while_the_last_one_is_enhanced_is_done(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes: list[Outcome] = []
    held, in_vain = Held(), threading.Event()
    with begun([folder / "one.jpg"], tmp_path / "out") as journal:
        take = journal.take

        def noted() -> Task | None:
            row = take()
            if row is None:
                in_vain.set()
            return row

        monkeypatch.setattr(journal, "take", noted)
        session = Session(journal, held)
        running = threading.Thread(target=lambda: outcomes.extend(session.run()))
        running.start()
        assert held.begun.wait(60)
        assert in_vain.wait(60), "nobody looked for another while the last one is enhanced"
        assert session.add([folder / "day 2"], CancelToken()).count == 1
        held.let_go.set()
        running.join(60)
        assert [outcome.status for outcome in outcomes] == ["done", "done"]
        assert journal.state is RunState.FINISHED


def test_a_run_waits_for_photographs_that_are_being_added(folder: Path, tmp_path: Path) -> None:
    outcomes: list[Outcome] = []
    with begun([folder / "one.jpg"], tmp_path / "out") as journal:
        session = Session(journal, Brighter())
        records = session.run()
        with session.control.adding():
            outcomes.append(next(records))
            assert journal.counts().left == 0
            assert session.add([folder / "day 2"], CancelToken()).count == 1
        outcomes.extend(records)
        assert [outcome.status for outcome in outcomes] == ["done", "done"]


def test_a_pause_during_the_last_photograph_lets_the_run_end(folder: Path, tmp_path: Path) -> None:
    outcomes: list[Outcome] = []
    held, control = Held(), Control()
    with begun([folder / "one.jpg"], tmp_path / "out") as journal:
        running = threading.Thread(target=lambda: outcomes.extend(run(journal, held, control)))
        running.start()
        assert held.begun.wait(60)
        control.pause()
        held.let_go.set()
        running.join(60)
        assert not running.is_alive()
        assert [outcome.status for outcome in outcomes] == ["done"]
        assert journal.state is RunState.FINISHED


def test_what_is_done_is_told_though_the_next_takes_long(folder: Path, tmp_path: Path) -> None:
    shares: list[float] = []
    first_is_told = threading.Event()

    def note(progress: Progress) -> None:
        shares.append(progress.fraction)
        if progress.fraction >= 0.49:
            first_is_told.set()

    @dataclass(frozen=True)
    class SecondWaits(Brighter):
        def apply(self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken) -> Pixels:
            if shares:
                assert first_is_told.wait(10), shares
            return super().apply(pixels, progress, cancel)

    twins = [folder / "one.jpg", tmp_path / "two.jpg"]
    shutil.copy(*twins)
    with begun(twins, tmp_path / "out") as journal:
        outcomes = list(run(journal, SecondWaits(), observer=Observer(note, count_every=3600.0)))
    assert [outcome.status for outcome in outcomes] == ["done", "done"]
