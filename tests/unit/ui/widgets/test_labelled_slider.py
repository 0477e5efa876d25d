"""A slider with its number, through the mouse, the keyboard and the wheel."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mirnet_gui.methods.mirnet import DENOISE, EXPOSURE, WARMTH
from mirnet_gui.methods.parameters import Parameter
from mirnet_gui.ui.theme.theme import Theme
from mirnet_gui.ui.widgets.labelled_slider import LabelledSlider


def shown(qtbot: QtBot, parameter: Parameter, value: float) -> LabelledSlider:
    made = LabelledSlider(parameter, value)
    qtbot.addWidget(made)
    made.resize(280, 40)
    made.show()
    return made


def write(slider: LabelledSlider, text: str) -> None:
    slider.figure.setFocus()
    slider.figure.selectAll()
    QTest.keyClicks(slider.figure, text)
    QTest.keyClick(slider.figure, Qt.Key.Key_Return)


def test_a_double_click_on_slider_or_name_resets(qtbot: QtBot) -> None:
    made = shown(qtbot, EXPOSURE, 0.0)
    name = next(one for one in made.findChildren(QLabel) if one.text() == "Exposure")
    for target in (made.slider, name):
        made.set_value(1.5)
        QTest.mouseDClick(target, Qt.MouseButton.LeftButton, pos=QPoint(3, 8))
        assert made.value == 0.0
        assert made.figure.text() == "0.00 EV"


def test_the_default_is_not_always_nought(qtbot: QtBot) -> None:
    made = shown(qtbot, DENOISE, 1.0)
    made.set_value(0.2)
    QTest.mouseDClick(made.slider, Qt.MouseButton.LeftButton, pos=QPoint(60, 8))
    assert made.value == 1.0


def test_a_disabled_one_is_not_reset(qtbot: QtBot) -> None:
    made = shown(qtbot, DENOISE, 1.0)
    made.set_value(0.2)
    made.setEnabled(False)
    QTest.mouseDClick(made.slider, Qt.MouseButton.LeftButton, pos=QPoint(60, 8))
    assert made.value == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("parameter", "text", "value", "told"),
    [
        (EXPOSURE, "-1.25", -1.25, "-1.25 EV"),
        (EXPOSURE, "0.33", 0.35, "0.35 EV"),
        (WARMTH, "-40", -0.4, "-40"),
        (WARMTH, "-250", -1.0, "-100"),
        (EXPOSURE, "1000", 2.0, "2.00 EV"),
        (DENOISE, "35", 0.35, "35 %"),
    ],
)
def test_a_typed_number_moves_the_slider(
    qtbot: QtBot, parameter: Parameter, text: str, value: float, told: str
) -> None:
    made = shown(qtbot, parameter, 0.0)
    told_values: list[float] = []
    made.value_changed.connect(told_values.append)
    write(made, text)
    assert told_values == [pytest.approx(value)], "told once, and not at every digit"
    assert made.value == pytest.approx(value)
    assert made.figure.text() == told
    share = (value - parameter.minimum) / (parameter.maximum - parameter.minimum)
    assert made.slider.value() == round(share * made.slider.maximum())


def test_the_slider_writes_the_number(qtbot: QtBot) -> None:
    made = shown(qtbot, WARMTH, 0.0)
    made.slider.setFocus()
    QTest.keyClick(made.slider, Qt.Key.Key_Home)
    assert made.figure.text() == "-100"
    QTest.keyClick(made.slider, Qt.Key.Key_End)
    assert made.figure.text() == "100"


def test_in_the_middle_is_nought_and_never_minus_nought(qtbot: QtBot) -> None:
    made = shown(qtbot, WARMTH, 0.0)
    for value in (-0.01, 0.0):
        made.set_value(value)
    assert made.figure.text() == "0"
    assert str(made.value) == "0.0"


def test_the_bar_begins_in_the_middle_where_nought_is(qtbot: QtBot, qapp: QApplication) -> None:
    theme = Theme(qapp, "dark")
    try:
        made = shown(qtbot, WARMTH, 0.0)
        theme.dress(made)
        left, right, middle = QPoint(80, 10), QPoint(200, 10), QPoint(144, 10)
        accent = QColor(theme.tokens.accent)
        for value, filled, free in ((0.8, right, left), (-0.8, left, right)):
            made.set_value(value)
            picture = made.slider.grab().toImage()
            assert picture.pixelColor(filled) == accent
            assert picture.pixelColor(free) != accent
        made.set_value(0.0)
        picture = made.slider.grab().toImage()
        assert accent not in [picture.pixelColor(x, 10) for x in range(made.slider.width())]
        made.set_value(0.8)
        made.setEnabled(False)
        assert made.slider.grab().toImage().pixelColor(middle) != accent
    finally:
        theme.deleteLater()


def test_a_wheel_scrolls_the_panel_and_leaves_the_numbers_alone(qtbot: QtBot) -> None:
    inner = QWidget()
    column = QVBoxLayout(inner)
    sliders = [LabelledSlider(EXPOSURE, 0.0) for _ in range(20)]
    for slider in sliders:
        column.addWidget(slider)
    area = QScrollArea()
    qtbot.addWidget(area)
    area.setWidgetResizable(True)
    area.setWidget(inner)
    area.resize(300, 200)
    area.show()
    area.setFocus()
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    for target in (sliders[0].slider, sliders[0].figure):
        area.verticalScrollBar().setValue(0)
        before = area.verticalScrollBar().value()
        spot = target.mapTo(area, QPoint(5, 5))
        QTest.wheelEvent(area.windowHandle(), QPointF(spot), QPoint(0, -120))
        assert sliders[0].value == 0.0
        assert area.verticalScrollBar().value() > before


def test_tab_goes_from_slider_to_number_and_both_have_names(qtbot: QtBot) -> None:
    made = shown(qtbot, EXPOSURE, 0.0)
    with qtbot.waitActive(made):
        made.activateWindow()
    made.slider.setFocus()
    assert QApplication.focusWidget() is made.slider
    QTest.keyClick(made.slider, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is made.figure
    assert made.slider.accessibleName() == "Exposure"
    assert made.figure.accessibleName() == "Exposure, number"
