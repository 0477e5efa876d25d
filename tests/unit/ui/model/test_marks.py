"""What is said of each photograph, and what would be lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mirnet_gui.methods.registry import create_method
from mirnet_gui.settings import Settings
from mirnet_gui.ui.model.marks import Mark, Marks
from mirnet_gui.ui.model.preferences import Preferences
from mirnet_gui.ui.model.recipes import Recipes
from tests.unit.ui.model.test_recipes import Turning

A, B = Path("a.png"), Path("b.png")


@pytest.fixture
def recipes(qtbot: QtBot, tmp_path: Path) -> Recipes:
    return Recipes(Turning(), Preferences(Settings(model="night"), tmp_path / "settings.toml"))


@pytest.fixture
def marks(recipes: Recipes) -> Marks:
    return Marks(recipes)


def test_saved_is_what_is_in_the_file_and_nothing_else(marks: Marks, recipes: Recipes) -> None:
    night, brighter = create_method("mirnet", model="night"), create_method("mirnet", exposure=0.5)
    assert marks.of(A) == ()
    marks.note_shown(A, night)
    assert marks.of(A) == (Mark.ENHANCED,)
    marks.note_saved(A, night)
    assert marks.of(A) == (Mark.ENHANCED, Mark.SAVED)
    recipes.paste(brighter, [A])
    assert marks.of(A) == (Mark.ENHANCED, Mark.EDITED)
    recipes.paste(night, [A])
    assert Mark.SAVED in marks.of(A), "as it was saved again"
    marks.note_shown(A, night)
    assert Mark.SAVED in marks.of(A), "computed once more, it is the same result"
    marks.note_shown(A, create_method("mirnet", model="dusk"))
    assert marks.of(A) == (Mark.ENHANCED,)


def test_a_copy_is_kept_but_in_no_file(marks: Marks, recipes: Recipes) -> None:
    night = create_method("mirnet", model="night")
    marks.note_shown(A, night)
    recipes.paste(create_method("mirnet", exposure=0.5), [B])
    assert marks.unkept([A, B]) == [A, B]
    marks.note_copied(A, night)
    assert marks.unkept([A, B]) == [B]
    assert marks.unsaved([A, B]) == [A, B]


def test_what_was_saved_by_another_method_is_not_saved(marks: Marks, recipes: Recipes) -> None:
    night, gamma = create_method("mirnet", model="night"), create_method("gamma")
    marks.note_shown(A, night)
    marks.note_saved(A, night)
    recipes.paste(gamma, [A])
    assert marks.unsaved([A]) == [A]
    recipes.paste(create_method("mirnet", model="dusk", device="cpu"), [A])
    assert marks.unsaved([A]) == [], "the model is everybody's"
