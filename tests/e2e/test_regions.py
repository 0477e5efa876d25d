"""Regions are drawn on the photograph, and nothing but what lies in them changes."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton

from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.methods.registry import parse_method, text_of
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.tone.regions import AdjustedRegion
from mirnet_gui.tone.shapes import Brush, Ellipse
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.enhance.region_actions import SHOW_MASK
from mirnet_gui.ui.enhance.region_editor import RegionEditor
from mirnet_gui.ui.enhance.save_dialog import SaveDialog
from mirnet_gui.ui.widgets.labelled_slider import LabelledSlider
from tests.e2e.pilot import Drive, Pilot

LEFT = Qt.MouseButton.LeftButton


def editor_of(pilot: Pilot) -> RegionEditor:
    return pilot.enhance.editor


def region_of(pilot: Pilot) -> AdjustedRegion:
    region = editor_of(pilot).region
    assert region is not None
    return region


def add(pilot: Pilot, word: str) -> None:
    """By the button that says so."""
    buttons = pilot.enhance.panel.regions.findChildren(QPushButton)
    (button,) = [each for each in buttons if each.text() == word]
    pilot.click(button)


def write(slider: LabelledSlider, text: str) -> None:
    slider.figure.setFocus()
    slider.figure.selectAll()
    QTest.keyClicks(slider.figure, text)
    QTest.keyClick(slider.figure, Qt.Key.Key_Return)


def write_amount(pilot: Pilot, name: str, text: str) -> None:
    write(pilot.enhance.panel.regions.controls.amount(name), text)


def drag(pilot: Pilot, *places: tuple[float, float], alt: bool = False) -> None:
    """By mouse, from place to place of the photograph."""
    modifiers = Qt.KeyboardModifier.AltModifier if alt else Qt.KeyboardModifier.NoModifier
    points = [pilot.point(*place) for place in places]
    QTest.mousePress(pilot.canvas, LEFT, modifiers, points[0])
    for start, end in pairwise(points):
        for step in range(1, 9):
            QTest.mouseMove(pilot.canvas, start + (end - start) * step / 8)
    QTest.mouseRelease(pilot.canvas, LEFT, modifiers, points[-1])


def alone(pilot: Pilot) -> None:
    """The result fills the canvas, and nothing of the tools stands on it."""
    pilot.window.actions_table[ActionName.VIEW_AFTER].trigger()
    editor_of(pilot).leave()
    until_seen(pilot)


def until_seen(pilot: Pilot) -> None:
    page = pilot.enhance
    pilot.until(lambda: not page.developer.is_busy and not page.region_mask.is_busy)


def seen(pilot: Pilot) -> np.ndarray:
    """The photograph as it lies on the canvas, (h, w, 3)."""
    until_seen(pilot)
    image = pilot.picture().copy(
        pilot.point(0, 0).x(),
        pilot.point(0, 0).y(),
        pilot.point(1, 1).x() - pilot.point(0, 0).x(),
        pilot.point(1, 1).y() - pilot.point(0, 0).y(),
    )
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), -1)
    return rows[:, : plain.width() * 3].reshape(plain.height(), plain.width(), 3).astype(int)


def changed_places(before: np.ndarray, after: np.ndarray) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what differs, in fractions."""
    differs = np.abs(after - before).max(axis=2) > 3
    rows, columns = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
    height, width = differs.shape
    return columns[0] / width, rows[0] / height, columns[-1] / width, rows[-1] / height


def test_an_ellipse_drawn_by_mouse_changes_only_what_lies_in_it(
    drive: Drive, dark_photo: Path
) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        alone(pilot)
        plain = seen(pilot)
        add(pilot, "Ellipse")
        drag(pilot, (0.62, 0.08), (0.96, 0.6))
        until_seen(pilot)
        assert (seen(pilot)[..., 0] - plain[..., 0]).max() > 60, "red shows where it is"
        write_amount(pilot, "exposure", "2")
        alone(pilot)
        left, top, right, bottom = changed_places(plain, seen(pilot))
        assert 0.61 < left < 0.7
        assert 0.07 < top < 0.2
        assert 0.88 < right < 0.97
        assert 0.5 < bottom < 0.61
        inside = np.s_[round(0.3 * len(plain)) : round(0.38 * len(plain)), :]
        assert seen(pilot)[inside].mean() > plain[inside].mean() + 5

    drive(script, dark_photo)


def test_it_is_moved_pulled_and_turned_by_its_handles(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        pilot.window.actions_table[ActionName.VIEW_AFTER].trigger()
        add(pilot, "Rectangle")
        added = region_of(pilot).shape
        drag(pilot, (0.2, 0.3), (0.6, 0.7))
        drag(pilot, (0.4, 0.5), (0.5, 0.6))
        moved = region_of(pilot).shape
        assert (moved.x, moved.y) == pytest.approx((0.5, 0.6), abs=0.01)
        assert (moved.width, moved.height) == pytest.approx((0.4, 0.4), abs=0.01)
        drag(pilot, (0.7, 0.8), (0.9, 0.9))
        pulled = region_of(pilot).shape
        assert (pulled.x, pulled.y) == pytest.approx((0.6, 0.65), abs=0.01)
        assert (pulled.width, pulled.height) == pytest.approx((0.6, 0.5), abs=0.01)
        above = pilot.point(0.6, 0.4) + QPoint(0, -26)
        middle = pilot.point(0.6, 0.65)
        pilot.drag(above, middle + QPoint(120, 0))
        assert region_of(pilot).shape.angle == pytest.approx(90.0, abs=1)
        for _ in range(4):
            pilot.press(Qt.Key.Key_Z, control=True)
        assert region_of(pilot).shape == added, "each drag was one step"

    drive(script, dark_photo)


def test_a_brush_paints_and_erases_and_each_stroke_is_one_step(
    drive: Drive, dark_photo: Path
) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        alone(pilot)
        plain = seen(pilot)
        add(pilot, "Brush")
        drag(pilot, (0.2, 0.5), (0.5, 0.5), (0.8, 0.5))
        drag(pilot, (0.5, 0.2), (0.5, 0.8), alt=True)
        write_amount(pilot, "exposure", "1.5")
        shape = region_of(pilot).shape
        assert isinstance(shape, Brush)
        assert [stroke.erases for stroke in shape.strokes] == [False, True]
        assert all(len(stroke.points) < 6 for stroke in shape.strokes), "lines need few points"
        alone(pilot)
        painted = seen(pilot) - plain
        height, width = painted.shape[:2]
        row = np.abs(painted[height // 2]).max(axis=1)
        assert row[round(0.3 * width)] > 5
        assert row[round(0.7 * width)] > 5
        assert row[round(0.5 * width)] <= 2, "it was erased there"
        assert np.abs(painted[: height // 4]).max() <= 2
        recipes = pilot.enhance.shared.recipes
        undo, undone = pilot.window.actions_table[ActionName.UNDO], []
        while recipes.undoable:
            undone.append(undo.text())
            recipes.undo()
        assert undone == [
            "Undo Brush 1: Exposure",
            "Undo Brush 1: Brush stroke",
            "Undo Brush 1: Brush stroke",
            "Undo Brush 1 added",
        ]

    drive(script, dark_photo)


def test_keys_act_on_the_region_and_not_on_the_view(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        canvas, editor = pilot.canvas, editor_of(pilot)
        add(pilot, "Ellipse")
        assert QApplication.focusWidget() is canvas
        before, divider, scale = region_of(pilot).shape, canvas.divider, canvas.percent
        assert isinstance(before, Ellipse)
        pilot.press(Qt.Key.Key_Right)
        pilot.press(Qt.Key.Key_Down)
        pilot.press(Qt.Key.Key_Plus)
        after = region_of(pilot).shape
        assert isinstance(after, Ellipse)
        assert (after.x - before.x, after.y - before.y) == pytest.approx((0.01, 0.01), abs=1e-3)
        assert after.width == pytest.approx(before.width * 1.1, rel=1e-3)
        assert (canvas.divider, canvas.percent) == (divider, scale)
        add(pilot, "Brush")
        radius = editor.brush.radius
        pilot.press(Qt.Key.Key_BracketRight)
        assert editor.brush.radius > radius
        pilot.press(Qt.Key.Key_BracketLeft)
        assert editor.brush.radius == pytest.approx(radius)
        turn_wheel(pilot, Qt.KeyboardModifier.ControlModifier)
        assert editor.brush.radius > radius
        assert (canvas.divider, canvas.percent) == (divider, scale)
        turn_wheel(pilot, Qt.KeyboardModifier.NoModifier)
        assert canvas.percent > scale
        pilot.press(Qt.Key.Key_Escape)
        assert editor.chosen is None
        pilot.press(Qt.Key.Key_BracketLeft)
        assert canvas.divider < divider
        assert len(editor.regions) == 2
        editor.choose(0)
        canvas.setFocus()
        pilot.press(Qt.Key.Key_Delete)
        assert len(editor.regions) == 1

    drive(script, dark_photo)


def turn_wheel(pilot: Pilot, modifiers: Qt.KeyboardModifier) -> None:
    point = QPointF(pilot.point(0.7, 0.5))
    event = QWheelEvent(
        point,
        pilot.canvas.mapToGlobal(point),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(pilot.canvas, event)


def test_enter_goes_to_the_amounts_and_esc_comes_back(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        add(pilot, "Ellipse")
        pilot.press(Qt.Key.Key_Return)
        exposure = pilot.enhance.panel.regions.controls.amount("exposure").slider
        assert exposure.hasFocus()
        pilot.press(Qt.Key.Key_Right)
        assert region_of(pilot).controls.exposure > 0
        pilot.press(Qt.Key.Key_Escape)
        assert pilot.canvas.hasFocus()
        assert editor_of(pilot).chosen == 0, "it is still worked on"

    drive(script, dark_photo)


def test_space_moves_the_picture_under_a_brush(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        add(pilot, "Brush")
        pilot.canvas.zoom_to(12.0)
        at = pilot.canvas.view.left
        QTest.keyPress(pilot.canvas, Qt.Key.Key_Space)
        pilot.drag(QPoint(500, 500), QPoint(400, 500))
        QTest.keyRelease(pilot.canvas, Qt.Key.Key_Space)
        assert pilot.canvas.view.left == at - 100
        assert region_of(pilot).shape == Brush()
        pilot.drag(QPoint(500, 500), QPoint(400, 500))
        assert pilot.canvas.view.left == at - 100
        assert region_of(pilot).shape != Brush()

    drive(script, dark_photo)


def test_the_mask_is_red_as_long_as_nothing_else_shows_it_and_by_key(
    drive: Drive, dark_photo: Path
) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        add(pilot, "Shadows")
        pilot.until(lambda: pilot.canvas.scene().mask is not None)
        (box,) = (
            each
            for each in pilot.enhance.panel.regions.findChildren(QCheckBox)
            if each.text() == "Show mask"
        )
        assert box.isChecked(), "it is seen"
        assert not box.isEnabled()
        write_amount(pilot, "exposure", "0.5")
        pilot.until(lambda: pilot.canvas.scene().mask is None)
        assert box.isEnabled()
        assert not box.isChecked()
        pilot.canvas.setFocus()
        pilot.press(Qt.Key.Key_O)
        assert pilot.window.actions_table[SHOW_MASK].isChecked()
        pilot.until(lambda: pilot.canvas.scene().mask is not None)
        pilot.press(Qt.Key.Key_O)
        pilot.until(lambda: pilot.canvas.scene().mask is None)

    drive(script, dark_photo)


def test_sliders_of_the_whole_picture_leave_regions_alone_and_both_are_saved(
    drive: Drive, dark_photo: Path
) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        add(pilot, "Highlights")
        write_amount(pilot, "warmth", "60")
        write_amount(pilot, "strength", "-40")
        write(pilot.enhance.panel.adjustments.slider("exposure"), "0.5")
        write(pilot.enhance.panel.adjustments.slider("strength"), "80")
        (region,) = editor_of(pilot).regions
        assert (region.controls.warmth, region.strength) == (0.6, -0.4)
        alone(pilot)
        shown = seen(pilot)
        pilot.press(Qt.Key.Key_S, control=True)
        dialog = pilot.dialog(SaveDialog)
        assert isinstance(dialog, SaveDialog)
        QTest.mouseClick(dialog.findChild(QPushButton, "save"), LEFT)
        saved = dark_photo.with_name("dark cat-enhanced.png")
        pilot.until(saved.exists)
        pilot.until(pilot.is_idle)
        photo = read_photo(saved)
        large = QImage(
            photo.pixels.tobytes(),
            photo.width,
            photo.height,
            photo.width * 3,
            QImage.Format.Format_RGB888,
        ).scaled(
            shown.shape[1],
            shown.shape[0],
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        rows = np.frombuffer(large.constBits(), np.uint8).reshape(large.height(), -1)
        wanted = rows[:, : large.width() * 3].reshape(shown.shape).astype(int)
        # The name of the side stands above.
        below = np.s_[len(shown) // 3 :]
        assert np.abs(wanted[below] - shown[below]).max() <= 2
        method = parse_method(text_of(pilot.enhance.shared.recipes.method))
        assert isinstance(method, MirnetMethod)
        assert method.regions == (region,)

    drive(script, dark_photo)


def test_the_list_switches_duplicates_and_deletes(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        alone(pilot)
        plain = seen(pilot)
        add(pilot, "Ellipse")
        write_amount(pilot, "exposure", "1.5")
        editor, section = editor_of(pilot), pilot.enhance.panel.regions
        buttons = {each.text(): each for each in section.findChildren(QPushButton)}
        pilot.click(buttons["Duplicate"])
        assert [section.list.item(row).text() for row in range(2)] == ["Ellipse 1", "Ellipse 2"]
        assert editor.chosen == 1
        for row in range(2):
            section.list.setCurrentRow(row)
            section.list.setFocus()
            QTest.keyClick(section.list, Qt.Key.Key_Space)
        assert [each.is_on for each in editor.regions] == [False, False]
        alone(pilot)
        assert np.abs(seen(pilot) - plain).max() <= 2
        section.list.setCurrentRow(0)
        section.list.setFocus()
        QTest.keyClick(section.list, Qt.Key.Key_Delete)
        pilot.click(buttons["Delete"])
        assert editor.regions == ()
        assert not section.list.isVisible()
        pilot.press(Qt.Key.Key_Z, control=True)
        assert len(editor.regions) == 1

    drive(script, dark_photo)
