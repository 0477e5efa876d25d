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


def test_it_gives_its_room_to_the_first_photograph(qtbot: QtBot) -> None:
    owner = QObject()
    panel = WelcomePanel(Actions(owner))
    qtbot.addWidget(panel)
    panel.show()
    height = panel.sizeHint().height()
    panel.give_room()
    assert panel.isVisible(), "it is still being measured"
    qtbot.waitUntil(lambda: panel.sizeHint().height() < height)
    with qtbot.waitSignals([panel.measured_unseen, panel.closed]):
        panel.show_speed(Speed(90.0))
    assert not panel.isVisible()


def test_a_photograph_after_the_measuring_ends_it(qtbot: QtBot) -> None:
    owner = QObject()
    panel = WelcomePanel(Actions(owner))
    qtbot.addWidget(panel)
    panel.show_speed(Speed(90.0))
    with qtbot.waitSignal(panel.closed):
        panel.give_room()
