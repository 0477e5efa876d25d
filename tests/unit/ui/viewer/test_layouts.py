from __future__ import annotations

from itertools import pairwise

import pytest

from mirnet_gui.ui.viewer.layouts import Arrangement, Layout, divider_at, fraction_at
from mirnet_gui.ui.viewer.view_transform import Box, Size

WIDE, TALL = Size(3000, 2000), Size(1000, 2000)
CANVAS = Size(1000, 800)


def test_a_row_stands_side_by_side() -> None:
    arrangement = Arrangement(Layout.ROW, 4, CANVAS, WIDE)
    boxes = [arrangement.box(place) for place in range(4)]
    assert len({box.top for box in boxes}) == 1
    assert all(a.right < b.left for a, b in pairwise(boxes))
    assert boxes[-1].right <= CANVAS.width


@pytest.mark.parametrize(("picture", "columns"), [(WIDE, 2), (TALL, 4), (Size(9000, 1000), 1)])
def test_a_grid_shows_pictures_as_large_as_it_can(picture: Size, columns: int) -> None:
    assert Arrangement(Layout.GRID, 4, CANVAS, picture).columns == columns


@pytest.mark.parametrize("count", range(1, 9))
@pytest.mark.parametrize("layout", [Layout.ROW, Layout.GRID])
def test_every_point_of_a_pane_belongs_to_its_view(layout: Layout, count: int) -> None:
    arrangement = Arrangement(layout, count, CANVAS, WIDE)
    for place in range(count):
        box = arrangement.box(place)
        assert arrangement.at((box.left + box.right) / 2, (box.top + box.bottom) / 2) == place
        assert box.right <= CANVAS.width
        assert box.bottom <= CANVAS.height
    assert arrangement.at(-5, -5) is None


@pytest.mark.parametrize("layout", [Layout.SLIDER, Layout.LAST, Layout.FLICKER])
def test_one_pane_has_all_the_room(layout: Layout) -> None:
    arrangement = Arrangement(layout, 5, CANVAS, WIDE)
    assert arrangement.pane == CANVAS
    assert arrangement.box(3) == arrangement.box(0)
    assert arrangement.at(500, 500) == 0


def test_without_views_there_is_nothing_to_point_at() -> None:
    assert Arrangement(Layout.GRID, 0, CANVAS, Size(0, 0)).at(5, 5) is None


def test_two_places_share_the_canvas_but_for_the_gap() -> None:
    arrangement = Arrangement(Layout.ROW, 2, Size(1000, 600), WIDE, gap=2)
    assert arrangement.pane == Size(499, 600)
    assert arrangement.box(1).left == 501


def test_divider_is_a_share_of_the_visible_picture() -> None:
    box = Box(100, 0, 500, 300)
    assert divider_at(0.25, box) == 200
    assert fraction_at(200, box) == 0.25
    assert fraction_at(50, box) == 0.0
    assert fraction_at(900, box) == 1.0
    assert fraction_at(7, Box(5, 5, 5, 5)) == 0.5
