"""The filmstrip's lines follow the list of photographs, thousands of them at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.photo.photo import Photo
from mirnet_gui.photo.writing import write_photo
from mirnet_gui.settings import Settings
from mirnet_gui.ui.model.marks import Marks
from mirnet_gui.ui.model.photographs import Photographs
from mirnet_gui.ui.model.preferences import Preferences
from mirnet_gui.ui.model.recipes import Recipes
from mirnet_gui.ui.model.thumbnail_maker import ThumbnailMaker
from mirnet_gui.ui.widgets.filmstrip_model import FilmstripModel

COUNT = 3000


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[JobRunner]:
    made = JobRunner()
    yield made
    made.shutdown()


@pytest.fixture
def many(tmp_path: Path) -> list[Path]:
    """Photographs, all of them the same file."""
    first = tmp_path / "0000.png"
    write_photo(Photo(np.full((8, 8, 3), 60, np.uint8)), first, format="png")
    more = [tmp_path / f"{number:04}.png" for number in range(1, COUNT)]
    for path in more:
        path.symlink_to(first)
    return [first, *more]


def test_thousands_come_and_go_at_once(
    runner: JobRunner, many: list[Path], tmp_path: Path, qtbot: QtBot
) -> None:
    photographs = Photographs(runner)
    preferences = Preferences(Settings(), tmp_path / "settings.toml")
    marks = Marks(Recipes(photographs, preferences))
    model = FilmstripModel(photographs, marks, ThumbnailMaker(runner, (96, 64)))
    told: list[tuple[str, int, int]] = []
    model.rowsInserted.connect(lambda _parent, first, last: told.append(("in", first, last)))
    model.rowsRemoved.connect(lambda _parent, first, last: told.append(("out", first, last)))
    with qtbot.waitSignal(photographs.current_changed, timeout=600_000):
        photographs.open(many)
    assert told == [("in", 0, COUNT - 1)]
    assert list(model.keys) == many
    assert model.place_of(many[77]).row() == 77
    photographs.remove([*many[10:20], *many[30:40]])
    assert told[1:] == [("out", 30, 39), ("out", 10, 19)]
    assert list(model.keys) == [*many[:10], *many[20:30], *many[40:]]
    assert not model.place_of(many[15]).isValid()
    assert marks.unsaved(many) == []
    model.stop()
