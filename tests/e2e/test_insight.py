"""What the network looks at, switched on and read as a person would."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.compare.compare_page import ComparePage
from tests.e2e.pilot import Drive, Pilot


def shades(page: ComparePage, key: str) -> QImage:
    """What is drawn in the middle of the pane ``key``, as one pixel."""
    place = [pane.key for pane in page.canvas.panes].index(key)
    box = page.canvas.pane_box(place).toRect()
    across, down = box.width() // 3, box.height() // 3
    middle = box.adjusted(across, down, -across, -down)
    image = page.canvas.grab().toImage().copy(middle)
    return image.scaled(1, 1, mode=Qt.TransformationMode.SmoothTransformation)


def test_what_the_network_looks_at_is_shown_by_keyboard(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until(pilot.has_photo)
        page = pilot.compare
        for _ in range(3):
            page.controller.methods.remove(0)
        pilot.turn_to("compare")
        pilot.until(lambda: pilot.is_compared(1))
        percent, plain = page.canvas.percent, shades(page, "mirnet")
        panel = page.panel.insight
        assert not panel.part_box.isVisible()

        QTest.keyClick(pilot.window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
        assert "Being worked out…" in panel.text
        pilot.until(panel.part_box.isVisible)
        assert panel.part_box.currentText() == "Light's map"
        assert "stops (EV)" in panel.text
        assert not panel.bars.isVisible()
        covered = shades(page, "mirnet")
        assert covered.pixelColor(0, 0) != plain.pixelColor(0, 0)
        assert page.canvas.percent == percent
        assert "Light's map" in page.canvas.accessibleDescription()

        panel.part_box.setFocus()
        QTest.keyClick(panel.part_box, Qt.Key.Key_Down)
        assert page.canvas.panes[1].label == "MIRNet lowlight · Light pass: early, fine detail"
        assert "RRG 1, MRB 1, DAU column 1, stream 1" in panel.text
        assert "how much a place matters" in panel.text
        assert len(panel.bars.shares) == 3
        assert sum(int(share.split()[0]) for share in panel.bars.shares) in (99, 100, 101)
        assert "Full size: " in panel.bars.accessibleDescription()

        panel.opacity.set_value(0.0)
        assert shades(page, "mirnet").pixelColor(0, 0) == plain.pixelColor(0, 0)
        assert panel.width() <= page.panel.width()

        QTest.keyClick(pilot.window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
        assert not panel.part_box.isVisible()
        assert page.canvas.panes[1].label == "MIRNet lowlight"
        assert not pilot.window.actions_table[ActionName.INSIGHT].isChecked()

    drive(script, dark_photo)
