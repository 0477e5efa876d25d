"""A theme comes turn by turn, so that the window answers in between, and comes whole."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from mirnet_gui.ui.theme.theme import Theme
from mirnet_gui.ui.theme.tokens import DARK, LIGHT


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, "dark")


def _colour(application: QApplication) -> str:
    return application.palette().color(QPalette.ColorRole.Window).name()


def test_it_is_there_from_the_start(theme: Theme, qapp: QApplication) -> None:
    assert theme.tokens == DARK
    assert _colour(qapp) == DARK.panel


def test_the_last_of_several_choices_counts(theme: Theme, qapp: QApplication, qtbot: QtBot) -> None:
    button = QPushButton("Enhance")
    qtbot.addWidget(button)
    theme.dress(button)
    with qtbot.waitExposed(button):
        button.show()
    told = []
    theme.changed.connect(told.append)
    theme.choose("light")
    theme.choose("dark")
    theme.choose("light")
    assert not button.updatesEnabled(), "half a theme is never seen"
    qtbot.waitUntil(lambda: bool(told))
    assert told == [LIGHT]
    assert _colour(qapp) == LIGHT.panel
    assert button.updatesEnabled()
    corner = QPoint(button.width() // 2, 3)
    assert button.grab().toImage().pixelColor(corner).name() == LIGHT.raised


def test_what_is_made_while_it_changes_has_the_new_one(theme: Theme, qtbot: QtBot) -> None:
    first = QPushButton("Enhance")
    qtbot.addWidget(first)
    theme.dress(first)
    first.show()
    told = []
    theme.changed.connect(told.append)
    theme.choose("light")
    late = QPushButton("Compare")
    qtbot.addWidget(late)
    theme.dress(late)
    qtbot.waitUntil(lambda: bool(told))
    for button in (first, late):
        assert LIGHT.raised in button.styleSheet()


def test_a_window_that_closes_meanwhile_does_no_harm(theme: Theme, qtbot: QtBot) -> None:
    button = QPushButton("Enhance")
    theme.dress(button)
    with qtbot.waitExposed(button):
        button.show()
    theme.choose("light")
    button.close()
    button.deleteLater()
    with qtbot.waitSignal(theme.changed):
        pass
    assert theme.tokens == LIGHT
