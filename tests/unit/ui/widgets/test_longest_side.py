"""The field for the longest side takes digits as they are typed anywhere."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from mirnet_gui.ui.widgets.encoding_fields import LongestSide


@pytest.mark.parametrize(
    ("typed", "longest"), [("800", 800), ("৮০০", 800), ("८००", 800), ("8x0", 80), ("", None)]
)
def test_digits_of_every_script_count(qtbot: QtBot, typed: str, longest: int | None) -> None:
    field = LongestSide()
    qtbot.addWidget(field)
    type_into(field, typed)
    assert field.longest == longest


def type_into(field: LongestSide, typed: str) -> None:
    # QTest's keys are those of Latin letters only.
    for each in typed:
        field.insert(each)


def test_no_file_is_larger_than_that(qtbot: QtBot) -> None:
    field = LongestSide()
    qtbot.addWidget(field)
    type_into(field, "৯৯৯৯৯৯")
    assert (field.longest or 0) <= 100_000
