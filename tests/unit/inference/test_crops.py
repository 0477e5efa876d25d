from __future__ import annotations

import numpy as np
import pytest
import torch

from mirnet_gui.inference.crops import crops_of, weighting

SIZES = [(3000, 4000), (1080, 1920), (400, 5000), (5000, 300), (700, 333), (330, 330)]


@pytest.mark.parametrize(("height", "width"), SIZES)
@pytest.mark.parametrize("most", [1, 3, 14])
def test_crops_lie_in_the_picture_and_are_of_one_size(height: int, width: int, most: int) -> None:
    crops = crops_of(height, width, core=256, overlap=32, most=most)
    assert 1 <= len(crops) <= most
    seen = np.zeros((height, width), dtype=int)
    for crop in crops:
        assert crop.core_in_seen == crops[0].core_in_seen
        assert seen[crop.seen].shape == seen[crops[0].seen].shape
        seen[crop.core] += 1
    assert seen.max() == 1, "nothing is counted twice"


def test_a_large_picture_is_looked_at_everywhere() -> None:
    crops = crops_of(3000, 4000, core=256, overlap=32, most=14)
    middles = np.array([[e.rows.core_start, e.columns.core_start] for e in crops]) + 128
    assert len(crops) >= 10
    for quarter in ((0, 0), (0, 2000), (1500, 0), (1500, 2000)):
        inside = (middles >= quarter) & (middles < np.add(quarter, (1500, 2000)))
        assert inside.all(axis=1).sum() >= 2


@pytest.mark.parametrize("scale", [1.0, 0.5, 0.37])
def test_a_weighting_is_the_mean_over_its_regions(scale: float) -> None:
    regions = [(slice(64, 128), slice(0, 64)), (slice(200, 264), slice(128, 192))]
    size = (round(320 * scale) // 4 * 4, round(240 * scale) // 4 * 4)
    maps = weighting(regions, size, scale, streams=3)
    assert [tuple(part.shape[-2:]) for part in maps] == [
        (size[0] // k, size[1] // k) for k in (1, 2, 4)
    ]
    rows = torch.arange(size[0])[:, None] / scale + 0.5 / scale
    for part in maps:
        assert float(part.sum()) == pytest.approx(1.0, abs=1e-5)
    where = float((maps[0][0, 0] * rows).sum())
    assert where == pytest.approx((96 + 232) / 2, abs=1.0)
