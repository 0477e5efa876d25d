"""The loupe: actual pixels of every picture at one place, by pointer and by keyboard."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mirnet_gui.inference.tile_observer import Region
from mirnet_gui.jobs.developing import DevelopedShot, Shot
from mirnet_gui.jobs.display import DisplayPicture, display
from mirnet_gui.photo.photo import Photo
from mirnet_gui.tone.layers import Choice
from mirnet_gui.ui.viewer.before_after_canvas import BeforeAfterCanvas
from mirnet_gui.ui.viewer.layouts import Layout

WIDTH, HEIGHT = 3200, 2400


def dotted(shade: int, times: int = 1) -> DisplayPicture:
    """Grey, with a white line of one pixel below its middle."""
    pixels = np.full((HEIGHT * times, WIDTH * times, 3), shade, np.uint8)
    pixels[HEIGHT * times // 2 + 40] = 255
    return display(Photo(pixels))


@pytest.fixture
def canvas(qtbot: QtBot) -> BeforeAfterCanvas:
    made = BeforeAfterCanvas()
    qtbot.addWidget(made)
    made.resize(848, 648)
    made.show()
    made.show_picture(dotted(40))
    made.show_result(dotted(120), reveal=False)
    return made


def image(canvas: BeforeAfterCanvas) -> QImage:
    return canvas.grab().toImage()


def box(canvas: BeforeAfterCanvas) -> QRectF:
    found = canvas.loupe_box
    assert found is not None
    return found


def cells(canvas: BeforeAfterCanvas) -> list[int]:
    """What stands right above the middle of each half of it."""
    seen, at = image(canvas), box(canvas)
    middle = round(at.center().y()) - 8
    return [
        seen.pixelColor(round(at.left() + share * at.width()), middle).red()
        for share in (0.35, 0.85)
    ]


def lines(canvas: BeforeAfterCanvas) -> float:
    """How many rows of it the white line takes; between two it may be half on either."""
    seen, at = image(canvas), box(canvas)
    x = round(at.left() + 0.35 * at.width())
    rows = range(round(at.center().y()) + 5, round(at.bottom()) - 4)
    return sum((seen.pixelColor(x, y).red() - 40) / (255 - 40) for y in rows)


def test_both_sides_are_seen_at_their_pixels_while_the_key_is_held(
    canvas: BeforeAfterCanvas,
) -> None:
    plain = image(canvas)
    QTest.keyPress(canvas, Qt.Key.Key_Z)
    assert cells(canvas) == [40, 120]
    assert lines(canvas) == 1, "one pixel of the picture on one of the screen"
    assert "loupe" in canvas.accessibleDescription()
    QTest.keyRelease(canvas, Qt.Key.Key_Z)
    assert canvas.loupe_box is None
    assert image(canvas) == plain
    assert "loupe" not in canvas.accessibleDescription()


def test_it_follows_the_pointer_and_stays_on_the_canvas(canvas: BeforeAfterCanvas) -> None:
    canvas.show_loupe(True)
    middle = box(canvas).center()
    assert abs(middle.x() - 424) <= 1
    QTest.mouseMove(canvas, QPoint(300, 200))
    assert (box(canvas).center() - QPoint(300, 200)).manhattanLength() <= 2
    for corner in (QPoint(1, 1), QPoint(846, 646)):
        QTest.mouseMove(canvas, corner)
        assert QRectF(canvas.rect()).contains(box(canvas))
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    assert box(canvas).center() == middle


def test_arrows_move_it_and_nothing_else(canvas: BeforeAfterCanvas) -> None:
    canvas.show_loupe(True)
    start, divider = box(canvas).center(), canvas.divider
    for _ in range(3):
        QTest.keyClick(canvas, Qt.Key.Key_Right)
    QTest.keyClick(canvas, Qt.Key.Key_Up)
    moved = box(canvas).center() - start
    assert (moved.x(), moved.y()) == (72, -24)
    assert canvas.divider == divider
    canvas.show_loupe(False)
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.divider > divider


def test_at_actual_size_it_is_twice_as_large(canvas: BeforeAfterCanvas) -> None:
    canvas.actual_size()
    canvas.show_loupe(True)
    assert lines(canvas) == pytest.approx(2, abs=0.05)


def test_a_larger_result_is_seen_at_its_own_pixels(canvas: BeforeAfterCanvas) -> None:
    canvas.show_picture(display(Photo(np.full((HEIGHT // 2, WIDTH // 2, 3), 40, np.uint8))))
    canvas.show_result(dotted(120), reveal=False)
    canvas.show_loupe(True)
    at, seen = box(canvas), image(canvas)
    x = round(at.left() + 0.85 * at.width())
    rows = [seen.pixelColor(x, y).red() for y in range(round(at.top()), round(at.bottom()))]
    assert rows.count(255) == 1, "its line of one pixel"


def test_without_a_result_there_is_one_picture(canvas: BeforeAfterCanvas) -> None:
    canvas.show_loupe(True)
    width = box(canvas).width()
    canvas.drop_result()
    assert box(canvas).width() * 2 == width


@pytest.mark.parametrize("layout", [Layout.ROW, Layout.LAST])
def test_every_layout_has_it(canvas: BeforeAfterCanvas, layout: Layout) -> None:
    canvas.set_layout(layout)
    canvas.show_loupe(True)
    assert cells(canvas) == [40, 120]


def test_what_is_developed_is_sharp_below_it(canvas: BeforeAfterCanvas) -> None:
    canvas.show_loupe(True)
    shot = canvas.loupe_shot
    assert shot is not None
    assert shot.level == 0
    assert abs(shot.region.right - shot.region.left - 210) <= 1
    choice = Choice(strength=0.9)
    small = np.full((600, 800, 3), 70, np.uint8)
    around = Shot(Region(0, 0, HEIGHT, WIDTH), 2)
    canvas.show_developed(DevelopedShot(choice, around, small, small, 0, 0))
    assert cells(canvas) == [40, 70]
    sharp = np.full((210, 210, 3), 90, np.uint8)
    part = DevelopedShot(choice, shot, small, sharp, shot.region.top, shot.region.left)
    canvas.show_closeup(part)
    assert cells(canvas) == [40, 90]
    canvas.show_developed(DevelopedShot(Choice(), around, small, small, 0, 0))
    assert cells(canvas) == [40, 70], "chosen otherwise meanwhile"
