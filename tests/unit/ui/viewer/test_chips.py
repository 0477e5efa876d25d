"""The names of the sides stay on the picture and apart, however small it is."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from PySide6.QtGui import QFont, QFontMetricsF, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mirnet_gui.jobs.display import display
from mirnet_gui.photo.photo import Photo
from mirnet_gui.ui.viewer.before_after_canvas import BeforeAfterCanvas
from mirnet_gui.ui.viewer.chips import chips_in
from mirnet_gui.ui.viewer.layouts import Layout
from mirnet_gui.ui.viewer.view_transform import Box

PENDING = "Enhancing… 62 %"


@pytest.fixture
def metrics(qapp: QApplication) -> QFontMetricsF:
    return QFontMetricsF(QFont())


@pytest.mark.parametrize("width", [*range(20, 400, 9), 2000])
@pytest.mark.parametrize("right", ["After", "After · 50 %", PENDING, ""])
def test_chips_lie_on_the_picture_and_apart(metrics: QFontMetricsF, width: int, right: str) -> None:
    box = Box(100, 50, 100 + width, 300)
    chips = [chip for chip in chips_in(box, "Before", right, metrics) if chip]
    for chip in chips:
        assert "……" not in chip.text
        assert box.left <= chip.rect.left()
        assert chip.rect.right() <= box.right
    for one, other in itertools.combinations(chips, 2):
        assert not one.rect.intersects(other.rect)
    if width == 2000:
        assert [chip.text for chip in chips] == ["Before", right][: 1 + bool(right)]


def test_a_low_picture_has_no_chips(metrics: QFontMetricsF) -> None:
    assert chips_in(Box(0, 0, 500, 30), "Before", "After", metrics) == (None, None)


def test_news_stay_where_one_chip_has_room(metrics: QFontMetricsF) -> None:
    width = metrics.horizontalAdvance(PENDING) + 60
    before, pending = chips_in(Box(0, 0, width, 300), "Before", PENDING, metrics)
    assert before is None
    assert pending is not None
    assert pending.text == PENDING


@pytest.mark.parametrize("layout", [Layout.SLIDER, Layout.ROW, Layout.LAST])
@pytest.mark.parametrize("has_after", [False, True])
def test_nothing_is_painted_beside_a_small_picture(
    qtbot: QtBot, layout: Layout, has_after: bool
) -> None:
    canvas = BeforeAfterCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(900, 600)
    canvas.set_layout(layout)
    white = display(Photo(np.full((96, 32, 3), 255, np.uint8)))
    canvas.show_picture(white)
    canvas.say_pending(PENDING)
    if has_after:
        canvas.show_result(white, reveal=False)
    image = canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    top = round(canvas.view.visible().top) + 20
    colours = [image.pixelColor(x, top).name() for x in range(image.width())]
    # The divider is white at its middle and dims its sides; chips are nearly black.
    assert not [c for c in colours if c < "#202020"]
    background = image.pixelColor(1, 1).name()
    sides = 2 if layout is Layout.ROW else 1
    assert len(colours) - colours.count(background) == sides * 64
