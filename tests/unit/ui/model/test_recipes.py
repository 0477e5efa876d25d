"""A photograph's recipe: a method's text, with a history that steps as a person thinks of steps."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from mirnet_gui.jobs.photo_jobs import OpenedPhoto, choice_of, show_job
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import create_method, text_of
from mirnet_gui.photo.photo import Photo
from mirnet_gui.progress import CancelToken, silent
from mirnet_gui.settings import Settings
from mirnet_gui.ui.model.preferences import Preferences
from mirnet_gui.ui.model.recipes import Recipes


class Turning(QObject):
    """As much of the photographs as recipes listen to."""

    current_changed = Signal(object)
    emptied = Signal()


def opened(path: Path | None, name: str = "Pasted") -> OpenedPhoto:
    made = show_job(Photo(np.zeros((4, 6, 3), np.uint8), path=path), name)(silent, CancelToken())
    assert isinstance(made, OpenedPhoto)
    return made


def wanted(**values: float) -> Method:
    return create_method("mirnet", model="night", **values)


@pytest.fixture
def turning(qtbot: QtBot) -> Turning:
    return Turning()


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    return Preferences(Settings(model="night"), tmp_path / "settings.toml")


@pytest.fixture
def recipes(turning: Turning, preferences: Preferences) -> Recipes:
    made = Recipes(turning, preferences)
    turning.current_changed.emit(opened(Path("a.png")))
    return made


def test_the_text_says_all_of_it(recipes: Recipes) -> None:
    recipes.change(wanted(exposure=0.35, strength=0.8))
    assert text_of(recipes.method) == "mirnet:model=night:exposure=0.35:strength=0.8"


def test_every_photograph_has_its_own(recipes: Recipes, turning: Turning) -> None:
    recipes.change(wanted(exposure=0.5))
    turning.current_changed.emit(opened(Path("b.png")))
    assert recipes.method == wanted()
    turning.current_changed.emit(opened(Path("a.png")))
    assert recipes.method == recipes.method_of(Path("a.png")) == wanted(exposure=0.5)
    for name in ("Pasted", "Pasted 2"):
        turning.current_changed.emit(opened(None, name))
        assert recipes.method == wanted(), "a pasted one begins anew"
        recipes.change(wanted(warmth=0.1))


def test_a_slider_that_is_dragged_is_one_step(recipes: Recipes) -> None:
    for exposure in (0.1, 0.2, 0.3):
        recipes.change(wanted(exposure=exposure))
    for warmth in (0.4, 0.5):
        recipes.change(wanted(exposure=0.3, warmth=warmth))
    recipes.undo()
    assert recipes.method == wanted(exposure=0.3)
    recipes.undo()
    assert recipes.method == wanted()
    assert not recipes.undoable
    recipes.redo()
    recipes.redo()
    assert recipes.method == wanted(exposure=0.3, warmth=0.5)
    assert not recipes.redoable


def test_a_change_after_a_step_back_begins_another_future(recipes: Recipes) -> None:
    recipes.change(wanted(exposure=0.5))
    recipes.change(wanted(exposure=0.5, colour=0.2))
    recipes.undo()
    recipes.change(wanted(exposure=0.6))
    assert not recipes.redoable
    recipes.undo()
    assert recipes.method == wanted(exposure=0.5), "not merged with what was before the step back"


def test_changes_are_told_once_and_nothing_is_told_of_none(recipes: Recipes) -> None:
    told: list[float] = []
    recipes.changed.connect(lambda: told.append(choice_of(recipes.method).controls.exposure))
    recipes.change(wanted(exposure=0.5))
    recipes.change(wanted(exposure=0.5))
    recipes.undo()
    recipes.undo()
    assert told == [0.5, 0.0]


def test_the_model_is_everybodys(recipes: Recipes, preferences: Preferences) -> None:
    recipes.change(wanted(exposure=0.5))
    preferences.change(model="dusk")
    assert text_of(recipes.method) == "mirnet:model=dusk:exposure=0.5"


def test_taking_hold_of_the_same_slider_again_is_another_step(recipes: Recipes) -> None:
    for exposure in (0.1, 0.2):
        recipes.change(wanted(exposure=exposure))
    recipes.end_step()
    recipes.change(wanted(exposure=0.7))
    assert recipes.undoable == ("exposure",)
    recipes.undo()
    assert recipes.method == wanted(exposure=0.2)
    recipes.undo()
    assert recipes.method == wanted()


def test_a_slider_that_comes_back_within_one_drag_leaves_nothing_to_undo(recipes: Recipes) -> None:
    recipes.change(wanted(exposure=0.5))
    recipes.end_step()
    for exposure in (0.7, 0.5, 0.6, 0.5):
        recipes.change(wanted(exposure=exposure))
    recipes.undo()
    assert recipes.method == wanted(), "one step back, and not to where it was already"
    assert recipes.undoable == ()


def test_another_model_is_a_step_of_the_photograph_that_it_was_chosen_for(
    recipes: Recipes, preferences: Preferences, turning: Turning
) -> None:
    recipes.change(wanted(exposure=0.5))
    preferences.change(model="dusk")
    assert recipes.undoable == ("model",)
    turning.current_changed.emit(opened(Path("b.png")))
    assert recipes.undoable == ()
    turning.current_changed.emit(opened(Path("a.png")))
    recipes.undo()
    assert preferences.model == "night"
    assert recipes.method == wanted(exposure=0.5)
    recipes.undo()
    assert (preferences.model, recipes.method) == ("night", wanted())
    recipes.redo()
    recipes.redo()
    assert preferences.model == "dusk"
    assert recipes.redoable == ()


def test_undoing_a_slider_leaves_the_model_that_was_chosen_for_another_photograph(
    recipes: Recipes, preferences: Preferences, turning: Turning
) -> None:
    recipes.change(wanted(exposure=0.5))
    turning.current_changed.emit(opened(Path("b.png")))
    preferences.change(model="dusk")
    turning.current_changed.emit(opened(Path("a.png")))
    recipes.undo()
    assert preferences.model == "dusk"
    assert recipes.method == create_method("mirnet", model="dusk")


def test_a_model_that_is_chosen_without_a_photograph_is_no_step(
    preferences: Preferences, turning: Turning
) -> None:
    recipes = Recipes(turning, preferences)
    preferences.change(model="dusk")
    assert recipes.undoable == ()
    turning.current_changed.emit(opened(None))
    assert recipes.undoable == ()


def test_pasted_settings_are_one_step_of_each_and_keep_the_model(recipes: Recipes) -> None:
    touched: list[Path] = []
    recipes.touched.connect(touched.append)
    a, b = Path("a.png"), Path("b.png")
    recipes.paste(create_method("mirnet", model="dusk", exposure=0.5, warmth=0.1), [a, b])
    assert touched == [a, b]
    assert recipes.method == recipes.method_of(b) == wanted(exposure=0.5, warmth=0.1)
    assert recipes.is_edited(b)
    assert recipes.undone_together == 2
    recipes.undo()
    assert recipes.method == wanted()
    assert not recipes.is_edited(b), "undone for all that have it"
    recipes.redo()
    assert recipes.method == recipes.method_of(b) == wanted(exposure=0.5, warmth=0.1)
    recipes.change(wanted(exposure=0.6, warmth=0.1))
    assert recipes.undone_together == 0
    recipes.undo()
    assert recipes.undone_together == 2, "it is about all again"
    recipes.undo()
    assert recipes.method == wanted()
    assert not recipes.is_edited(b)
    recipes.redo()
    assert recipes.is_edited(b)
    recipes.redo()
    assert recipes.method == wanted(exposure=0.6, warmth=0.1)
    assert (recipes.undone_together, recipes.redoable) == (0, ())


def test_a_slider_that_comes_back_leaves_undo_with_what_many_got(recipes: Recipes) -> None:
    b = Path("b.png")
    recipes.paste(wanted(exposure=0.5), [b])
    recipes.change(wanted(warmth=0.1))
    assert recipes.undone_together == 0
    recipes.change(wanted())
    recipes.undo()
    assert not recipes.is_edited(b), "of another photograph than the one that is looked at"


def test_what_many_got_is_not_taken_back_twice(recipes: Recipes, turning: Turning) -> None:
    a, b = Path("a.png"), Path("b.png")
    changed = recipes.paste(wanted(exposure=0.5), [a, b])
    recipes.change(wanted(exposure=0.6))
    recipes.take_back(changed)
    assert recipes.method == wanted(exposure=0.6), "somebody went on with it"
    assert not recipes.is_edited(b)
    recipes.undo()
    assert recipes.method == wanted(exposure=0.5)
    assert recipes.undone_together == 0
    recipes.undo()
    assert recipes.method == wanted()
    turning.current_changed.emit(opened(b))
    assert recipes.undoable == ()


def test_what_was_pasted_onto_many_is_taken_back_at_once(recipes: Recipes) -> None:
    a, b, c = Path("a.png"), Path("b.png"), Path("c.png")
    recipes.paste(wanted(contrast=0.2), [b])
    changed = recipes.paste(wanted(exposure=0.5), [a, b, c])
    assert list(changed.wanted) == [a, b, c]
    recipes.paste(wanted(warmth=0.1), [c])
    recipes.take_back(changed)
    assert recipes.method == wanted()
    assert recipes.method_of(b) == wanted(contrast=0.2)
    assert recipes.method_of(c) == wanted(warmth=0.1), "somebody went on with it"
