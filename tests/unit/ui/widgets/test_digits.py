"""Fields of numbers take digits as they are typed anywhere, and write them as all the others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from mirnet_gui.language import use_language
from mirnet_gui.ui.widgets.digits import WholeNumberBox
from mirnet_gui.ui.widgets.encoding_fields import LongestSide
from mirnet_gui.ui.widgets.number_field import NumberField


@pytest.mark.parametrize(
    ("typed", "longest"), [("800", 800), ("৮০০", 800), ("८००", 800), ("8x0", 80), ("", None)]
)
def test_digits_of_every_script_count(qtbot: QtBot, typed: str, longest: int | None) -> None:
    field = LongestSide()
    qtbot.addWidget(field)
    type_into(field, typed)
    assert field.longest == longest
    assert field.text() == ("" if longest is None else str(longest))


@pytest.fixture
def bengali() -> Iterator[None]:
    use_language("bn")
    yield
    use_language("en")


def test_amounts_are_written_with_the_digits_of_all_the_rest(qtbot: QtBot, bengali: None) -> None:
    field = NumberField()
    qtbot.addWidget(field)
    field.setDecimals(2)
    type_into(field.lineEdit(), "১.২৫")
    field.interpretText()
    assert (field.value(), field.text()) == (1.25, "1.25")


def test_settings_take_them_as_well(qtbot: QtBot, bengali: None) -> None:
    box = WholeNumberBox()
    qtbot.addWidget(box)
    type_into(box.lineEdit(), "১২")
    box.interpretText()
    assert (box.value(), box.text()) == (12, "12")


def type_into(field: QLineEdit, typed: str) -> None:
    field.clear()
    # QTest's keys are those of Latin letters only.
    for each in typed:
        field.insert(each)


def test_no_file_is_larger_than_that(qtbot: QtBot) -> None:
    field = LongestSide()
    qtbot.addWidget(field)
    type_into(field, "৯৯৯৯৯৯")
    assert (field.longest or 0) <= 100_000
