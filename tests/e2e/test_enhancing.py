"""A photograph goes in and comes out clear, with the network's shipped weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton

from mirnet_gui.photo.reading import read_photo
from tests.e2e.pilot import Drive, Pilot, Turnstile


def test_photo_given_as_argument_is_enhanced(
    drive: Drive, dark_photo: Path, turnstile: Turnstile
) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until(pilot.has_photo)
        assert "dark cat.png" in pilot.window.windowTitle()
        before = pilot.colour(0.75, 0.5)
        turnstile.let_all()
        pilot.until_enhanced()
        assert pilot.colour(0.75, 0.5).lightness() > before.lightness() + 20

    assert drive(script, dark_photo) == 0


def test_only_the_side_after_the_divider_changes(
    drive: Drive, dark_photo: Path, turnstile: Turnstile
) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until(pilot.has_photo)
        before = pilot.picture()
        turnstile.let_all()
        pilot.until_enhanced()
        after = pilot.picture()
        assert after.pixelColor(pilot.point(0.25, 0.5)) == before.pixelColor(pilot.point(0.25, 0.5))
        assert after.pixelColor(pilot.point(0.75, 0.5)) != before.pixelColor(pilot.point(0.75, 0.5))

    drive(script, dark_photo)


def test_dragging_the_divider_uncovers_the_result(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        dark = pilot.colour(0.3, 0.4)
        pilot.drag(pilot.point(0.5, 0.5), pilot.point(0.1, 0.5))
        assert abs(pilot.canvas.divider - 0.1) < 0.01
        assert pilot.colour(0.3, 0.4).lightness() > dark.lightness() + 20

    drive(script, dark_photo)


def test_divider_and_press_and_hold_by_keyboard(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        pilot.press(Qt.Key.Key_Left)
        assert pilot.canvas.divider < 0.5
        pilot.press(Qt.Key.Key_BracketRight)
        assert abs(pilot.canvas.divider - 0.5) < 1e-6
        bright = pilot.colour(0.75, 0.5)
        QTest.keyPress(pilot.canvas, Qt.Key.Key_Space)
        assert pilot.colour(0.75, 0.5).lightness() < bright.lightness() - 20
        QTest.keyRelease(pilot.canvas, Qt.Key.Key_Space)
        assert pilot.colour(0.75, 0.5) == bright

    drive(script, dark_photo)


def test_strength_is_painted_at_once_and_stays_with_its_photograph(
    drive: Drive, dark_photo: Path, turnstile: Turnstile
) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until(pilot.has_photo)
        dark = pilot.colour(0.75, 0.5).lightness()
        turnstile.let_all()
        pilot.until_enhanced()
        bright = pilot.colour(0.75, 0.5).lightness()
        slider = pilot.enhance.panel.adjustments.slider("strength").slider
        slider.setFocus()
        QTest.keyClick(slider, Qt.Key.Key_Home)
        assert pilot.colour(0.75, 0.5).lightness() == dark
        for _ in range(5):
            QTest.keyClick(slider, Qt.Key.Key_PageUp)
        assert abs(pilot.colour(0.75, 0.5).lightness() - (dark + bright) / 2) <= 2
        strength = pilot.enhance.panel.adjustments.slider("strength")
        pilot.press(Qt.Key.Key_PageDown)
        pilot.until(lambda: "other.png" in pilot.window.windowTitle())
        assert strength.value == 1.0
        pilot.until(pilot.is_enhanced)
        pilot.press(Qt.Key.Key_PageUp)
        assert strength.value == pytest.approx(0.5), "what was chosen for this one is still here"

    other = dark_photo.with_name("other.png")
    other.write_bytes(dark_photo.read_bytes())
    drive(script, dark_photo, other)

    def again(pilot: Pilot) -> None:
        pilot.until_enhanced()
        strength = pilot.enhance.panel.adjustments.slider("strength")
        assert strength.value == pytest.approx(0.5), "and the next time, too"

    drive(again, dark_photo)


def test_drop_of_a_folder_opens_all_its_photos(drive: Drive, dark_photo: Path) -> None:
    (dark_photo.parent / "deeper").mkdir()
    (dark_photo.parent / "deeper" / "other.png").write_bytes(dark_photo.read_bytes())
    (dark_photo.parent / "notes.txt").write_text("no photograph")

    def script(pilot: Pilot) -> None:
        pilot.drop(dark_photo.parent)
        pilot.until(pilot.has_photo)
        assert pilot.position == "1 of 2"
        pilot.until_enhanced()
        pilot.press(Qt.Key.Key_PageDown)
        pilot.until(lambda: "other.png" in pilot.window.windowTitle())
        assert pilot.position == "2 of 2"
        pilot.until(pilot.is_enhanced)
        pilot.press(Qt.Key.Key_PageUp)
        # The first result is still there: nothing runs again.
        assert "dark cat.png" in pilot.window.windowTitle()
        assert pilot.is_enhanced()

    drive(script)


def test_drop_of_a_picture_without_a_file(drive: Drive) -> None:
    def script(pilot: Pilot) -> None:
        mime = QMimeData()
        picture = QImage(90, 61, QImage.Format.Format_RGB32)
        picture.fill(Qt.GlobalColor.darkBlue)
        mime.setImageData(picture)
        pilot.drop_mime(mime)
        pilot.until(pilot.has_photo)
        assert "Pasted photograph" in pilot.window.windowTitle()
        assert pilot.colour(0.2, 0.5) == picture.pixelColor(0, 0)
        pilot.until_enhanced()

    drive(script)


def test_paste_and_copy(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        clipboard = QGuiApplication.clipboard()
        clipboard.setImage(QImage(str(dark_photo)))
        pilot.press(Qt.Key.Key_V, control=True)
        pilot.until_enhanced()
        copied = pilot.copied().convertToFormat(QImage.Format.Format_RGB888)
        rows = np.frombuffer(copied.constBits(), np.uint8).reshape(copied.height(), -1)
        assert rows[:, : copied.width() * 3].mean() > read_photo(dark_photo).pixels.mean() + 20
        clipboard.clear()
        pilot.press(Qt.Key.Key_V, control=True)
        assert pilot.message is not None
        assert "There is no photograph on the clipboard" in pilot.message.sentence

    drive(script)


def test_zoom_by_wheel_and_keys_and_pan(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        fitted = pilot.canvas.percent
        for _ in range(7):
            pilot.press(Qt.Key.Key_Plus)
        assert pilot.canvas.percent > fitted * 2
        left = pilot.canvas.view.left
        pilot.drag(QPoint(200, 300), QPoint(260, 300))
        assert pilot.canvas.view.left == left + 60
        pilot.press(Qt.Key.Key_1, control=True)
        assert pilot.canvas.percent == 100
        pilot.press(Qt.Key.Key_0, control=True)
        assert pilot.canvas.percent == fitted

    drive(script, dark_photo)


def test_side_by_side_shows_the_same_place_twice(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        pilot.press(Qt.Key.Key_2)
        middle = pilot.canvas.width() // 2
        spot = pilot.point(0.5, 0.5)
        before = pilot.picture().pixelColor(spot)
        after = pilot.picture().pixelColor(spot + QPoint(middle + 1, 0))
        assert after.lightness() > before.lightness() + 20

    drive(script, dark_photo)


def test_a_sample_is_one_click_away(drive: Drive) -> None:
    def script(pilot: Pilot) -> None:
        samples = [
            button
            for button in pilot.window.findChildren(QToolButton)
            if button.accessibleName().startswith("Try the sample")
        ]
        assert samples
        QTest.mouseClick(samples[0], Qt.MouseButton.LeftButton)
        pilot.until(pilot.has_photo)

    drive(script)


def test_tiles_take_the_place_of_the_preview_as_they_come(drive: Drive, tiled_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until(lambda: pilot.canvas.provisional)
        pilot.until_revealed()
        pilot.canvas.set_divider(0.0)
        preview = pilot.picture().copy(_middle_of(pilot))
        pilot.until(lambda: pilot.picture().copy(_middle_of(pilot)) != preview)
        assert pilot.canvas.provisional, "what changed is a part, not yet the result"
        bright = pilot.brightness()
        pilot.press(Qt.Key.Key_Escape)
        pilot.until(lambda: not pilot.canvas.provisional)
        assert pilot.brightness() > bright - 10, "its light stays"
        assert pilot.picture().copy(_middle_of(pilot)) == preview, "and nothing but its light"

    drive(script, tiled_photo)


def _middle_of(pilot: Pilot) -> QRect:
    """What lies between the names of the sides and the divider's handle."""
    return QRect(pilot.point(0.4, 0.6), pilot.point(0.6, 0.8))


def test_weights_that_enlarge_show_a_larger_result(drive: Drive, dark_photo: Path) -> None:
    small = read_photo(dark_photo)

    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        left = pilot.colour(0.25, 0.5)
        pilot.choose_model("enlarge-2x")
        pilot.until_enhanced()
        sizes = f"{2 * small.width} × {2 * small.height}"
        assert any(each.text() == sizes for each in pilot.enhance.findChildren(QLabel))
        copied = pilot.copied()
        assert (copied.width(), copied.height()) == (2 * small.width, 2 * small.height)
        assert pilot.colour(0.25, 0.5) == left, "before and after lie on each other"
        after = pilot.colour(0.75, 0.5).lightness()
        QTest.keyPress(pilot.canvas, Qt.Key.Key_Space)
        assert abs(pilot.colour(0.75, 0.5).lightness() - after) < 25
        QTest.keyRelease(pilot.canvas, Qt.Key.Key_Space)

    drive(script, dark_photo)
