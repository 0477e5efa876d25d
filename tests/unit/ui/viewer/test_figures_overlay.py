"""What stands on a narrow view is whole, or is not there."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QApplication

from mirnet_gui.ui.viewer.figures_overlay import fitting_lines, name_in
from mirnet_gui.ui.viewer.view_transform import Box


@pytest.fixture
def metrics(qapp: QApplication) -> QFontMetricsF:
    return QFontMetricsF(QFont())


def test_every_view_of_a_narrow_row_has_a_name(metrics: QFontMetricsF) -> None:
    chip = name_in(Box(0, 0, 72, 300), "MIRNet lowlight", metrics)
    assert chip is not None
    assert chip.text.startswith("MI")
    assert chip.rect.right() <= 72


def test_figures_that_would_be_cut_are_left_out(metrics: QFontMetricsF) -> None:
    lines = ["0.02 s · mean 88", "clipped 14.3 / 22.6 %"]
    room = metrics.horizontalAdvance("mean 88") + 1
    assert fitting_lines(lines, room, metrics) == ["0.02 s", "mean 88"]
    assert fitting_lines(lines, 1000, metrics) == lines
