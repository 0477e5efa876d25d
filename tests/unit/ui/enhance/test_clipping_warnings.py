"""Clipping warnings on a real canvas: marks follow what is seen and go when nobody wants them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from mirnet_gui.jobs.display import display
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.photo.photo import Photo
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.enhance.clipping_warnings import ClippingWarnings
from mirnet_gui.ui.viewer.before_after_canvas import BeforeAfterCanvas
from mirnet_gui.ui.viewer.layouts import Layout

RED, BLUE = "#ff2d2d", "#2f6bff"


class Warned:
    """A canvas of 400 x 300 pixels in which the left is black before and the right white after."""

    def __init__(self, qtbot: QtBot, runner: JobRunner) -> None:
        self.qtbot = qtbot
        self.parent = QObject()
        self.action = Actions(self.parent)[ActionName.CLIPPING]
        self.canvas = BeforeAfterCanvas()
        qtbot.addWidget(self.canvas)
        self.canvas.resize(448, 348)
        self.warnings = ClippingWarnings(self.canvas, self.action, runner)
        self.warnings.set_active(True)

    def show(self, before: int = 0, after: int = 255) -> None:
        self.canvas.show_picture(display(Photo(np.full((300, 400, 3), before, np.uint8))))
        self.canvas.show_result(display(self.photo(after)), reveal=False)

    @staticmethod
    def photo(shade: int) -> Photo:
        pixels = np.full((300, 400, 3), 120, np.uint8)
        pixels[:, 200:] = shade
        return Photo(pixels)

    def colours(self) -> tuple[str, str]:
        """At the left and the right of the divider, once all is done."""
        self.qtbot.waitUntil(lambda: not self.warnings.is_busy, timeout=60_000)
        seen = self.canvas.grab().toImage()
        return seen.pixelColor(80, 250).name(), seen.pixelColor(370, 250).name()


@pytest.fixture
def warned(qtbot: QtBot) -> Iterator[Warned]:
    runner = JobRunner()
    yield Warned(qtbot, runner)
    runner.shutdown()


def test_both_sides_are_marked_while_they_are_wanted(warned: Warned) -> None:
    warned.show()
    assert warned.colours() == ("#000000", "#ffffff")
    warned.action.trigger()
    assert warned.colours() == (BLUE, RED)
    warned.action.trigger()
    assert warned.colours() == ("#000000", "#ffffff")


def test_marks_follow_what_is_chosen(warned: Warned) -> None:
    warned.show()
    warned.action.trigger()
    assert warned.colours() == (BLUE, RED)
    warned.canvas.set_strength(0.5)
    assert warned.colours() in ((BLUE, "#7f7f7f"), (BLUE, "#808080")), "half of it is neither"
    warned.canvas.show_result(display(warned.photo(0)), reveal=False)
    assert warned.colours() == (BLUE, BLUE)
    warned.canvas.drop_result()
    assert warned.colours() == (BLUE, BLUE), "the photograph stands on both sides"


def test_a_pixel_that_changes_in_place_is_seen(warned: Warned) -> None:
    warned.show(after=200)
    warned.action.trigger()
    assert warned.colours() == (BLUE, QColor(200, 200, 200).name())
    result = warned.canvas.panes[1].picture
    assert result is not None
    result.levels[0][:, 200:] = 255
    warned.canvas.repaint_source(result)
    assert warned.colours() == (BLUE, RED)


def test_the_photograph_alone_has_its_own_marks(warned: Warned) -> None:
    warned.show()
    warned.action.trigger()
    warned.canvas.set_layout(Layout.LAST)
    assert warned.colours() == ("#787878", RED)
    warned.canvas.hold_before(True)
    assert warned.colours() == (BLUE, BLUE)


def test_another_page_takes_the_action_away(warned: Warned) -> None:
    warned.show()
    assert warned.action.isEnabled()
    warned.warnings.set_active(False)
    assert not warned.action.isEnabled()
