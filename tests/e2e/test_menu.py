"""What the gear offers."""

from __future__ import annotations

from pilot import Drive, Pilot
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu

from mirnet_gui import __version__
from mirnet_gui.ui.about_dialog import AboutDialog


def test_about_tells_version_and_licence(drive: Drive) -> None:
    def script(pilot: Pilot) -> None:
        entries = [entry for menu in pilot.window.findChildren(QMenu) for entry in menu.actions()]
        next(entry for entry in entries if entry.text() == "About MIRNet GUI").trigger()
        dialog = pilot.dialog(AboutDialog)
        words = " ".join(line.text() for line in dialog.findChildren(QLabel))
        assert __version__ in words
        assert "Apache License 2.0" in words
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        pilot.until(lambda: not dialog.isVisible())

    drive(script)
