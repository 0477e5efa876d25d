from __future__ import annotations

import pytest

from mirnet_gui.ui.canvas.arrangement import Arrangement, ViewMode, divider_at, fraction_at
from mirnet_gui.ui.canvas.view_transform import Box, Size


def test_two_panes_share_the_canvas() -> None:
    arrangement = Arrangement(ViewMode.SIDE_BY_SIDE, Size(1000, 600))
    assert arrangement.pane == Size(499, 600)
    assert arrangement.within_pane(100) == 100
    assert arrangement.within_pane(arrangement.second_left + 100) == 100


@pytest.mark.parametrize("mode", [ViewMode.SLIDER, ViewMode.AFTER])
def test_one_pane_has_it_all(mode: ViewMode) -> None:
    arrangement = Arrangement(mode, Size(1000, 600))
    assert arrangement.pane == Size(1000, 600)
    assert arrangement.within_pane(900) == 900


def test_divider_is_a_share_of_the_visible_picture() -> None:
    box = Box(100, 0, 500, 300)
    assert divider_at(0.25, box) == 200
    assert fraction_at(200, box) == 0.25
    assert fraction_at(50, box) == 0.0
    assert fraction_at(900, box) == 1.0
    assert fraction_at(7, Box(5, 5, 5, 5)) == 0.5
