from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from skimage import data

from mirnet_gui.batch.headers import Headers
from mirnet_gui.batch.journal import Journal
from mirnet_gui.batch.options import Options
from mirnet_gui.batch.plan import Request
from mirnet_gui.batch.records import Outcome
from mirnet_gui.batch.session import Session
from mirnet_gui.batch.watch import Arrivals, Watch
from mirnet_gui.errors import JournalError, UsageError
from mirnet_gui.photo.reading import probe, read_photo
from tests.unit.batch.brighter import Brighter

SOON = Watch(every=0.01, settled=0.1, damaged=0.2)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    Image.fromarray(data.chelsea()[:80, :120] // 4).save(path)
    return path


def test_a_file_is_told_once_it_has_settled(photo: Path, tmp_path: Path) -> None:
    folder, clock = tmp_path / "in", Clock()
    folder.mkdir()
    arrivals = Arrivals(folder, watch=Watch(clock=clock))
    (folder / "a.jpg").write_bytes(photo.read_bytes()[:2000])
    assert arrivals.ready() == []
    clock.now = 1.5
    (folder / "a.jpg").write_bytes(photo.read_bytes())
    assert arrivals.ready() == []
    clock.now = 3.0
    assert arrivals.ready() == [], "it changed 1.5 s ago"
    clock.now = 3.6
    assert arrivals.ready() == [folder / "a.jpg"]
    clock.now = 9.0
    assert arrivals.ready() == []


def test_what_is_no_photograph_yet_is_given_time(photo: Path, tmp_path: Path) -> None:
    folder, clock = tmp_path / "in", Clock()
    folder.mkdir()
    (folder / "a.jpg").write_bytes(photo.read_bytes()[:20])
    arrivals = Arrivals(folder, watch=Watch(clock=clock))
    for now in (0.0, 10.0, 29.0):
        clock.now = now
        assert arrivals.ready() == []
    clock.now = 31.0
    assert arrivals.ready() == [folder / "a.jpg"], "its reason is worth more than silence"


def test_only_new_ones(photo: Path, tmp_path: Path) -> None:
    folder, clock = tmp_path / "in", Clock()
    folder.mkdir()
    shutil.copy(photo, folder / "old.jpg")
    arrivals = Arrivals(folder, watch=Watch(only_new=True, clock=clock))
    shutil.copy(photo, folder / "new.jpg")
    arrivals.ready()
    clock.now = 3.0
    assert arrivals.ready() == [folder / "new.jpg"]


def test_what_arrives_is_enhanced_and_half_files_are_done_again(
    photo: Path, tmp_path: Path
) -> None:
    folder, out = tmp_path / "in", tmp_path / "in" / "results"
    (folder / "deeper").mkdir(parents=True)
    outcomes: list[Outcome] = []
    with _watch(folder, out, tmp_path) as session:
        journal = session.journal
        watching = threading.Thread(target=lambda: outcomes.extend(session.run()))
        watching.start()
        # A pause that is longer than anybody should take while copying.
        (folder / "slow.jpg").write_bytes(photo.read_bytes()[:3000])
        shutil.copy(photo, folder / "deeper" / "b.jpg")
        _until(lambda: len(journal_states(journal)) == 2, watching)
        with (folder / "slow.jpg").open("ab") as file:
            file.write(photo.read_bytes()[3000:])
        _until(lambda: journal_states(journal) == ["done", "done"], watching)
        session.control.finish()
        watching.join()
    assert (out / "slow.jpg").is_file()
    assert (out / "deeper" / "b.jpg").is_file()
    assert [outcome.status for outcome in outcomes].count("done") == 2


def test_what_arrives_is_looked_at_once_before_it_is_read(
    photo: Path, tmp_path: Path, opens: Any
) -> None:
    opens.folder = folder = tmp_path / "in"
    folder.mkdir()
    shutil.copy(photo, folder / "a.jpg")
    opens.take()
    Headers().look(folder / "a.jpg")
    looked_at = opens.take()["a.jpg"]
    read_photo(folder / "a.jpg")
    read = opens.take()["a.jpg"]
    with _watch(folder, tmp_path / "out", tmp_path) as session:
        watching = threading.Thread(target=lambda: list(session.run()))
        watching.start()
        _until(lambda: journal_states(session.journal) == ["done"], watching)
        session.control.finish()
        watching.join()
    assert opens.take() == {"a.jpg": looked_at + read}


def _watch(folder: Path, out: Path, tmp_path: Path) -> Session:
    request = Request((folder,), Brighter(), Options(out))
    return Session.watch(request, tmp_path / "journals", SOON)


def journal_states(journal: Journal) -> list[str]:
    return [row.state for row in journal.tasks()]


def _until(condition: Callable[[], bool], watching: threading.Thread) -> None:
    while not condition():
        assert watching.is_alive(), "it never came"
        time.sleep(0.005)


def test_a_watch_does_not_go_deaf(
    photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a file that arrives does to those who look at it, the next one is taken."""
    for place in ("headers.probe", "work.read_photo"):
        real = {"probe": probe, "read_photo": read_photo}[place.partition(".")[2]]
        monkeypatch.setattr(f"mirnet_gui.batch.{place}", partial(_strange, real))
    fits = iter([RuntimeError("a drive that hiccups")])
    real_add = Journal.add

    def add(journal: Journal, *added: Any) -> list[int]:
        for error in fits:
            raise error
        return real_add(journal, *added)

    monkeypatch.setattr(Journal, "add", add)
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    outcomes: list[Outcome] = []
    with _watch(folder, out, tmp_path) as session:
        journal = session.journal
        watching = threading.Thread(target=lambda: outcomes.extend(session.run()))
        watching.start()
        shutil.copy(photo, folder / "strange.jpg")
        _until(lambda: journal_states(journal) == ["failed"], watching)
        shutil.copy(photo, folder / "next.jpg")
        _until(lambda: sorted(journal_states(journal)) == ["done", "failed"], watching)
        session.control.finish()
        watching.join()
    by_name = {outcome.task.source.name: outcome.status for outcome in outcomes}
    assert by_name == {"strange.jpg": "failed", "next.jpg": "done"}
    assert (out / "next.jpg").is_file()


def test_a_watch_whose_journal_is_lost_says_so(
    photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> list[int]:
        raise JournalError("The drive is full.")

    monkeypatch.setattr(Journal, "add", full)
    folder = tmp_path / "in"
    folder.mkdir()
    shutil.copy(photo, folder / "a.jpg")
    with (
        _watch(folder, tmp_path, tmp_path) as session,
        pytest.raises(JournalError, match="The drive is full"),
    ):
        list(session.run())


def test_what_is_not_a_folder_is_not_watched(photo: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not a folder"):
        _watch(photo, tmp_path, tmp_path)
    assert not (tmp_path / "journals").exists()


def _strange(real: Callable[..., object], path: Path, *more: object, **named: object) -> object:
    if path.name == "strange.jpg":
        raise ValueError("seek of closed file")
    return real(path, *more, **named)
