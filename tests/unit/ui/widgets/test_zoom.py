"""The zoom in the bar tells how large the picture is and offers every fixed zoom."""

from __future__ import annotations

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.widgets.zoom import ZoomSegments


def test_the_scale_is_told_and_its_menu_has_every_zoom(qtbot: QtBot) -> None:
    parent = QObject()
    zoom = ZoomSegments(Actions(parent))
    qtbot.addWidget(zoom)
    zoom.show_percent(61.7)
    assert zoom.percent.text() == "62 %"
    assert zoom.percent.accessibleName() == "Zoom, 62 %"
    texts = [action.text() for action in zoom.percent.menu().actions()]
    assert texts == ["Fit", "25 %", "50 %", "100 %", "200 %", "400 %"]


def test_the_button_is_as_wide_for_every_scale(qtbot: QtBot) -> None:
    parent = QObject()
    zoom = ZoomSegments(Actions(parent))
    qtbot.addWidget(zoom)
    widths = set()
    for percent in (3.2, 62, 3200):
        zoom.show_percent(percent)
        widths.add(zoom.sizeHint().width())
    assert len(widths) == 1
