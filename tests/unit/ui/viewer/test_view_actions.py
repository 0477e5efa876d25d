"""The same actions for several canvases: only the one that is looked at does them."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from mirnet_gui.jobs.display import display
from mirnet_gui.photo.photo import Photo
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.viewer.before_after_canvas import BeforeAfterCanvas
from mirnet_gui.ui.viewer.layouts import Layout
from mirnet_gui.ui.viewer.view_actions import ViewActions
from mirnet_gui.ui.widgets.zoom import ZOOMS

VIEWS = {ActionName.VIEW_SLIDER: Layout.SLIDER, ActionName.VIEW_AFTER: Layout.LAST}
LAYOUTS = {ActionName.LAYOUT_GRID: Layout.GRID, ActionName.LAYOUT_SLIDER: Layout.SLIDER}


class Two:
    """Two canvases and the table that they share."""

    def __init__(self, qtbot: QtBot) -> None:
        self.parent = QObject()
        self.actions = Actions(self.parent)
        self.canvases = (BeforeAfterCanvas(), BeforeAfterCanvas())
        for canvas in self.canvases:
            qtbot.addWidget(canvas)
            canvas.resize(600, 400)
        first, second = self.canvases
        self.views = (
            ViewActions(first, self.actions, VIEWS),
            ViewActions(second, self.actions, LAYOUTS),
        )

    def turn_to(self, place: int) -> None:
        self.views[1 - place].set_active(False)
        self.views[place].set_active(True)

    def is_offered(self, name: ActionName) -> bool:
        return self.actions[name].isEnabled()


@pytest.fixture
def two(qtbot: QtBot) -> Two:
    return Two(qtbot)


def plain(shade: int) -> np.ndarray:
    return np.full((900, 1200, 3), shade, np.uint8)


def test_each_has_a_layout_of_its_own_from_the_start(two: Two) -> None:
    first, second = two.canvases
    assert first.picture_layout is Layout.SLIDER
    assert second.picture_layout is Layout.GRID
    first.show_picture(display(Photo(plain(9))))
    two.turn_to(0)
    two.actions[ActionName.VIEW_AFTER].trigger()
    assert (first.picture_layout, second.picture_layout) == (Layout.LAST, Layout.GRID)


def test_nothing_is_offered_without_a_picture(two: Two) -> None:
    two.turn_to(0)
    assert not two.is_offered(ActionName.FIT)
    two.canvases[0].show_picture(display(Photo(plain(9))))
    assert two.is_offered(ActionName.FIT)
    assert two.is_offered(ActionName.VIEW_AFTER)
    assert not two.is_offered(ActionName.LAYOUT_GRID), "that of the other one"
    assert not two.is_offered(ActionName.DIVIDER_LEFT), "there is nothing to divide"
    two.canvases[0].show_result(display(Photo(plain(99))), reveal=False)
    assert two.is_offered(ActionName.DIVIDER_LEFT)


def test_only_the_one_that_is_looked_at_zooms(two: Two) -> None:
    first, second = two.canvases
    for canvas in two.canvases:
        canvas.show_picture(display(Photo(plain(9))))
    two.turn_to(1)
    before = first.percent
    two.actions[ActionName.ACTUAL_SIZE].trigger()
    assert (first.percent, second.percent) == (before, 100)
    two.actions[ActionName.ZOOM_IN].trigger()
    assert second.percent == 125
    two.turn_to(0)
    two.actions[ActionName.FIT].trigger()
    assert second.percent == 125
    two.views[0].set_active(False)
    assert not two.is_offered(ActionName.FIT)


def checked(two: Two) -> list[str]:
    return [two.actions[name].text() for name in ZOOMS if two.actions[name].isChecked()]


@pytest.mark.parametrize("times", [1, 4])
def test_fixed_zooms_speak_of_pixels_of_the_result(two: Two, times: int) -> None:
    canvas = two.canvases[0]
    canvas.show_picture(display(Photo(plain(9)[:300, :400])))
    canvas.show_result(
        display(Photo(plain(99)[:300, :400].repeat(times, 0).repeat(times, 1))), reveal=False
    )
    two.turn_to(0)
    assert checked(two) == ["Fit"]
    for name, percent in zip(ZOOMS[1:], (25, 50, 100, 200, 400), strict=True):
        two.actions[name].trigger()
        assert canvas.percent == pytest.approx(percent)
        assert canvas.view.scale * 400 == pytest.approx(400 * times * percent / 100)
        assert checked(two) == [f"{percent} %"]
    two.actions[ActionName.ZOOM_OUT].trigger()
    assert checked(two) == [], "320 % is none of them"
    two.actions[ActionName.FIT].trigger()
    assert checked(two) == ["Fit"]


def test_each_canvas_has_its_divider_its_own_way(two: Two) -> None:
    turn = two.actions[ActionName.DIVIDER_TURN]
    two.canvases[0].show_picture(display(Photo(plain(9))))
    two.turn_to(0)
    assert not turn.isEnabled(), "there is nothing to divide"
    for place, canvas in enumerate(two.canvases):
        canvas.show_picture(display(Photo(plain(9))))
        canvas.show_result(display(Photo(plain(99))), reveal=False)
        canvas.set_layout(Layout.SLIDER)
        two.turn_to(place)
    assert turn.isEnabled()
    turn.trigger()
    assert [canvas.is_divider_horizontal for canvas in two.canvases] == [False, True]
    two.turn_to(0)
    assert not turn.isChecked()
    two.turn_to(1)
    assert turn.isChecked()
