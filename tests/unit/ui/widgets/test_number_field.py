"""Numbers are read and typed as the language writes them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mirnet_gui.language import use_language
from mirnet_gui.ui.widgets.number_field import NumberField


@pytest.fixture
def german() -> Iterator[None]:
    use_language("de")
    yield
    use_language("en")


@pytest.mark.parametrize("typed", ["1,25", "1.25"])
def test_a_comma_and_a_point_are_decimal_in_english(qtbot: QtBot, typed: str) -> None:
    assert taken(qtbot, typed) == (1.25, "1.25")


@pytest.mark.parametrize("typed", ["1,25", "1.25"])
def test_a_comma_and_a_point_are_decimal_in_german(qtbot: QtBot, german: None, typed: str) -> None:
    assert taken(qtbot, typed) == (1.25, "1,25")


def taken(qtbot: QtBot, typed: str) -> tuple[float, str]:
    field = NumberField()
    field.setRange(-2.0, 2.0)
    field.setDecimals(2)
    qtbot.addWidget(field)
    field.show()
    field.selectAll()
    QTest.keyClicks(field, typed)
    QTest.keyClick(field, Qt.Key.Key_Return)
    return field.value(), field.text()
