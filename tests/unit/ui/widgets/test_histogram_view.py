"""The histogram shows luminance or channels, and tells in words and colours what is clipped."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mirnet_gui.jobs.histogram import PictureHistogram, histogram_of
from mirnet_gui.ui.theme.tokens import DARK, LIGHT, Tokens
from mirnet_gui.ui.widgets.histogram_view import HistogramView

SHADOWS, HIGHLIGHTS = QPoint(8, 8), QPoint(191, 8)


def spread(*colour: int, clipped: int = 0) -> PictureHistogram:
    pixels = np.full((40, 50, 3), colour, np.uint8)
    pixels.reshape(-1, 3)[:clipped] = 255
    return histogram_of(pixels)


@pytest.fixture
def view(qtbot: QtBot) -> HistogramView:
    made = HistogramView()
    qtbot.addWidget(made)
    made.resize(200, made.height())
    made.show()
    return made


def seen(view: HistogramView) -> QImage:
    return view.grab().toImage()


@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
def test_each_channel_stands_in_its_colour(view: HistogramView, tokens: Tokens) -> None:
    view.apply_theme(tokens)
    view.show_before(spread(40, 120, 200))
    view.clearFocus()
    plain = seen(view)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton)
    for value, strongest in ((40, "red"), (120, "green"), (200, "blue")):
        colour = seen(view).pixelColor(round(value / 256 * 199), 60)
        channels = {"red": colour.red(), "green": colour.green(), "blue": colour.blue()}
        assert max(channels, key=lambda name: channels[name]) == strongest
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert seen(view) == plain, "and back"


def test_the_menu_offers_both(view: HistogramView) -> None:
    menu = view.menu()
    luminance, channels = menu.actions()
    assert (luminance.isChecked(), channels.isChecked()) == (True, False)
    channels.trigger()
    assert view.isChecked()


def test_what_is_clipped_is_told_and_seen(view: HistogramView) -> None:
    view.show_before(spread(0, 0, 0, clipped=46))
    words = view.accessibleDescription()
    assert "Of the photograph, 2.3 % is clipped at white and 97.7 % at black." in words
    assert words in view.toolTip().replace("\n", " ")
    assert seen(view).pixelColor(SHADOWS).name() == DARK.blue
    assert seen(view).pixelColor(HIGHLIGHTS).name() == DARK.red
    view.show_after(spread(90, 90, 90))
    assert (
        "Of the result, 0 % is clipped at white and 0 % at black." in view.accessibleDescription()
    )
    assert seen(view).pixelColor(SHADOWS).name() != DARK.blue
    assert seen(view).pixelColor(HIGHLIGHTS).name() != DARK.red
    view.show_after(spread(90, 90, 90, clipped=1))
    assert "less than 0.1 % is clipped at white" in view.accessibleDescription()


def test_it_is_a_button_that_is_on_or_off(view: HistogramView) -> None:
    interface = QAccessible.queryAccessibleInterface(view)
    assert interface.role() in (QAccessible.Role.Button, QAccessible.Role.CheckBox)
    assert interface.text(QAccessible.Text.Name) == "Histogram"
    assert interface.state().checkable
