"""What the first start says, before and after the computer is measured."""

from __future__ import annotations

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from mirnet_gui.jobs.window_jobs import Speed
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.shell.welcome_panel import WelcomePanel


def test_it_says_what_is_measured_and_that_it_happens_once(qtbot: QtBot) -> None:
    owner = QObject()
    panel = WelcomePanel(Actions(owner))
    qtbot.addWidget(panel)
    assert "finding out which way of computing is the fastest" in panel.measuring
    assert "happens once" in panel.measuring
    assert "Nothing leaves this computer" in panel.measuring
    panel.show_speed(Speed(90.0))
    assert panel.measuring.startswith("Measured: a photograph of 12 megapixels takes about 1 min")
    assert "not be measured again" in panel.measuring
    panel.show_speed(Speed(None))
    assert "could not be measured" in panel.measuring
