"""What follows what in a batch: with real runners, a real journal and real files."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from mirnet_gui.batch.estimate import Estimate
from mirnet_gui.batch.journal import Journal
from mirnet_gui.batch.journals import newest
from mirnet_gui.batch.options import Options
from mirnet_gui.batch.pipeline import is_abandoned
from mirnet_gui.batch.run_header import RunState
from mirnet_gui.batch.session import Session
from mirnet_gui.cli import main
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import create_method
from mirnet_gui.photo.encoding import Encoding
from mirnet_gui.photo.photo import Photo, Pixels
from mirnet_gui.photo.writing import write_photo
from mirnet_gui.progress import CancelToken, ProgressCallback
from mirnet_gui.ui.batch.batch_controller import BatchController
from mirnet_gui.ui.batch.batch_state import Filter, Phase
from mirnet_gui.ui.model.activity import Activity
from mirnet_gui.ui.model.message import Message, MessageKind


@dataclass(frozen=True)
class Held:
    """A method that has begun and comes to no end, until it is cancelled."""

    name: ClassVar[str] = "held"
    label: ClassVar[str] = "Held"
    scale: ClassVar[int] = 1
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


@dataclass(frozen=True)
class Measuring(Held):
    """A method that is not prepared before ``may_end`` is set; then a photograph takes so long."""

    takes: float = 1.0
    may_end: threading.Event = field(default_factory=threading.Event)

    def prepare(self) -> None:
        self.begun.set()
        assert self.may_end.wait(PATIENCE / 1000)

    def seconds(self, _height: int, _width: int) -> float:
        return self.takes


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


def _until(controller: BatchController, phase: Phase, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: controller.phase is phase, timeout=PATIENCE)


def _start(controller: BatchController, qtbot: QtBot, *photographs: Path) -> None:
    controller.add(photographs)
    _until(controller, Phase.READY, qtbot)
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
    qtbot.waitUntil(lambda: _states(controller) == ["done"] * 2, timeout=PATIENCE)
    _until(controller, Phase.ENDED, qtbot)
    assert (tmp_path / "out" / "late.png").is_file()


def test_a_photograph_added_after_the_end_waits_for_the_start(
    controller: BatchController, photographs: list[Path], qtbot: QtBot, tmp_path: Path
) -> None:
    first, late = photographs
    _start(controller, qtbot, first)
    _until(controller, Phase.ENDED, qtbot)
    controller.add([late])
    qtbot.waitUntil(lambda: len(controller.listed) == 2, timeout=PATIENCE)
    assert controller.phase is Phase.ENDED
    controller.start()
    qtbot.waitUntil(lambda: _states(controller) == ["done"] * 2, timeout=PATIENCE)
    _until(controller, Phase.ENDED, qtbot)


def test_what_waits_after_a_cancel_is_not_begun_by_itself(
    controller: BatchController, photographs: list[Path], qtbot: QtBot, tmp_path: Path
) -> None:
    told: list[Message] = []
    held = Held()
    controller.choose(held, Options(tmp_path / "out"))
    _start(controller, qtbot, *photographs)
    qtbot.waitUntil(held.begun.is_set, timeout=PATIENCE)
    controller.cancel()
    _until(controller, Phase.ENDED, qtbot)
    controller.message.connect(told.append)
    controller.save_report(tmp_path)
    # Jobs come one after the other: the look after the end was before it.
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE)
    assert [row.state for row in controller.listed] == ["waiting"] * 2
    assert controller.phase is Phase.ENDED


@pytest.fixture
def messages(controller: BatchController) -> list[Message]:
    """What is said to the user, as it comes."""
    said: list[Message] = []
    controller.message.connect(said.append)
    controller.through.connect(said.append)
    return said


def _folder_of(photographs: list[Path], tmp_path: Path) -> Path:
    folder = tmp_path / "folder"
    folder.mkdir()
    for number, path in enumerate(photographs):
        path.rename(folder / f"{number}.png")
    return folder


def _states(controller: BatchController) -> list[str]:
    return [task.state for task in controller.listed]


def _names(controller: BatchController) -> list[str]:
    return [task.source.name for task in controller.listed]


def test_the_window_opens_a_photograph_as_often_as_the_command_line(
    controller: BatchController, photographs: list[Path], qtbot: QtBot, tmp_path: Path, opens: Any
) -> None:
    """It is looked at once for the list, and neither for another one nor when the batch begins."""
    opens.folder = folder = _folder_of(photographs, tmp_path)
    assert main(["enhance", str(folder), "--output", str(tmp_path / "a"), "--method", "gamma"]) == 0
    by_command = opens.take()
    assert sorted(by_command) == ["0.png", "1.png"]
    controller.add([folder])
    _until(controller, Phase.READY, qtbot)
    more = tmp_path / "more.png"
    write_photo(Photo(np.full((8, 8, 3), 20, np.uint8)), more, format="png")
    controller.add([more])
    qtbot.waitUntil(lambda: len(controller.listed) == 3, timeout=PATIENCE)
    controller.choose(create_method("gamma"), Options(tmp_path / "b", encoding=Encoding("webp")))
    controller.start()
    _until(controller, Phase.ENDED, qtbot)
    assert opens.take() == by_command
    assert {path.name for path in (tmp_path / "b").iterdir()} == {"0.webp", "1.webp", "more.webp"}


def test_what_is_removed_and_moved_before_the_start_counts(
    controller: BatchController, photographs: list[Path], qtbot: QtBot, tmp_path: Path
) -> None:
    third = tmp_path / "third.png"
    write_photo(Photo(np.full((8, 8, 3), 20, np.uint8)), third, format="png")
    controller.add([*photographs, third])
    _until(controller, Phase.READY, qtbot)
    _, late, last = (task.id for task in controller.listed)
    controller.remove([late])
    controller.move([last], -1)
    assert _names(controller) == ["third.png", "first.png"]
    controller.start()
    _until(controller, Phase.ENDED, qtbot)
    assert _names(controller) == ["third.png", "first.png"]
    assert not (tmp_path / "out" / "late.png").exists()


def test_what_was_removed_and_moved_stays_so_when_others_are_added(
    controller: BatchController, photographs: list[Path], qtbot: QtBot, tmp_path: Path
) -> None:
    folder = _folder_of(photographs, tmp_path)
    third, fourth = folder / "2.png", tmp_path / "3.png"
    for path in (third, fourth):
        write_photo(Photo(np.full((8, 8, 3), 20, np.uint8)), path, format="png")
    controller.add([folder])
    _until(controller, Phase.READY, qtbot)
    first, second, last = (task.id for task in controller.listed)
    controller.remove([second])
    controller.move([last], -1)
    controller.add([fourth])
    # While it is looked for.
    controller.remove([first])
    _until(controller, Phase.READY, qtbot)
    assert _names(controller) == ["2.png", "3.png"]
    controller.add([folder])
    _until(controller, Phase.READY, qtbot)
    assert _names(controller) == ["2.png", "3.png", "0.png", "1.png"], "it was given again"
    assert controller.request.inputs == (folder, fourth)


def test_adding_what_is_listed_already_is_said(
    controller: BatchController, photographs: list[Path], messages: list[Message], qtbot: QtBot
) -> None:
    for _ in range(2):
        controller.add(photographs)
        _until(controller, Phase.READY, qtbot)
    assert [message.sentence for message in messages] == ["Nothing was added."]
    assert _names(controller) == ["first.png", "late.png"]


def test_what_waits_is_removed_and_moved_while_the_first_is_enhanced(
    controller: BatchController, photographs: list[Path], qtbot: QtBot, tmp_path: Path
) -> None:
    more = [tmp_path / f"{name}.png" for name in ("c", "d", "e", "f")]
    for path in more:
        write_photo(Photo(np.full((8, 8, 3), 20, np.uint8)), path, format="png")
    held = Held()
    controller.choose(held, Options(tmp_path / "out"))
    _start(controller, qtbot, *photographs, *more)
    qtbot.waitUntil(held.begun.is_set, timeout=PATIENCE)
    by_name = {task.source.name: task.id for task in controller.listed}
    controller.remove([by_name["f.png"]])
    controller.move([by_name["e.png"]], -1)
    wanted = ["first.png", "late.png", "c.png", "e.png", "d.png"]
    qtbot.waitUntil(lambda: _names(controller) == wanted, timeout=PATIENCE)
    controller.cancel()
    _until(controller, Phase.ENDED, qtbot)


def test_a_pause_lasts_until_it_is_resumed(
    controller: BatchController, photographs: list[Path], qtbot: QtBot
) -> None:
    paused: list[Phase] = []

    def pause(phase: Phase) -> None:
        if phase is Phase.RUNNING and not paused:
            controller.pause()
            paused.append(controller.phase)

    controller.phase_changed.connect(pause)
    _start(controller, qtbot, *photographs)
    qtbot.waitUntil(lambda: paused == [Phase.PAUSED], timeout=PATIENCE)
    assert controller.doing.activity is Activity.PAUSED
    controller.resume()
    assert controller.phase is Phase.RUNNING
    _until(controller, Phase.ENDED, qtbot)
    assert _states(controller) == ["done"] * 2


def test_what_failed_is_retried_and_counted(
    controller: BatchController,
    photographs: list[Path],
    messages: list[Message],
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    counts: list[dict[Filter, int]] = []
    controller.listed.counts_changed.connect(counts.append)
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no photograph")
    _start(controller, qtbot, photographs[0], broken)
    qtbot.waitUntil(lambda: bool(messages), timeout=PATIENCE)
    assert messages[-1].sentence == "1 photograph enhanced, 1 failed."
    assert messages[-1].kind is MessageKind.NOTE
    assert (counts[-1][Filter.DONE], counts[-1][Filter.FAILED]) == (1, 1)
    photographs[1].rename(broken)
    controller.retry_failed()
    qtbot.waitUntil(lambda: _states(controller) == ["done"] * 2, timeout=PATIENCE)
    qtbot.waitUntil(lambda: messages[-1].sentence == "2 photographs enhanced.", timeout=PATIENCE)


def test_a_report_can_be_saved_once_it_has_begun(
    controller: BatchController,
    photographs: list[Path],
    messages: list[Message],
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    controller.save_report(tmp_path / "report")
    _start(controller, qtbot, *photographs)
    qtbot.waitUntil(lambda: bool(messages), timeout=PATIENCE)
    controller.save_report(tmp_path / "report")
    qtbot.waitUntil(lambda: messages[-1].sentence.startswith("Saved batch-"), timeout=PATIENCE)
    assert len(list((tmp_path / "report").iterdir())) == 3


def test_a_pair_comes_with_the_result(
    controller: BatchController, photographs: list[Path], qtbot: QtBot
) -> None:
    _start(controller, qtbot, photographs[0])
    _until(controller, Phase.ENDED, qtbot)
    with qtbot.waitSignal(controller.pair_opened, timeout=PATIENCE) as opened:
        controller.open_pair(next(iter(controller.listed)))
    pair = opened.args[0]
    assert pair.task.source == photographs[0]
    assert pair.result.levels[0].mean() > pair.opened.picture.levels[0].mean()


def test_a_new_batch_knows_nothing_of_the_last_one(
    controller: BatchController,
    photographs: list[Path],
    messages: list[Message],
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    """Not even where it is wanted before the last look at the old one is through."""

    listed: list[str] = []

    def clear(phase: Phase) -> None:
        if phase is Phase.ENDED:
            controller.clear()
            controller.listed.reset.connect(
                lambda tasks: listed.extend(task.source.name for task in tasks)
            )

    controller.phase_changed.connect(clear)
    _start(controller, qtbot, photographs[0])
    _until(controller, Phase.EMPTY, qtbot)
    controller.add([photographs[1]])
    _until(controller, Phase.READY, qtbot)
    assert listed == _names(controller) == ["late.png"]
    assert not controller.has_begun
    assert {message.kind for message in messages} == {MessageKind.DONE}


def test_nothing_to_do_is_said_and_forgotten(
    controller: BatchController, photographs: list[Path], messages: list[Message], qtbot: QtBot,
    tmp_path: Path,
) -> None:  # fmt: skip
    (tmp_path / "empty").mkdir()
    controller.add([tmp_path / "empty"])
    qtbot.waitUntil(lambda: bool(messages), timeout=PATIENCE)
    assert "no photographs" in messages[0].sentence
    assert controller.phase is Phase.EMPTY
    assert controller.request.inputs == ()
    controller.start()
    assert controller.phase is Phase.EMPTY


def test_the_method_stays_as_it_is_once_it_has_begun(
    controller: BatchController, photographs: list[Path], qtbot: QtBot, tmp_path: Path
) -> None:
    controller.choose(create_method("mirnet"), Options(tmp_path / "out"))
    controller.choose_device("cpu")
    assert controller.request.method == create_method("mirnet", device="cpu")
    controller.choose(create_method("gamma"), Options(tmp_path / "out"))
    _start(controller, qtbot, photographs[0])
    _until(controller, Phase.ENDED, qtbot)
    controller.choose(create_method("he"), Options(tmp_path / "elsewhere"))
    assert controller.request.method == create_method("gamma")
    assert controller.request.options.folder == tmp_path / "out"


def test_an_interrupted_batch_is_found_and_gone_on_with(
    controller: BatchController, photographs: list[Path], qtbot: QtBot, tmp_path: Path
) -> None:
    journals = tmp_path / "journals"
    _start(controller, qtbot, photographs[0])
    _until(controller, Phase.ENDED, qtbot)
    controller.add([photographs[1]])
    qtbot.waitUntil(lambda: len(controller.listed) == 2, timeout=PATIENCE)
    controller.clear()
    assert list(controller.listed) == []
    with qtbot.waitSignal(controller.unfinished.asked, timeout=PATIENCE) as asked:
        controller.unfinished.look(asks=True)
    question = asked.args[0]
    assert "1 of 2 photographs are left" in question.hint
    path = newest(journals)
    assert path is not None
    with qtbot.waitSignal(controller.unfinished.resumed) as resumed:
        question.answers[0].do()
    assert resumed.args == [path]
    controller.go_on_with(path)
    assert controller.is_beginning
    _until(controller, Phase.ENDED, qtbot)
    assert _states(controller) == ["done"] * 2
    assert controller.request.method == create_method("gamma")
    controller.clear()
    assert newest(journals) == path


def test_what_is_gone_on_with_is_seen_before_it_can_be_worked_on(
    controller: BatchController,
    photographs: list[Path],
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _start(controller, qtbot, photographs[0])
    _until(controller, Phase.ENDED, qtbot)
    controller.add([photographs[1]])
    qtbot.waitUntil(lambda: len(controller.listed) == 2, timeout=PATIENCE)
    path = newest(tmp_path / "journals")
    assert path is not None
    controller.clear()
    resume, may_resume = Session.resume, threading.Event()

    def resume_late(path: Path, cancel: CancelToken) -> Session:
        assert may_resume.wait(PATIENCE / 1000)
        return resume(path, cancel)

    monkeypatch.setattr(Session, "resume", resume_late)
    controller.go_on_with(path)
    qtbot.waitUntil(lambda: _states(controller) == ["done", "waiting"], timeout=PATIENCE)
    assert controller.phase is Phase.PLANNING
    may_resume.set()
    _until(controller, Phase.ENDED, qtbot)
    assert _states(controller) == ["done"] * 2


def test_what_cannot_be_gone_on_with_leaves_no_list(
    controller: BatchController, qtbot: QtBot, tmp_path: Path, messages: list[Message]
) -> None:
    broken = tmp_path / "broken.batch"
    broken.write_bytes(b"no journal")
    controller.go_on_with(broken)
    qtbot.waitUntil(lambda: bool(messages), timeout=PATIENCE)
    _until(controller, Phase.EMPTY, qtbot)
    qtbot.waitUntil(lambda: controller.doing.activity is Activity.IDLE, timeout=PATIENCE)
    assert ["broken.batch" in message.sentence for message in messages] == [True]
    assert not controller.listed


def test_what_is_given_up_is_not_asked_about_again(
    controller: BatchController, photographs: list[Path], qtbot: QtBot, tmp_path: Path
) -> None:
    _start(controller, qtbot, photographs[0])
    _until(controller, Phase.ENDED, qtbot)
    controller.add([photographs[1]])
    qtbot.waitUntil(lambda: len(controller.listed) == 2, timeout=PATIENCE)
    path = newest(tmp_path / "journals")
    assert path is not None
    controller.clear()
    controller.unfinished.discard(path)
    # Another batch at once takes nothing of that back.
    controller.clear()

    def is_through() -> bool:
        with Journal.open(path) as journal:
            return journal.state is RunState.FINISHED

    qtbot.waitUntil(lambda: controller.doing.activity is Activity.IDLE, timeout=PATIENCE)
    controller.add([photographs[1]])
    _until(controller, Phase.READY, qtbot)
    assert is_through()


def test_a_watched_folder_is_enhanced_until_it_is_cancelled(
    controller: BatchController, photographs: list[Path], qtbot: QtBot, tmp_path: Path
) -> None:
    folder = _folder_of(photographs, tmp_path)
    controller.watch(folder)
    assert controller.watched == folder
    qtbot.waitUntil(lambda: _states(controller) == ["done"] * 2, timeout=PATIENCE)
    assert controller.doing.activity is Activity.WATCHING
    assert "2 enhanced" in controller.doing.name
    controller.cancel()
    _until(controller, Phase.ENDED, qtbot)
    assert controller.watched is None


def test_a_folder_that_is_not_there_is_not_watched(
    controller: BatchController, messages: list[Message], qtbot: QtBot, tmp_path: Path
) -> None:
    controller.watch(tmp_path / "gone")
    qtbot.waitUntil(lambda: bool(messages), timeout=PATIENCE)
    assert messages[0].sentence == "“gone” is not a folder."
    assert controller.phase is Phase.EMPTY
    assert controller.watched is None


def test_a_plan_that_is_cancelled_leaves_the_list_as_it_was(
    controller: BatchController, photographs: list[Path], qtbot: QtBot
) -> None:
    controller.add(photographs[:1])
    controller.cancel()
    assert controller.phase is Phase.EMPTY
    controller.add(photographs)
    _until(controller, Phase.READY, qtbot)
    assert _names(controller) == ["first.png", "late.png"]


def test_photographs_are_listed_before_the_computer_is_measured(
    controller: BatchController, photographs: list[Path], tmp_path: Path, qtbot: QtBot
) -> None:
    measuring = Measuring(takes=1.0)
    controller.choose(measuring, Options(tmp_path / "out"))
    controller.add(photographs)
    _until(controller, Phase.READY, qtbot)
    assert _names(controller) == ["first.png", "late.png"]
    qtbot.waitUntil(measuring.begun.is_set, timeout=PATIENCE)
    assert controller.doing.activity is Activity.ESTIMATING
    with qtbot.waitSignal(controller.estimate_changed, timeout=PATIENCE) as told:
        measuring.may_end.set()
    assert told.args[0].seconds > 2.0
    qtbot.waitUntil(lambda: controller.doing.activity is Activity.IDLE, timeout=PATIENCE)


def test_it_is_estimated_anew_for_another_method_and_fewer_photographs(
    controller: BatchController, photographs: list[Path], tmp_path: Path, qtbot: QtBot
) -> None:
    told: list[Estimate] = []
    controller.estimate_changed.connect(told.append)
    controller.add(photographs)
    qtbot.waitUntil(lambda: bool(told) and told[-1].seconds is not None, timeout=PATIENCE)
    assert [estimate.photographs for estimate in told] == [2, 2]
    assert told[-1].seconds is not None
    assert told[-1].seconds < 100.0
    slow = Measuring(takes=100.0)
    slow.may_end.set()
    controller.choose(slow, Options(tmp_path / "out"))
    assert told[-1].seconds is None, "that of another method is not true any more"
    qtbot.waitUntil(lambda: told[-1].seconds is not None, timeout=PATIENCE)
    assert 200.0 <= (told[-1].seconds or 0.0) < 300.0
    controller.remove(controller.listed.ids[:1])
    qtbot.waitUntil(lambda: told[-1].photographs == 1, timeout=PATIENCE)
    assert 100.0 <= (told[-1].seconds or 0.0) < 200.0


def test_a_full_drive_is_told_with_the_plan_and_again_with_another_one(
    controller: BatchController,
    photographs: list[Path],
    messages: list[Message],
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: usage._replace(free=10))
    method = Measuring()
    controller.choose(method, Options(tmp_path / "out"))
    for _ in range(2):
        messages.clear()
        method.may_end.clear()
        controller.add(photographs)
        _until(controller, Phase.READY, qtbot)
        assert "will probably be full" in messages[-1].sentence
        # It is measured meanwhile, which must not be waited for.
        qtbot.waitUntil(method.begun.is_set, timeout=PATIENCE)
        method.begun.clear()
        controller.clear()
        method.may_end.set()


def test_what_is_added_while_a_batch_begins_is_done_with_it(
    controller: BatchController, photographs: list[Path], qtbot: QtBot
) -> None:
    controller.add(photographs[:1])
    _until(controller, Phase.READY, qtbot)
    controller.start()
    assert controller.is_beginning
    controller.add(photographs[1:])
    controller.remove(controller.listed.ids)
    qtbot.waitUntil(lambda: _states(controller) == ["done"] * 2, timeout=PATIENCE)


def test_an_interrupted_batch_waits_for_one_that_runs(
    controller: BatchController,
    photographs: list[Path],
    messages: list[Message],
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    held = Held()
    controller.choose(held, Options(tmp_path / "out"))
    _start(controller, qtbot, *photographs)
    qtbot.waitUntil(held.begun.is_set, timeout=PATIENCE)
    controller.go_on_with(tmp_path / "other.batch")
    assert controller.phase is Phase.RUNNING
    assert messages[-1].sentence == "A batch is running."
    controller.cancel()
    _until(controller, Phase.ENDED, qtbot)


def test_who_ends_the_program_is_asked_the_next_time(
    photographs: list[Path], qtbot: QtBot, tmp_path: Path
) -> None:
    """The runner is shut down, as when the window is closed: nobody meant to give it up."""
    held, runners = Held(), (JobRunner(), JobRunner(), JobRunner())
    controller = BatchController(*runners, tmp_path / "journals")
    controller.choose(held, Options(tmp_path / "out"))
    _start(controller, qtbot, *photographs)
    qtbot.waitUntil(held.begun.is_set, timeout=PATIENCE)
    for runner in runners:
        runner.shutdown()
    controller.close()
    path = newest(tmp_path / "journals")
    assert path is not None
    with Journal.open(path) as journal:
        assert journal.state is RunState.PAUSED
        assert journal.counts().left == 2
