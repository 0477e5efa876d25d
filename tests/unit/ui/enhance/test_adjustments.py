"""The sliders together: what they say, and how they are put back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from mirnet_gui.tone.controls import Controls
from mirnet_gui.tone.layers import Choice
from mirnet_gui.tone.regions import AdjustedRegion
from mirnet_gui.tone.shapes import Ellipse
from mirnet_gui.ui.enhance.adjustments import Adjustments

ALL = Choice(Controls(1.5, -0.25, 0.5, -1.0, 0.07, 1.0), denoise=0.4, strength=0.9)


@pytest.fixture
def adjustments(qtbot: QtBot) -> Adjustments:
    made = Adjustments()
    qtbot.addWidget(made)
    return made


def reset_of(adjustments: Adjustments) -> QPushButton:
    return adjustments.findChild(QPushButton, "resetAdjustments")


def test_they_begin_neutral(adjustments: Adjustments) -> None:
    assert adjustments.choice == Choice()
    assert not reset_of(adjustments).isEnabled()


def test_what_is_shown_is_said_again_and_nobody_is_told(adjustments: Adjustments) -> None:
    told: list[Choice] = []
    adjustments.changed.connect(told.append)
    adjustments.show_choice(ALL)
    assert adjustments.choice == ALL
    assert told == []


def test_every_slider_tells_the_whole_choice(adjustments: Adjustments) -> None:
    told: list[Choice] = []
    adjustments.changed.connect(told.append)
    for name, value in (("exposure", 0.5), ("highlights", -0.3), ("strength", 0.8)):
        adjustments.slider(name).set_value(value)
    assert told == [
        Choice(Controls(exposure=0.5)),
        Choice(Controls(exposure=0.5, highlights=-0.3)),
        Choice(Controls(exposure=0.5, highlights=-0.3), strength=0.8),
    ]


def test_reset_all_tells_once(adjustments: Adjustments) -> None:
    adjustments.show_choice(ALL)
    told: list[Choice] = []
    adjustments.changed.connect(told.append)
    assert reset_of(adjustments).isEnabled()
    QTest.mouseClick(reset_of(adjustments), Qt.MouseButton.LeftButton)
    assert told == [Choice()]
    assert adjustments.choice == Choice()
    assert not reset_of(adjustments).isEnabled()


def test_regions_stay_when_sliders_move_and_go_when_all_is_reset(
    adjustments: Adjustments, qtbot: QtBot
) -> None:
    regions = (AdjustedRegion(Ellipse(0.5, 0.5, 0.3, 0.3), strength=-0.5),)
    adjustments.show_choice(Choice(Controls(exposure=1.0), regions=regions))
    told: list[Choice] = []
    adjustments.changed.connect(told.append)
    adjustments.slider("contrast").set_value(0.5)
    assert told[-1] == Choice(Controls(exposure=1.0, contrast=0.5), regions=regions)
    qtbot.mouseClick(reset_of(adjustments), Qt.MouseButton.LeftButton)
    assert told[-1] == Choice()
    adjustments.show_choice(Choice(regions=regions))
    assert reset_of(adjustments).isEnabled(), "there is something to be reset"
