"""What was opened lately is remembered, as far as that is wanted, and forgotten when it is gone."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mirnet_gui import locations
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.settings import Settings, load_settings
from mirnet_gui.ui.model.preferences import Preferences
from mirnet_gui.ui.model.recent import MOST, Recent


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    return Preferences(Settings(), tmp_path / "settings.toml")


@pytest.fixture
def runner() -> Iterator[JobRunner]:
    made = JobRunner()
    yield made
    made.shutdown()


def photos(folder: Path, count: int) -> list[Path]:
    paths = [folder / f"{number}.png" for number in range(count)]
    for path in paths:
        path.touch()
    return paths


def test_the_newest_comes_first_and_each_once(preferences: Preferences, tmp_path: Path) -> None:
    recent = Recent(preferences)
    first, second = photos(tmp_path, 2)
    recent.note([first])
    recent.note([second])
    recent.note([first])
    assert recent.files == (first, second)
    recent.note([tmp_path])
    assert recent.folders == (tmp_path,)


def test_they_are_kept_for_the_next_time(preferences: Preferences, tmp_path: Path) -> None:
    (path,) = photos(tmp_path, 1)
    Recent(preferences).note([path, tmp_path])
    preferences.save()
    kept = load_settings(tmp_path / "settings.toml")
    again = Recent(Preferences(kept, tmp_path / "settings.toml"))
    assert (again.files, again.folders) == ((path,), (tmp_path,))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names of files are text")
def test_a_name_that_is_no_text_is_kept_as_well(preferences: Preferences, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.png"))
    path.touch()
    Recent(preferences).note([path])
    preferences.save()
    assert load_settings(tmp_path / "settings.toml").recent_files == (str(path),)


def test_there_are_never_too_many(preferences: Preferences, tmp_path: Path) -> None:
    recent = Recent(preferences)
    for path in photos(tmp_path, MOST + 3):
        recent.note([path])
    assert len(recent.files) == MOST
    recent.clear()
    recent.note(photos(tmp_path, MOST + 1))
    assert (recent.files, recent.folders) == ((), (tmp_path,)), "of many files their folder"


def test_samples_are_not_among_them(preferences: Preferences) -> None:
    recent = Recent(preferences)
    recent.note([locations.resources() / "samples" / "cat-in-the-dusk.jpg"])
    assert recent.files == ()


def test_nothing_is_remembered_where_that_is_not_wanted(
    preferences: Preferences, tmp_path: Path
) -> None:
    recent = Recent(preferences)
    recent.note(photos(tmp_path, 1))
    preferences.change(keep_recent=False)
    assert recent.files == (), "what was remembered is forgotten"
    recent.note(photos(tmp_path, 1))
    assert recent.files == ()


def test_those_that_are_gone_vanish(
    preferences: Preferences, runner: JobRunner, qtbot: QtBot, tmp_path: Path
) -> None:
    recent = Recent(preferences)
    recent.look_with(runner)
    stays, goes = photos(tmp_path, 2)
    recent.note([stays, goes])
    goes.unlink()
    with qtbot.waitSignal(recent.changed, timeout=600_000):
        recent.look()
    assert recent.files == (stays,)
