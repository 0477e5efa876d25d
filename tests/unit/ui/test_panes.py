from __future__ import annotations

from itertools import pairwise

import pytest

from mirnet_gui.ui.canvas.view_transform import Size
from mirnet_gui.ui.compare.panes import Layout, Panes

WIDE, TALL = Size(3000, 2000), Size(1000, 2000)
CANVAS = Size(1000, 800)


def test_a_row_stands_side_by_side() -> None:
    panes = Panes(Layout.ROW, 4, CANVAS, WIDE)
    boxes = [panes.box(place) for place in range(4)]
    assert len({box.top for box in boxes}) == 1
    assert all(a.right < b.left for a, b in pairwise(boxes))
    assert boxes[-1].right <= CANVAS.width


@pytest.mark.parametrize(("picture", "columns"), [(WIDE, 2), (TALL, 4), (Size(9000, 1000), 1)])
def test_a_grid_shows_pictures_as_large_as_it_can(picture: Size, columns: int) -> None:
    assert Panes(Layout.GRID, 4, CANVAS, picture).columns == columns


@pytest.mark.parametrize("count", range(1, 9))
@pytest.mark.parametrize("layout", [Layout.ROW, Layout.GRID])
def test_every_point_of_a_pane_belongs_to_its_view(layout: Layout, count: int) -> None:
    panes = Panes(layout, count, CANVAS, WIDE)
    for place in range(count):
        box = panes.box(place)
        assert panes.at((box.left + box.right) / 2, (box.top + box.bottom) / 2) == place
        assert box.right <= CANVAS.width
        assert box.bottom <= CANVAS.height
    assert panes.at(-5, -5) is None


@pytest.mark.parametrize("layout", [Layout.SLIDER, Layout.FLICKER])
def test_one_pane_has_all_the_room(layout: Layout) -> None:
    panes = Panes(layout, 5, CANVAS, WIDE)
    assert panes.pane == CANVAS
    assert panes.at(500, 500) == 0


def test_without_views_there_is_nothing_to_point_at() -> None:
    assert Panes(Layout.GRID, 0, CANVAS, Size(0, 0)).at(5, 5) is None
