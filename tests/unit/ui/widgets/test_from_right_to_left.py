"""What is drawn by hand turns round where one writes from right to left."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mirnet_gui.language import MIRRORED, use_language
from mirnet_gui.ui.shell.speech import speak
from mirnet_gui.ui.theme.icons import Glyph, icon
from mirnet_gui.ui.widgets.choice_box import ChoiceBox
from mirnet_gui.ui.widgets.encoding_fields import LongestSide


@pytest.fixture
def speaking(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], None]]:
    """``speaking(code)``: what is made from now on speaks that language."""
    monkeypatch.delenv("MIRNET_LANGUAGE", raising=False)

    def choose(code: str) -> None:
        monkeypatch.setenv("MIRNET_LANGUAGE", code)
        speak(qapp, "")

    yield choose
    choose("en")
    use_language("en")


def _seen(widget: QWidget) -> np.ndarray:
    widget.resize(160, 32)
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : image.width()].astype(int)


@pytest.mark.parametrize("code", ["en", "ja", "ar", MIRRORED])
def test_the_direction_is_that_of_the_language(speaking: Callable[[str], None], code: str) -> None:
    speaking(code)
    assert QApplication.isRightToLeft() == (code in {"ar", MIRRORED})


def test_the_arrow_of_a_choice_stands_at_the_other_end(
    qtbot: QtBot, speaking: Callable[[str], None]
) -> None:
    box = ChoiceBox("")
    qtbot.addWidget(box)
    speaking("en")
    usual = _seen(box)[8:-8]
    speaking(MIRRORED)
    mirrored = _seen(box)[8:-8]
    at_left, at_right = (
        [np.ptp(seen[:, part], axis=1).max() > 30 for seen in (usual, mirrored)]
        for part in (slice(8, 40), slice(-40, -8))
    )
    assert (at_left, at_right) == ([False, True], [True, False])


def test_a_unit_leaves_the_number_its_room(qtbot: QtBot, speaking: Callable[[str], None]) -> None:
    speaking(MIRRORED)
    field = LongestSide()
    qtbot.addWidget(field)
    unit = _seen(field)
    field.setText("1234")
    field.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    assert np.array_equal(_seen(field)[:, :22], unit[:, :22])


def test_arrows_point_where_one_reads_to(speaking: Callable[[str], None]) -> None:
    def drawn(glyph: Glyph) -> QImage:
        return icon(glyph, "#000000").pixmap(24, 24).toImage()

    speaking("en")
    before, after = drawn(Glyph.PREVIOUS), drawn(Glyph.NEXT)
    speaking(MIRRORED)
    assert (drawn(Glyph.PREVIOUS), drawn(Glyph.NEXT)) == (after, before)
    assert before != after
