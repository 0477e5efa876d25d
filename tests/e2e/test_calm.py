"""What a hand does often never freezes the window."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtTest import QTest

from mirnet_gui.inference.session import Session
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.widgets.filmstrip import Filmstrip
from mirnet_gui.ui.widgets.labelled_slider import LabelledSlider
from tests.e2e.pilot import Drive, Pilot

pytestmark = pytest.mark.calm


def test_looking_adjusting_and_taking_back(drive: Drive, large_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        # Showing a photograph takes longer still.
        pilot.meter.take()
        for key in (Qt.Key.Key_1, Qt.Key.Key_0, Qt.Key.Key_J, Qt.Key.Key_J):
            pilot.press(key)
        middle = pilot.canvas.rect().center()
        pilot.drag(middle, middle * 0.5)
        slider = pilot.enhance.panel.adjustments.findChild(LabelledSlider)
        for _ in range(5):
            with pilot.meter.looking():
                QTest.keyClick(slider.slider, Qt.Key.Key_Right)
            pilot.until(pilot.is_idle)
        pilot.press(Qt.Key.Key_Z, control=True)
        pilot.until(pilot.is_idle)
        assert slider.value == 0.0

    drive(script, large_photo)


def test_settings_for_hundreds_and_a_scattered_selection(
    drive: Drive, dark_photo: Path, tmp_path: Path
) -> None:
    party = tmp_path / "party"
    party.mkdir()
    photographs = [party / f"{number:03}.png" for number in range(400)]
    for each in photographs:
        each.symlink_to(dark_photo)

    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        pilot.until(pilot.is_idle)
        strip = pilot.enhance.findChild(Filmstrip)
        assert strip is not None
        slider = pilot.enhance.panel.adjustments.slider("exposure")
        slider.slider.setValue(slider.slider.value() + 5)
        actions = pilot.window.actions_table
        actions[ActionName.COPY_SETTINGS].trigger()
        strip.selectAll()
        pilot.until(actions[ActionName.PASTE_SETTINGS].isEnabled)
        # Showing a photograph takes longer still.
        pilot.meter.take()
        model = strip.model()
        for action in (ActionName.PASTE_SETTINGS, ActionName.UNDO, ActionName.REDO):
            with pilot.meter.looking():
                actions[action].trigger()
            pilot.until(pilot.is_idle)
        assert "edited" in model.index(399, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        scattered = QItemSelection()
        for row in range(1, 400, 2):
            scattered.select(model.index(row, 0), model.index(row, 0))
        strip.selectionModel().select(scattered, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        with pilot.meter.looking():
            actions[ActionName.REMOVE_OPEN].trigger()
        pilot.until(lambda: model.rowCount() == 200)

    drive(script, *photographs)


def test_memory_is_given_back_when_nobody_asks_anything(
    drive: Drive, dark_photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = threading.Event()
    real = Session.release_memory

    def release_memory(session: Session) -> None:
        real(session)
        released.set()

    monkeypatch.setattr(Session, "release_memory", release_memory)

    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        pilot.until(released.is_set)

    drive(script, dark_photo)
    assert released.is_set()
