"""What was chosen for a photograph is taken back and made again, step by step, by keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionSlider

from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.widgets.labelled_slider import LabelledSlider
from tests.e2e.pilot import Drive, Pilot

LEFT = Qt.MouseButton.LeftButton


def slider_of(pilot: Pilot, name: str) -> LabelledSlider:
    return pilot.enhance.panel.adjustments.slider(name)


def drag(pilot: Pilot, name: str, by: int) -> None:
    """The handle by so many pixels, in several moves of the mouse."""
    slider = slider_of(pilot, name).slider
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    control, handle = QStyle.ComplexControl.CC_Slider, QStyle.SubControl.SC_SliderHandle
    start = slider.style().subControlRect(control, option, handle, slider).center()
    QTest.mousePress(slider, LEFT, pos=start)
    for step in range(1, 5):
        QTest.mouseMove(slider, start + QPoint(by * step // 4, 0))
    QTest.mouseRelease(slider, LEFT, pos=start + QPoint(by, 0))


def write(pilot: Pilot, name: str, text: str) -> None:
    field = slider_of(pilot, name).figure
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def undo(pilot: Pilot) -> None:
    pilot.press(Qt.Key.Key_Z, control=True)


def redo(pilot: Pilot) -> None:
    pilot.press(Qt.Key.Key_Z, control=True, shift=True)


def undoing(pilot: Pilot) -> QAction:
    return pilot.window.actions_table[ActionName.UNDO]


def redoing(pilot: Pilot) -> QAction:
    return pilot.window.actions_table[ActionName.REDO]


def test_each_drag_of_a_slider_is_one_step(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        assert not undoing(pilot).isEnabled()
        exposure = slider_of(pilot, "exposure")
        values = [exposure.value]
        for by in (20, 24):
            drag(pilot, "exposure", by)
            values.append(exposure.value)
        assert values[0] < values[1] < values[2]
        drag(pilot, "warmth", -16)
        assert undoing(pilot).text() == "Undo Warmth"
        undo(pilot)
        assert slider_of(pilot, "warmth").value == 0.0
        assert undoing(pilot).text() == "Undo Exposure"
        assert redoing(pilot).text() == "Redo Warmth"
        for value in (values[1], values[0]):
            undo(pilot)
            assert exposure.value == value
        assert not undoing(pilot).isEnabled()
        for value in values[1:]:
            redo(pilot)
            assert exposure.value == value
        assert pilot.enhance.controller.choice.controls.exposure == pytest.approx(values[2])
        redo(pilot)
        assert slider_of(pilot, "warmth").value < 0
        assert not redoing(pilot).isEnabled()

    drive(script, dark_photo)


def test_the_picture_goes_back_with_the_slider(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        before = pilot.colour(0.75, 0.6)
        drag(pilot, "exposure", -60)
        pilot.until(lambda: pilot.colour(0.75, 0.6).lightness() < before.lightness())
        undo(pilot)
        pilot.until(lambda: pilot.colour(0.75, 0.6) == before)
        assert slider_of(pilot, "exposure").value == 0.0

    drive(script, dark_photo)


def test_typed_numbers_keys_and_resets_are_steps(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        exposure = slider_of(pilot, "exposure")
        write(pilot, "exposure", "1")
        write(pilot, "exposure", "1.5")
        # The focus is still where the number was typed, and these are no keys for its digits.
        undo(pilot)
        assert exposure.value == pytest.approx(1.0)
        undo(pilot)
        assert exposure.value == 0.0
        redo(pilot)
        drag(pilot, "exposure", 10)
        dragged = exposure.value
        for _ in range(3):
            QTest.keyClick(exposure.slider, Qt.Key.Key_Left)
        undo(pilot)
        assert exposure.value == dragged, "keys after a drag are a step of their own"
        QTest.mouseClick(exposure.slider, LEFT, pos=QPoint(2, exposure.slider.height() // 2))
        QTest.mouseDClick(exposure.slider, LEFT, pos=QPoint(2, exposure.slider.height() // 2))
        assert exposure.value == 0.0
        undo(pilot)
        assert exposure.value == dragged, "a double click is one step"
        write(pilot, "shadows", "20")
        pilot.click(pilot.enhance.panel.findChild(QPushButton, "resetAdjustments"))
        assert (exposure.value, slider_of(pilot, "shadows").value) == (0.0, 0.0)
        assert undoing(pilot).text() == "Undo"
        undo(pilot)
        assert exposure.value == dragged
        assert slider_of(pilot, "shadows").value == pytest.approx(0.2)

    drive(script, dark_photo)


def test_digits_that_are_being_typed_have_their_own_undo(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        write(pilot, "exposure", "1")
        field = slider_of(pilot, "exposure").figure
        field.selectAll()
        QTest.keyClicks(field, "2")
        undo(pilot)
        assert field.text() == "1.00 EV"
        assert slider_of(pilot, "exposure").value == pytest.approx(1.0)
        undo(pilot)
        assert slider_of(pilot, "exposure").value == 0.0

    drive(script, dark_photo)


def test_every_photograph_has_its_own_history(drive: Drive, three_photos: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        drag(pilot, "exposure", 30)
        value = slider_of(pilot, "exposure").value
        pilot.press(Qt.Key.Key_PageDown)
        pilot.until_enhanced()
        assert not undoing(pilot).isEnabled()
        undo(pilot)
        pilot.press(Qt.Key.Key_PageUp)
        pilot.until_enhanced()
        assert slider_of(pilot, "exposure").value == value
        undo(pilot)
        assert slider_of(pilot, "exposure").value == 0.0

    drive(script, three_photos)


def test_another_model_is_taken_back(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        first = pilot.enhance.controller.current.enhanced
        pilot.choose_model("lol")
        pilot.until_enhanced()
        assert undoing(pilot).text() == "Undo Model"
        undo(pilot)
        pilot.until_enhanced()
        assert pilot.settings.model == "lowlight"
        assert pilot.enhance.controller.current.enhanced is first, "and nothing was computed"
        assert pilot.enhance.panel.model == "lowlight"
        assert slider_of(pilot, "denoise").isEnabled()
        redo(pilot)
        pilot.until_enhanced()
        assert pilot.settings.model == "lol"

    drive(script, dark_photo)


def test_undo_is_offered_on_its_page_alone(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        drag(pilot, "exposure", 30)
        pilot.turn_to("compare")
        assert not undoing(pilot).isEnabled()
        pilot.turn_to("enhance")
        assert undoing(pilot).isEnabled()

    drive(script, dark_photo)
