"""What is open and what is the current one: real files, a real runner."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from mirnet_gui.jobs.photo_jobs import OpenedPhoto
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.photo.photo import Photo
from mirnet_gui.photo.writing import write_photo
from mirnet_gui.ui.model.message import Message
from mirnet_gui.ui.model.photographs import Photographs

PATIENCE = 120_000
"""Milliseconds after which something is not slow but broken."""


@pytest.fixture
def photographs(qtbot: QtBot) -> Iterator[Photographs]:
    runner = JobRunner()
    yield Photographs(runner)
    runner.shutdown()


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"{name}.png" for name in "abc"]
    for path in paths:
        write_photo(Photo(np.full((4, 6, 3), 30, np.uint8)), path, format="png")
    return paths


def until_current(photographs: Photographs, name: str, qtbot: QtBot) -> OpenedPhoto:
    qtbot.waitUntil(lambda: photographs.name == name, timeout=PATIENCE)
    assert photographs.current is not None
    return photographs.current


def test_one_after_the_other(photographs: Photographs, files: list[Path], qtbot: QtBot) -> None:
    photographs.open(files)
    until_current(photographs, "a.png", qtbot)
    assert photographs.listed.position == "1 of 3"
    photographs.step(2)
    until_current(photographs, "c.png", qtbot)
    photographs.step(1)
    assert photographs.name == "c.png"
    assert not photographs.listed.has_next


def test_what_somebody_still_holds_is_not_read_again(
    photographs: Photographs, files: list[Path], qtbot: QtBot
) -> None:
    photographs.open(files)
    first = until_current(photographs, "a.png", qtbot)
    photographs.step(1)
    until_current(photographs, "b.png", qtbot)
    photographs.step(-1)
    assert photographs.current is first, "at once"


def test_who_leaves_a_photograph_is_told_before(
    photographs: Photographs, files: list[Path], qtbot: QtBot
) -> None:
    told: list[str] = []
    photographs.leaving.connect(lambda: told.append(f"leaving {photographs.name}"))
    photographs.current_changed.connect(lambda _opened: told.append(photographs.name))
    photographs.stayed.connect(lambda cancelled: told.append(f"stayed {cancelled}"))
    photographs.open(files[:1])
    until_current(photographs, "a.png", qtbot)
    photographs.open(files[1:2])
    photographs.cancel()
    assert told == ["leaving ", "a.png", "leaving a.png", "stayed True"]
    assert photographs.listed.current == files[0]


def test_broken_ones_are_passed_over_and_told_in_one_message(
    photographs: Photographs, files: list[Path], qtbot: QtBot
) -> None:
    told: list[Message] = []
    photographs.message.connect(told.append)
    for path in files[:2]:
        path.write_bytes(b"no photograph")
    photographs.open(files)
    until_current(photographs, "c.png", qtbot)
    (message,) = told
    assert message.sentence == "2 photographs could not be opened: “a.png” and “b.png”."


def test_a_picture_without_a_file_has_a_name(photographs: Photographs, qtbot: QtBot) -> None:
    photographs.show(Photo(np.zeros((4, 6, 3), np.uint8)))
    until_current(photographs, "Pasted photograph", qtbot)
    assert photographs.listed.paths == (Path("Pasted photograph"),)


def test_what_is_opened_comes_to_what_is_open(
    photographs: Photographs, files: list[Path], qtbot: QtBot
) -> None:
    photographs.open(files[:1])
    until_current(photographs, "a.png", qtbot)
    photographs.open(files)
    until_current(photographs, "b.png", qtbot)
    assert photographs.listed.paths == tuple(files), "none comes twice"


def test_one_that_is_opened_again_is_as_it_was_unless_its_file_changed(
    photographs: Photographs, files: list[Path], qtbot: QtBot
) -> None:
    reread: list[Path] = []
    photographs.reread.connect(reread.append)
    photographs.open(files)
    first = until_current(photographs, "a.png", qtbot)
    photographs.open(files[1:2])
    until_current(photographs, "b.png", qtbot)
    photographs.open(files[:1])
    assert until_current(photographs, "a.png", qtbot) is first
    photographs.open(files[:1])
    assert until_current(photographs, "a.png", qtbot) is first
    assert reread == []
    write_photo(Photo(np.full((5, 6, 3), 200, np.uint8)), files[0], overwrite=True)
    photographs.open(files[:1])
    qtbot.waitUntil(lambda: photographs.current is not first, timeout=PATIENCE)
    assert reread == files[:1]
    assert until_current(photographs, "a.png", qtbot).photo.pixels.max() == 200


def test_a_pasted_picture_is_one_of_them_and_there_to_come_back_to(
    photographs: Photographs, files: list[Path], qtbot: QtBot
) -> None:
    photographs.open(files[:1])
    until_current(photographs, "a.png", qtbot)
    for shade in (0, 9):
        photographs.show(Photo(np.full((4, 6, 3), shade, np.uint8)))
    last = until_current(photographs, "Pasted photograph 2", qtbot)
    assert last.photo.pixels.max() == 9
    photographs.step(-1)
    first = until_current(photographs, "Pasted photograph", qtbot)
    assert first.photo.pixels.max() == 0
    photographs.step(-1)
    until_current(photographs, "a.png", qtbot)


def test_a_new_one_that_is_broken_leaves_the_others_open(
    photographs: Photographs, files: list[Path], qtbot: QtBot
) -> None:
    photographs.open(files[:2])
    until_current(photographs, "a.png", qtbot)
    files[2].write_bytes(b"no photograph")
    with qtbot.waitSignal(photographs.message):
        photographs.open(files[2:])
    assert photographs.listed.paths == tuple(files[:2])
    assert photographs.listed.current == files[0]


def test_what_is_taken_out_is_gone_although_the_next_is_broken(
    photographs: Photographs, files: list[Path], qtbot: QtBot
) -> None:
    photographs.open(files)
    until_current(photographs, "a.png", qtbot)
    files[1].write_bytes(b"no photograph")
    photographs.remove(files[:1])
    until_current(photographs, "c.png", qtbot)
    assert photographs.listed.paths == (files[2],)
    photographs.open(files[:1])
    until_current(photographs, "a.png", qtbot)
    files[2].write_bytes(b"no photograph any more")
    with qtbot.waitSignal(photographs.emptied):
        photographs.remove(files[:1])
    assert photographs.current is None
    assert photographs.listed.paths == ()


def test_what_is_taken_out_comes_back_where_it_was(
    photographs: Photographs, files: list[Path], qtbot: QtBot
) -> None:
    told: list[Message] = []
    photographs.message.connect(told.append)
    photographs.open(files)
    until_current(photographs, "a.png", qtbot)
    photographs.remove(files[:2])
    until_current(photographs, "c.png", qtbot)
    assert told[-1].sentence == "2 photographs were taken out of the list."
    told[-1].answers[0].do()
    until_current(photographs, "a.png", qtbot)
    assert photographs.listed.paths == tuple(files)
    with qtbot.waitSignal(photographs.emptied):
        photographs.remove(files)
    assert photographs.current is None
    assert photographs.name == ""
