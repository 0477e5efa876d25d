"""One canvas for one picture and for many: a real widget, real events, what is seen of it."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QVariantAnimation
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mirnet_gui.jobs.display import DisplayPicture, display
from mirnet_gui.photo.photo import Photo
from mirnet_gui.ui.viewer.before_after_canvas import BeforeAfterCanvas
from mirnet_gui.ui.viewer.figures_overlay import FiguresOverlay
from mirnet_gui.ui.viewer.layouts import Layout
from mirnet_gui.ui.viewer.pane import BEFORE, Pane
from mirnet_gui.ui.viewer.picture_canvas import PictureCanvas

SHADES = (40, 120, 200)


def plain(shade: int, height: int = 300, width: int = 400) -> DisplayPicture:
    return display(Photo(np.full((height, width, 3), shade, np.uint8)))


def striped(height: int, width: int) -> DisplayPicture:
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[:, ::2] = 255
    return display(Photo(pixels))


@pytest.fixture
def canvas(qtbot: QtBot) -> PictureCanvas:
    made = PictureCanvas(FiguresOverlay(), margin=8, gap=4)
    qtbot.addWidget(made)
    made.resize(820, 620)
    made.show()
    keys = (BEFORE, "one", "two")
    made.show_panes([Pane(key, key, plain(s)) for key, s in zip(keys, SHADES, strict=True)])
    return made


def shade(canvas: PictureCanvas, x: float, y: float) -> int:
    return canvas.grab().toImage().pixelColor(round(x), round(y)).red()


def middle(canvas: PictureCanvas, place: int) -> int:
    at = canvas.pane_box(place).center()
    return shade(canvas, at.x(), at.y())


@pytest.mark.parametrize("layout", [Layout.ROW, Layout.GRID])
def test_every_pane_has_its_place(canvas: PictureCanvas, layout: Layout) -> None:
    canvas.set_layout(layout)
    assert [middle(canvas, place) for place in range(3)] == list(SHADES)


def test_the_divider_lies_between_the_two_that_were_chosen(canvas: PictureCanvas) -> None:
    canvas.set_layout(Layout.SLIDER)
    canvas.set_pair(2, 1)
    assert shade(canvas, 300, 450) == 200
    assert shade(canvas, 520, 450) == 120
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.divider > 0.5


def test_taking_turns_passes_over_what_has_no_picture(canvas: PictureCanvas) -> None:
    canvas.show_panes([*canvas.panes[:1], Pane("none", "None"), canvas.panes[2]])
    canvas.set_layout(Layout.FLICKER)
    assert middle(canvas, 0) == 40
    canvas.next_turn()
    assert middle(canvas, 0) == 200
    canvas.set_layout(Layout.LAST)
    assert middle(canvas, 0) == 200


@pytest.mark.parametrize("layout", list(Layout))
def test_the_photograph_is_seen_everywhere_while_a_key_is_held(
    canvas: PictureCanvas, layout: Layout
) -> None:
    canvas.set_layout(layout)
    places = 1 if layout.is_single else 3
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    held = {middle(canvas, place) for place in range(places)}
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    assert held == {40}
    if layout is not Layout.FLICKER:
        assert {middle(canvas, place) for place in range(places)} != {40}


def test_clicks_and_digits_choose_a_pane(canvas: PictureCanvas, qtbot: QtBot) -> None:
    canvas.set_layout(Layout.GRID)
    told: list[str] = []
    canvas.clicked.connect(told.append)
    at = canvas.pane_box(1).center().toPoint()
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at)
    QTest.keyClick(canvas, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert told == ["one", "two"]


def test_zooming_keeps_the_point_under_the_hand_in_whichever_pane(canvas: PictureCanvas) -> None:
    canvas.set_layout(Layout.ROW)
    box = canvas.pane_box(1)
    at = QPointF(box.left() + 40, 300)
    under = canvas.view.to_picture(at.x() - box.left(), at.y())
    canvas.zoom_to(6.0, at)
    assert canvas.view.to_picture(at.x() - box.left(), at.y()) == pytest.approx(under, abs=0.6)


def test_panes_that_come_later_leave_the_place_alone(canvas: PictureCanvas) -> None:
    canvas.set_layout(Layout.SLIDER)
    canvas.zoom_to(4.0)
    canvas.pan_by(-50, -30)
    view = canvas.view
    canvas.show_panes([*canvas.panes, Pane("more", "More", plain(90))])
    assert canvas.view == view
    canvas.show_panes([Pane(BEFORE, "other", plain(90, 200, 200))])
    assert canvas.view.is_fitted


def test_a_result_of_twice_the_size_lies_exactly_on_its_photograph(qtbot: QtBot) -> None:
    """Both are shown at one scale, so that the divider parts the same things."""
    small = np.zeros((120, 160, 3), np.uint8)
    small[60:100, 80:130] = 255
    large = np.ascontiguousarray(small.repeat(2, axis=0).repeat(2, axis=1))
    canvas = BeforeAfterCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(820, 620)
    canvas.show_picture(display(Photo(small)))
    canvas.show_result(display(Photo(large)), reveal=False)
    canvas.set_layout(Layout.LAST)
    for scale in (3.0, 2.0, 1.0):
        canvas.zoom_to(scale)
        after = canvas.grab().toImage()
        canvas.hold_before(True)
        before = canvas.grab().toImage()
        canvas.hold_before(False)
        view = canvas.view
        corners = ((80, 60), (130, 100))
        for x, y in corners:
            for dx, dy in ((-2, -2), (2, 2)):
                at = QPoint(
                    round(view.left + x * view.scale) + dx, round(view.top + y * view.scale) + dy
                )
                near = before.pixelColor(at).red(), after.pixelColor(at).red()
                assert abs(near[0] - near[1]) < 40, (scale, x, y, dx, near)
    canvas.set_layout(Layout.SLIDER)
    assert canvas.divider_at() is not None


def test_actual_size_is_a_pixel_of_the_result(qtbot: QtBot) -> None:
    canvas = BeforeAfterCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(300, 200)
    canvas.show_picture(plain(40))
    canvas.actual_size()
    assert (canvas.view.scale, canvas.percent) == (1.0, 100.0)
    with qtbot.waitSignal(canvas.view_changed):
        canvas.show_result(striped(900, 1200), reveal=False)
    assert canvas.view.scale == 1.0, "nothing moves"
    assert canvas.percent == pytest.approx(100.0 / 3.0), "three of its pixels on one of the screen"
    canvas.zoom_by(4.0)
    assert canvas.percent == pytest.approx(100.0), "zooming stops at its pixels"
    canvas.set_layout(Layout.LAST)
    seen = canvas.grab().toImage()
    row = [seen.pixelColor(x, 150).red() for x in range(100, 104)]
    assert sorted(row) == [0, 0, 255, 255], "its lines of one pixel are lines of one pixel"
    assert row[0] != row[1]
    canvas.drop_result()
    assert canvas.percent == pytest.approx(300.0)


def test_without_a_result_the_photograph_stands_on_both_sides(qtbot: QtBot) -> None:
    canvas = BeforeAfterCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(820, 620)
    canvas.show_picture(plain(40))
    canvas.say_pending("Enhancing…")
    assert canvas.divider_at() is None
    canvas.set_layout(Layout.ROW)
    assert [middle(canvas, place) for place in range(2)] == [40, 40]
    assert canvas.accessibleDescription() == "Before, Enhancing…"
    canvas.show_result(plain(200), reveal=False)
    canvas.set_strength(0.5)
    assert middle(canvas, 1) == pytest.approx(120, abs=1)
    canvas.set_layout(Layout.SLIDER)
    assert "50 percent" in canvas.accessibleDescription()


def test_the_divider_can_lie_across(qtbot: QtBot) -> None:
    canvas = BeforeAfterCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(448, 348)
    canvas.show_picture(plain(40))
    canvas.show_result(plain(200), reveal=False)
    canvas.set_divider(0.25)
    canvas.turn_divider(horizontal=True)
    assert canvas.divider == 0.25, "its place is kept"
    assert [shade(canvas, 350, y) for y in (24 + 70, 24 + 80)] == [40, 200]
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.divider == 0.25, "across it nothing moves"
    for key, at in ((Qt.Key.Key_Down, 0.27), (Qt.Key.Key_Up, 0.25)):
        QTest.keyClick(canvas, key)
        assert canvas.divider == pytest.approx(at)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(224, 24 + 75))
    QTest.mouseMove(canvas, QPoint(224, 24 + 150))
    assert canvas.cursor().shape() == Qt.CursorShape.SplitVCursor
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(300, 24 + 225))
    assert canvas.divider == pytest.approx(0.5, abs=0.01)
    assert "lies at 50 percent. Up and down" in canvas.accessibleDescription()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(50, 24 + 40))
    QTest.mouseMove(canvas, QPoint(90, 24 + 225))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(90, 24 + 225))
    assert canvas.divider == pytest.approx(0.75, abs=0.01), "taken from anywhere along it"
    canvas.turn_divider(horizontal=False)
    assert [shade(canvas, x, 300) for x in (24 + 290, 24 + 310)] == [40, 200]


def test_the_divider_stands_where_it_was_put_however_fast_results_follow(qtbot: QtBot) -> None:
    made = BeforeAfterCanvas()
    qtbot.addWidget(made)
    made.resize(820, 620)
    made.show()
    made.show_picture(plain(40))
    made.set_divider(0.3)
    made.show_result(plain(120), reveal=True)
    drawing_in = made.findChild(QVariantAnimation)
    drawing_in.setCurrentTime(drawing_in.duration() // 2)
    assert 0.3 < made.divider < 1.0
    made.show_picture(plain(40))
    made.show_result(plain(200), reveal=True)
    drawing_in.setCurrentTime(drawing_in.duration())
    assert made.divider == pytest.approx(0.3)
