"""Which photographs were open last."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from mirnet_gui.kept.open_list import OpenList, read_open_list, write_open_list


def test_those_that_are_still_there_come_back_in_their_order(tmp_path: Path) -> None:
    paths = tuple(tmp_path / name for name in ("b.jpg", "夜.jpg", "a.jpg"))
    for path in paths:
        path.touch()
    file = tmp_path / "state" / "list.json"
    write_open_list(OpenList(paths, paths[2]), file)
    assert read_open_list(file) == OpenList(paths, paths[2])
    paths[2].unlink()
    assert read_open_list(file) == OpenList(paths[:2], paths[0])
    write_open_list(OpenList(), file)
    assert read_open_list(file) == OpenList()


@pytest.mark.skipif(sys.platform != "linux", reason="Other systems have no such names")
def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.jpg"))
    path.touch()
    write_open_list(OpenList((path,), path), tmp_path / "list.json")
    assert read_open_list(tmp_path / "list.json").paths == (path,)


@pytest.mark.skipif(os.name != "posix", reason="Permissions of POSIX")
def test_nobody_else_reads_it(tmp_path: Path) -> None:
    write_open_list(OpenList(), tmp_path / "list.json")
    assert (tmp_path / "list.json").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", "nonsense", '{"version": 2, "photographs": [], "current": ""}',
     '{"version": 1, "photographs": 3, "current": ""}',
     '{"version": 1, "photographs": [3], "current": ""}',
     '{"version": 1, "photographs": ["a\\u0000"], "current": ""}', "[" * 100_000],
)  # fmt: skip
def test_what_is_damaged_is_as_if_it_had_never_been(tmp_path: Path, content: str) -> None:
    (tmp_path / "list.json").write_text(content)
    assert read_open_list(tmp_path / "list.json") == OpenList()
    assert read_open_list(tmp_path / "absent.json") == OpenList()


def test_a_place_that_cannot_be_written_ends_nothing(tmp_path: Path) -> None:
    (tmp_path / "state").touch()
    write_open_list(OpenList(), tmp_path / "state" / "list.json")
    assert [path.name for path in tmp_path.iterdir()] == ["state"]
