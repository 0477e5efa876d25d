from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest
from PIL import Image
from skimage import data

from mirnet_gui.batch.estimate import Room, estimate_batch
from mirnet_gui.batch.names import BESIDE
from mirnet_gui.batch.options import Options
from mirnet_gui.batch.records import Task
from mirnet_gui.batch.session import Session
from mirnet_gui.errors import UsageError
from mirnet_gui.methods.registry import create_method
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.reading import probe, read_photo
from mirnet_gui.progress import CancelToken, ProgressCallback
from tests.unit.batch.brighter import Brighter, begun, outcomes_of, planned, run


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "a.png"
    Image.fromarray(data.chelsea()[:40, :60] // 4).save(path)
    return path


def test_formats_are_told_by_content_and_junk_is_passed_over(photo: Path, tmp_path: Path) -> None:
    folder = photo.parent
    shutil.copy(photo, folder / "without an extension")
    for junk in ("Thumbs.db", ".DS_Store", ".hidden.png", "._a.png", "letter.txt"):
        (folder / junk).write_bytes(photo.read_bytes() if "png" in junk else b"junk")
    tasks = planned([folder], tmp_path / "out")
    assert [task.source.name for task in tasks] == ["a.png", "without an extension"]
    assert tasks[1].output.name == "without an extension.png"
    assert {(task.width, task.height) for task in tasks} == {(60, 40)}
    assert all(task.bytes == photo.stat().st_size for task in tasks)


def test_results_made_already_are_no_photographs(photo: Path) -> None:
    (first,) = outcomes_of([photo.parent], None, name=BESIDE)
    assert first.task.output.name == "a_brighter.png"
    assert first.task.output.is_file()
    (again,) = planned([photo.parent], None, name=BESIDE)
    assert again.source == photo
    named = planned([first.task.output], None, name=BESIDE)
    assert [task.source for task in named] == [first.task.output], "a file named outright is meant"


def test_rename_leaves_what_stands(photo: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "a.png").write_bytes(b"precious")
    (outcome,) = outcomes_of([photo], out, existing="rename")
    assert outcome.task.output.name == "a-2.png"
    assert outcome.status == "done"
    assert (out / "a.png").read_bytes() == b"precious"


def test_what_is_called_so_already_keeps_its_name(photo: Path, tmp_path: Path) -> None:
    for name in ("a.bmp", "a.gif", "b.bmp"):
        with Image.open(photo) as picture:
            picture.save(photo.with_name(name))
    tasks = planned([photo.parent], tmp_path / "out")
    names = {task.source.name: task.output.name for task in tasks}
    assert names == {"a.png": "a.png", "a.bmp": "a-2.png", "a.gif": "a-3.png", "b.bmp": "b.png"}
    (alone,) = planned([photo.with_name("a.bmp")], tmp_path / "out")
    assert alone.output.name == "a.png", "nothing else of that name is to be done"
    numbered = planned([photo.parent], tmp_path / "out", name="{counter}")
    assert sorted(task.output.name for task in numbered) == ["1.png", "2.png", "3.png", "4.png"]


def test_two_ways_to_one_photograph_are_one(photo: Path, tmp_path: Path) -> None:
    (tmp_path / "link.png").symlink_to(photo)
    tasks = planned([photo, photo.parent, tmp_path / "link.png"], tmp_path / "out")
    assert len(tasks) == 1


def test_originals_are_replaced_only_when_asked_and_then_kept(photo: Path) -> None:
    before = photo.read_bytes()
    (outcome,) = outcomes_of([photo], None, name="{stem}{ext}", existing="overwrite")
    assert outcome.status == "failed"
    assert photo.read_bytes() == before
    (outcome,) = outcomes_of([photo], None, name="{stem}{ext}", replace_originals=True)
    assert outcome.status == "done"
    assert photo.read_bytes() != before
    assert (photo.parent / "a.original.png").read_bytes() == before
    assert planned([photo.parent], None) == [], "neither the result nor what it was made of"
    with pytest.raises(UsageError):
        Options(folder=photo.parent, replace_originals=True)


def test_a_backup_never_replaces_another(photo: Path) -> None:
    (photo.parent / "a.original.png").write_bytes(b"an older one")
    before = photo.read_bytes()
    outcomes_of([photo], None, name="{stem}{ext}", replace_originals=True)
    assert (photo.parent / "a.original.png").read_bytes() == b"an older one"
    assert (photo.parent / "a.original-2.png").read_bytes() == before


def test_a_photograph_added_meanwhile_is_an_original_too(photo: Path, tmp_path: Path) -> None:
    pool = tmp_path / "pool"
    pool.mkdir()
    shutil.copy(photo, pool / "a.png")
    before = (pool / "a.png").read_bytes()
    with begun([photo], pool, existing="overwrite") as journal:
        session = Session(journal, Brighter())
        session.add([pool / "a.png"], CancelToken())
        outcomes = list(session.run())
    assert "would replace a photograph" in outcomes[0].reason
    assert (pool / "a.png").read_bytes() == before


def test_so_is_one_added_while_its_place_is_being_filled(photo: Path, tmp_path: Path) -> None:
    pool = tmp_path / "pool"
    pool.mkdir()
    shutil.copy(photo, pool / "a.png")
    before = (pool / "a.png").read_bytes()

    @dataclass(frozen=True)
    class Adding(Brighter):
        def apply(self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken) -> Pixels:
            Session(journal, Brighter()).add([pool / "a.png"], CancelToken())
            return super().apply(pixels, progress, cancel)

    with begun([photo], pool, existing="overwrite") as journal:
        outcomes = list(run(journal, Adding()))
    assert "would replace a photograph" in outcomes[0].reason
    assert (pool / "a.png").read_bytes() == before


def test_the_estimate_counts_measures_and_warns(photo: Path, tmp_path: Path) -> None:
    (photo.parent / "bad.jpg").write_bytes(b"\xff\xd8\xff")
    estimate = estimate_batch(
        planned([photo.parent], tmp_path / "out"), create_method("clahe"), cancel=CancelToken()
    )
    assert (estimate.photographs, estimate.unreadable, estimate.pixels) == (2, 1, 2400)
    assert estimate.seconds is not None
    assert estimate.seconds > 0
    assert len(estimate.rooms) == 1, "both lie on one drive"
    assert estimate.warnings() == []
    full = Room(tmp_path, needed=2_000_000, free=1_000_000)
    assert not full.suffices
    assert "2 photographs" in estimate.sentence()


@dataclass(frozen=True)
class SolvedOnACopy(Brighter):
    """Takes as long for a large picture as for one of 300 x 300, like LIME and BIMEF.

    A library is loaded the first time, and the computer does something else for a while.
    """

    def apply(self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        CLOCK.now += 0.0 if CLOCK.is_warm else 6.0
        CLOCK.is_warm = True
        count = pixels.shape[0] * pixels.shape[1]
        computed = min(count, 90_000) / 90_000
        CLOCK.computed += computed
        CLOCK.now += computed * (CLOCK.slower_when_large if count > 400_000 else 1.0)
        return pixels


class Clock:
    now = computed = 0.0
    slower_when_large = 1.0
    is_warm = False

    def perf_counter(self) -> float:
        return self.now

    def process_time(self) -> float:
        return self.computed


CLOCK = Clock()


@pytest.mark.parametrize("slower_when_large", [1.0, 2.5])
def test_the_time_of_what_is_solved_on_a_copy_is_told_within_a_factor_of_two(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, slower_when_large: float
) -> None:
    monkeypatch.setattr("mirnet_gui.batch.pace.time", CLOCK)
    monkeypatch.setattr(CLOCK, "slower_when_large", slower_when_large)
    task = Task(tmp_path / "a.jpg", tmp_path / "out" / "a.jpg", "jpeg", 9_000_000, 6000, 4000)
    seconds = estimate_batch([task] * 20, SolvedOnACopy()).seconds
    assert seconds is not None
    assert 10 <= seconds <= 40
    spent = CLOCK.now
    few = estimate_batch([replace(task, width=60, height=40)], SolvedOnACopy()).seconds
    assert few is not None
    assert few < 0.1
    assert CLOCK.now - spent < 0.5, "what is done at once is not worth an estimate"


@dataclass(frozen=True)
class Told(Brighter):
    """Tells a second a megapixel, as was measured once; takes two and a half today."""

    def seconds(self, height: int, width: int) -> float:
        return height * width / 1e6

    def apply(self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        CLOCK.now += 2.5 * pixels.shape[0] * pixels.shape[1] / 1e6
        return pixels


def test_a_told_time_is_that_of_the_computer_as_it_is_now(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("mirnet_gui.batch.pace.time", CLOCK)
    task = Task(tmp_path / "a.jpg", tmp_path / "out" / "a.jpg", "jpeg", 400_000, 1000, 1000)
    assert estimate_batch([task] * 40, Told()).seconds == pytest.approx(100.0, rel=0.05)
    spent = CLOCK.now
    assert estimate_batch([task] * 3, Told()).seconds == pytest.approx(3.0, rel=0.05)
    assert CLOCK.now == spent, "what takes seconds is not worth a trial"


def test_what_will_be_skipped_takes_neither_time_nor_room(photo: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "a.png").write_bytes(b"stands already")
    tasks = planned([photo], out)
    estimate = estimate_batch(tasks, create_method("clahe"), skips_standing=True)
    assert (estimate.photographs, len(estimate.skipped), estimate.seconds) == (1, 1, 0.0)
    assert estimate.rooms == ()
    assert "1 to be skipped" in estimate.sentence()
    assert estimate_batch(tasks, create_method("clahe")).skipped == frozenset()


def test_a_photograph_in_the_place_of_its_result_is_no_result(photo: Path) -> None:
    tasks = planned([photo], photo.parent)
    assert tasks[0].output == photo
    assert not estimate_batch(tasks, create_method("clahe"), skips_standing=True).skipped


def test_results_that_are_larger_need_more_room(photo: Path, tmp_path: Path) -> None:
    tasks = planned([photo], tmp_path / "out")
    (usual,) = estimate_batch(tasks, create_method("gamma")).rooms
    (larger,) = estimate_batch(tasks, create_method("enlarge")).rooms
    assert larger.needed >= 3 * usual.needed


def test_depth_times_and_format_are_as_asked(photo: Path, tmp_path: Path) -> None:
    options = {"format": "tiff", "depth": 16, "keep_times": True}
    (outcome,) = outcomes_of([photo], tmp_path / "out", **options)
    result = read_photo(outcome.task.output)
    assert (result.format, result.bit_depth) == ("tiff", 16)
    assert outcome.task.output.stat().st_mtime_ns == photo.stat().st_mtime_ns


@pytest.mark.parametrize("name", [" .jpg", " . .jpg"])
def test_a_name_of_blanks_and_dots_gets_a_usable_one(
    photo: Path, tmp_path: Path, name: str
) -> None:
    Image.fromarray(data.chelsea()[:40, :60]).save(photo.parent / "blank.jpg")
    (photo.parent / "blank.jpg").rename(photo.parent / name)
    outcomes = outcomes_of([photo.parent], tmp_path / "out")
    assert {outcome.status for outcome in outcomes} == {"done"}
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"a.png", "unnamed.jpg"}


def test_whatever_a_header_does_to_the_reader_costs_this_one_alone(
    photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    strange = photo.parent / "strange.png"
    shutil.copy(photo, strange)

    monkeypatch.setattr("mirnet_gui.batch.headers.probe", partial(_strange, probe))
    monkeypatch.setattr("mirnet_gui.batch.work.read_photo", partial(_strange, read_photo))
    outcomes = outcomes_of([photo.parent], tmp_path / "out")
    assert {o.task.source.name: o.status for o in outcomes} == {
        "a.png": "done",
        "strange.png": "failed",
    }
    assert "strange.png" in outcomes[1].reason


def _strange(real: Callable[..., object], path: Path, *more: object, **named: object) -> object:
    if path.name == "strange.png":
        raise IndexError("list index out of range")
    return real(path, *more, **named)
