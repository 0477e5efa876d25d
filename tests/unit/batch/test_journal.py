from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image

from mirnet_gui import locations
from mirnet_gui.batch.commit import recover
from mirnet_gui.batch.control import Control
from mirnet_gui.batch.journal import Journal
from mirnet_gui.batch.journals import create_journal, find_resumable, unfinished
from mirnet_gui.batch.observer import Observer
from mirnet_gui.batch.options import Options
from mirnet_gui.batch.plan import Request
from mirnet_gui.batch.records import StagedResult
from mirnet_gui.batch.run_header import RunState
from mirnet_gui.batch.session import Session
from mirnet_gui.errors import JournalError, JournalInUse, MirnetGuiError
from mirnet_gui.methods.registry import create_method
from mirnet_gui.progress import CancelToken
from tests.unit.batch.brighter import Brighter, begun, run


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "in"
    folder.mkdir()
    paths = [folder / f"{name}.png" for name in "abcd"]
    for level, path in enumerate(paths):
        Image.new("RGB", (8, 8), (level + 1,) * 3).save(path)
    return paths


def journal_with_second(photos: list[Path], tmp_path: Path, garbled: str) -> Path:
    """A batch of ``photos`` whose second row was set to what ``garbled`` says in SQL."""
    with begun(photos, tmp_path / "out") as journal:
        path = journal.path
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"UPDATE photo SET {garbled} WHERE id = 2")
        connection.commit()
    return path


def test_what_happened_is_there_after_closing(photos: list[Path], tmp_path: Path) -> None:
    with begun(photos, tmp_path / "out") as journal:
        path = journal.path
        next(run(journal))
        assert journal.counts().done >= 1
    with Journal.open(path) as again:
        assert again.counts().done >= 1
        assert again.header.options.folder == tmp_path / "out"
        assert [row.source for row in again.tasks()] == photos


def test_one_program_at_a_time(photos: list[Path], tmp_path: Path) -> None:
    with begun(photos, tmp_path / "out") as journal:
        program = (
            "from pathlib import Path; from mirnet_gui.batch.journal import Journal;"
            f"Journal.open(Path({str(journal.path)!r}))"
        )
        other = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=False
        )
        assert "Another program is working on the batch" in other.stderr
    Journal.open(journal.path).close()


def test_damaged_and_foreign_journals_are_said(photos: list[Path], tmp_path: Path) -> None:
    (tmp_path / "x.batch").write_bytes(b"nothing like a database" * 100)
    with pytest.raises(JournalError, match=r"x\.batch"):
        Journal.open(tmp_path / "x.batch")
    sqlite3.connect(tmp_path / "y.batch").execute("CREATE TABLE z (a)")
    with pytest.raises(JournalError, match=r"y\.batch"):
        Journal.open(tmp_path / "y.batch")
    with pytest.raises(JournalError, match="no journal"):
        Journal.open(tmp_path / "gone.batch")
    with pytest.raises(JournalError, match="already"):
        request = Request(tuple(photos), Brighter(), Options())
        create_journal(tmp_path, request, tmp_path / "x.batch")


@pytest.mark.parametrize("placed", [True, False])
def test_a_crash_in_the_very_moment_of_the_commit(
    photos: list[Path], tmp_path: Path, placed: bool
) -> None:
    """Whether the name was given before the power failed is found out, and nothing done twice."""
    out = tmp_path / "out"
    with begun(photos[:1], out) as journal:
        list(run(journal))
        (done,) = journal.tasks()
        made = StagedResult(size=done.result_bytes, sha256=done.sha256)
        journal.committing(done.id, made)
        if not placed:
            done.output.write_bytes(b"something of the user's")
        left = out / f".mirnet-{journal.header.tag}0123456789abcdef.tmp"
        left.write_bytes(b"half")
        recover(journal)
        (row,) = journal.tasks()
        assert row.state == ("done" if placed else "waiting")
        assert not left.exists()


def test_the_newest_unfinished_batch_of_the_same_kind_is_found(
    photos: list[Path], tmp_path: Path
) -> None:
    folder = locations.journals()
    method, options = create_method("gamma"), Options(tmp_path / "out")
    request = Request((photos[0].parent,), method, options)
    assert find_resumable(folder, request).path is None
    with begun([photos[0].parent], tmp_path / "out", method) as journal:
        path = journal.path
    assert find_resumable(folder, request).path == path
    with Journal.open(path) as found:
        list(run(found, method))
        assert found.state is RunState.FINISHED
    assert list(unfinished(folder)) == []
    assert find_resumable(folder, request).path is None
    assert (
        find_resumable(folder, Request(request.inputs, create_method("he"), options)).path is None
    )


def test_a_batch_that_runs_elsewhere_is_not_gone_on_with(
    photos: list[Path], tmp_path: Path
) -> None:
    """And no other one is begun in its stead, unless something else is asked for."""
    folder = locations.journals()
    method, options = create_method("gamma"), Options(tmp_path / "out")
    request = Request((photos[0].parent,), method, options)
    with begun([photos[0].parent], tmp_path / "out", method):
        with pytest.raises(JournalInUse, match="Another program is working"):
            find_resumable(folder, request)
        with pytest.raises(JournalInUse):
            find_resumable(folder, None)
        other = Request(request.inputs, create_method("he"), options)
        assert find_resumable(folder, other).path is None


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE run SET header = '[1]'",
        "UPDATE run SET header = replace(hex(zeroblob(50000)), '0', '[')",
        "UPDATE run SET state = 'asleep'",
        "DELETE FROM run",
        "DROP TABLE photo",
    ],
)
def test_a_damaged_journal_is_told(photos: list[Path], tmp_path: Path, damage: str) -> None:
    folder = locations.journals()
    with begun(photos, tmp_path / "out") as journal:
        path = journal.path
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(damage)
        connection.commit()
    found = find_resumable(folder, None)
    assert found.path is None
    assert path.name in found.warnings[0]


@pytest.mark.parametrize(
    "garbled",
    [
        "state = 'wait\x01ng'", "state = x'ff'", "format = 'exe'", "width = 'wide'",
        "bytes = 1.5", "warnings = '[1,'", "warnings = '{\"a\": 1}'", "warnings = '[1]'",
        f"warnings = '{'[' * 100_000}'", "seconds = 'long', state = 'done'", "reason = x'ff'",
        "result_bytes = x'00', sha256 = x'00', state = 'committing'",
    ],
)  # fmt: skip
def test_a_garbled_photograph_is_told_and_can_be_retried(
    photos: list[Path], tmp_path: Path, garbled: str
) -> None:
    path = journal_with_second(photos, tmp_path, garbled)
    with Journal.open(path) as again:
        assert len(list(run(again))) == len(photos) - 1
        (failed,) = again.tasks("failed")
        assert "makes sense" in failed.reason
        again.release("failed")
        (outcome,) = run(again)
        assert outcome.status == "done"


@pytest.mark.parametrize("column", ["source", "output"])
def test_a_name_that_is_a_number_fails_alone(
    photos: list[Path], tmp_path: Path, column: str
) -> None:
    path = journal_with_second(photos, tmp_path, f"{column} = 5")
    with Journal.open(path) as again:
        assert len(list(run(again))) == len(photos) - 1
        (failed,) = again.tasks("failed")
    assert "makes sense" in failed.reason


@pytest.mark.parametrize(
    ("option", "garbled"),
    [
        ("quality", "x"),
        ("quality", 0),
        ("existing", "boom"),
        ("format", "exe"),
        ("folder", "a\0b"),
        ("longest", -1),
        ("strip", ["all", "location"]),
        ("strip", ["shoes"]),
    ],
)
def test_a_garbled_header_is_told(
    photos: list[Path], tmp_path: Path, option: str, garbled: object
) -> None:
    with begun(photos, tmp_path / "out") as journal:
        path = journal.path
    with closing(sqlite3.connect(path)) as connection:
        ((record,),) = connection.execute("SELECT header FROM run").fetchall()
        header = json.loads(record)
        header["options"][option] = garbled
        connection.execute("UPDATE run SET header = ?", (json.dumps(header),))
        connection.commit()
    with Journal.open(path) as again, pytest.raises(JournalError, match="damaged"):
        list(run(again))


def test_a_name_that_no_file_can_have_fails_alone(photos: list[Path], tmp_path: Path) -> None:
    with begun(photos, tmp_path / "out") as journal:
        path = journal.path
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE photo SET source = ? WHERE id = 2", (b"/a\0b.png",))
        connection.execute("UPDATE photo SET output = ? WHERE id = 3", (b"/a\0c.png",))
        connection.commit()
    with Journal.open(path) as again:
        states = [outcome.status for outcome in run(again)]
    assert sorted(states) == ["done"] * (len(photos) - 2) + ["failed"] * 2


def test_what_ended_the_program_is_decoded_apart(photos: list[Path], tmp_path: Path) -> None:
    """A decoder that crashes takes the process with it; the journal knows what it was at."""
    program = (
        "import os, sys; from pathlib import Path\n"
        "from mirnet_gui.batch import work\n"
        "from mirnet_gui.batch.journal import Journal\n"
        "from mirnet_gui.batch.session import Session\n"
        "from mirnet_gui.methods.registry import create_method\n"
        "real = work.read_photo\n"
        "def read(path, cancel, apart):\n"
        "    if path.name == 'b.png' and not apart: os._exit(11)\n"
        "    return real(path, cancel, apart=apart)\n"
        "work.read_photo = read\n"
        "with Journal.open(Path(sys.argv[1])) as journal:\n"
        "    list(Session(journal, create_method('gamma')).run())\n"
    )
    with begun(photos, tmp_path / "out", create_method("gamma")) as journal:
        path = journal.path
    runs = [
        subprocess.run([sys.executable, "-c", program, str(path)], check=False) for _ in range(2)
    ]
    assert [done.returncode for done in runs] == [11, 0]
    with Journal.open(path) as again:
        assert again.counts().done == len(photos)


def test_whatever_is_raised_in_a_thread_of_the_batch_is_told(
    photos: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: Journal) -> None:
        raise RuntimeError("nobody foresaw this")

    with begun(photos, tmp_path / "out") as journal:
        monkeypatch.setattr(Journal, "take", broken)
        with pytest.raises(MirnetGuiError, match="nobody foresaw this"):
            list(run(journal))


def test_telling_never_ends_the_work(photos: list[Path], tmp_path: Path) -> None:
    def deaf(*_: object) -> None:
        raise OSError("nobody listens")

    with begun(photos, tmp_path / "out") as journal:
        outcomes = list(run(journal, observer=Observer(deaf, deaf, deaf)))
    assert {outcome.status for outcome in outcomes} == {"done"}


def test_a_batch_that_was_through_is_so_no_more_when_photographs_are_added(
    photos: list[Path], tmp_path: Path
) -> None:
    """Who closes the program then is asked the next time whether to go on."""
    with begun(photos[:1], tmp_path / "out") as journal:
        list(run(journal))
        assert journal.state is RunState.FINISHED
        session = Session(journal, Brighter())
        assert session.add(photos[:1], CancelToken()).count == 0
        assert journal.state is RunState.FINISHED, "it was among them already"
        assert session.add(photos[1:2], CancelToken()).count == 1
    (found,) = unfinished(locations.journals())
    assert found.counts.left == 1


def test_pause_finishes_what_is_begun_and_goes_on_later(photos: list[Path], tmp_path: Path) -> None:
    control = Control()
    with begun(photos, tmp_path / "out") as journal:
        outcomes = run(journal, control=control)
        next(outcomes)
        control.pause()
        assert control.is_paused
        control.resume()
        assert len(list(outcomes)) == 3
        assert journal.state is RunState.FINISHED


def test_order_and_removal(photos: list[Path], tmp_path: Path) -> None:
    with begun(photos, tmp_path / "out") as journal:
        ids = [row.id for row in journal.tasks()]
        journal.reorder([ids[3], ids[1], ids[0]])
        assert [row.id for row in journal.tasks()] == [ids[3], ids[1], ids[2], ids[0]]
        assert journal.remove_waiting([ids[1]]) == 1
        outcomes = list(run(journal))
    assert [outcome.task.source.stem for outcome in outcomes] == ["d", "c", "a"]


def test_a_result_that_stands_though_it_was_told_as_failed_is_taken_for_done(
    photos: list[Path], tmp_path: Path
) -> None:
    """Its drive vanished in the moment after the name was given, and came back."""
    with begun(photos[:1], tmp_path / "out") as journal:
        (done,) = run(journal)
        before = done.task.output.stat().st_mtime_ns
        journal.end(done.task.id, "failed", StagedResult(reason="the drive is gone"))
        journal.release("failed")
        (again,) = run(journal)
        assert again.status == "done"
        assert again.task.output.stat().st_mtime_ns == before, "nothing is done twice"
        again.task.output.write_bytes(b"the user's own")
        journal.end(done.task.id, "failed", StagedResult())
        journal.release("failed")
        (third,) = run(journal)
        assert third.status == "skipped"


def test_a_journal_of_an_earlier_version_is_gone_on_with(
    photos: list[Path], tmp_path: Path
) -> None:
    """It called the moment in which a file gets its name otherwise, and did the same to all."""
    with begun(photos[:2], tmp_path / "out") as journal:
        path = journal.path
        first, second = run(journal)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE photo SET state = 'placing'")
        connection.execute("ALTER TABLE photo DROP COLUMN method")
        connection.commit()
    second.task.output.unlink()
    with Journal.open(path) as again:
        assert [task.state for task in again.tasks()] == ["committing"] * 2
        assert [task.method for task in again.tasks()] == [""] * 2
        recover(again)
        assert [task.state for task in again.tasks()] == ["done", "waiting"]
    assert first.task.output.is_file()
