from __future__ import annotations

import numpy as np
import pytest

from mirnet_gui.inference.tile_observer import Region
from mirnet_gui.inference.tiles import next_tile, tiles_of


@pytest.mark.parametrize("size", [(1, 1), (64, 64), (65, 300), (1000, 127)])
def test_cores_cover_every_pixel_exactly_once(size: tuple[int, int]) -> None:
    covered = np.zeros(size, dtype=int)
    for tile in tiles_of(*size, tile=64, overlap=32):
        covered[tile.rows.core, tile.columns.core] += 1
    assert (covered == 1).all()


def test_every_tile_sees_its_overlap_where_the_picture_goes_on() -> None:
    picture = np.arange(300 * 200).reshape(300, 200)
    for tile in tiles_of(300, 200, tile=64, overlap=32):
        seen = picture[tile.rows.seen, tile.columns.seen]
        core = seen[tile.rows.core_in_seen, tile.columns.core_in_seen]
        assert np.array_equal(core, picture[tile.rows.core, tile.columns.core])
        for span, side in ((tile.rows, 300), (tile.columns, 200)):
            assert span.seen_start == max(span.core_start - 32, 0)
            assert span.seen_stop == min(span.core_stop + 32, side)


def test_what_is_in_view_comes_first_from_its_middle_outwards() -> None:
    tiles = tiles_of(640, 640, tile=64, overlap=32)
    view = Region(top=300, left=0, bottom=500, right=200)
    order = []
    while tiles:
        order.append(next_tile(tiles, view))
        tiles.remove(order[-1])
    seen = [tile.region.meets(view) for tile in order]
    assert seen == sorted(seen, reverse=True)
    assert sum(seen) == 4 * 4
    assert order[0].region == Region(384, 64, 448, 128)
    assert order[-1].region.left == 576, "the farthest one comes last"


def test_nobody_looking_leaves_the_order() -> None:
    tiles = tiles_of(200, 200, tile=64, overlap=32)
    assert next_tile(tiles, None) is tiles[0]
