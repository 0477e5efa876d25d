"""What a hand does often never freezes the window."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mirnet_gui.inference.session import Session
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
