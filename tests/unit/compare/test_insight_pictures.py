"""Maps in colours, and which of them are worth a look."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from mirnet_gui.compare.insight import insight_into, passes_of
from mirnet_gui.compare.insight_pictures import colour_scale, map_picture, overlaid
from mirnet_gui.compare.insight_views import InsightKey, insight_views
from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.network.checkpoints import save_weights
from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.network.mirnet import Mirnet
from mirnet_gui.progress import CancelToken, silent

RAMP = np.linspace(0.2, 0.6, 100, dtype=np.float32)[None].repeat(40, axis=0)


def test_little_is_dark_blue_and_much_is_yellow() -> None:
    picture = map_picture(RAMP, "share")
    assert picture.pixels.shape == (80, 200, 3)
    assert (picture.low, picture.high) == pytest.approx((0.2, 0.6), abs=0.005)
    dark, bright = picture.pixels[40, 0].astype(int), picture.pixels[40, -1].astype(int)
    assert dark.sum() < 150
    assert dark[2] > dark[0]
    assert bright[0] > 220
    assert bright[2] < 100


def test_brightness_alone_tells_high_from_low() -> None:
    """Who sees no colours, or prints in grey, reads the same."""
    grey = colour_scale(64)[0].astype(float) @ [0.2126, 0.7152, 0.0722]
    assert (np.diff(grey) > 0).mean() > 0.95
    assert np.ptp(grey) > 150


def test_what_hardly_differs_is_not_drawn_as_if_it_did() -> None:
    picture = map_picture(np.float32(0.5) + RAMP * np.float32(1e-3), "share")
    assert picture.high - picture.low == pytest.approx(0.02)
    assert np.ptp(picture.pixels.astype(int), axis=(0, 1)).max() < 20


def test_stops_have_ends_of_their_own() -> None:
    picture = map_picture(RAMP * 10, "stops")
    assert picture.measure == "stops"
    assert picture.high == pytest.approx(6.0, abs=0.05)


def test_the_photograph_is_seen_through_the_map() -> None:
    picture = map_picture(RAMP, "share")
    photograph = np.zeros((40, 100, 3), np.float32)
    photograph[:, 50:] = 1.0
    half = overlaid(picture, photograph, 0.5).astype(int)
    assert half.shape == picture.pixels.shape
    expected = (picture.pixels[40, 180].astype(int) + 255) / 2
    assert half[40, 180] == pytest.approx(expected, abs=1)
    assert np.array_equal(overlaid(picture, photograph, 1.0), picture.pixels)


def test_two_passes_have_light_and_chosen_units_of_both() -> None:
    pixels = np.full((48, 64, 3), 20, np.uint8)
    pixels[:, 30:] = 50
    views = insight_views(insight_into(MirnetMethod(), pixels, silent, CancelToken()))
    scales = ("fine", "medium", "broad")
    assert [view.key for view in views] == [
        InsightKey("light"),
        *(InsightKey("light", stage, s) for stage in ("early", "middle", "late") for s in scales),
        *(InsightKey("detail", stage, s) for stage in ("early", "late") for s in scales),
    ]
    assert views[0].key.is_light
    assert views[0].picture.measure == "stops"
    assert views[0].picture.low > 0.5
    assert [view.place.name for view in views[4:7]] == [
        f"RRG 2, MRB 1, DAU column 1, stream {stream}" for stream in (1, 2, 3)
    ]
    assert views[5].fusion.place.name == "RRG 2, MRB 1, closing SKFF"
    assert views[0].fusion is None


def test_a_fast_result_has_no_detail() -> None:
    assert [each.task for each in passes_of(MirnetMethod(speed="fast"))] == ["light"]
    one = passes_of(MirnetMethod(model="lol-one-pass", speed="fast"))
    assert [each.task for each in one] == ["whole"]
    # What has no light is not faster.
    noise = passes_of(MirnetMethod(model="denoise", speed="fast"))
    assert [each.task for each in noise] == ["denoise"]


def test_of_one_block_and_two_streams_there_are_two_views(tmp_path: Path) -> None:
    torch.manual_seed(0)
    config = MirnetConfig(channels=8, groups=1, blocks=1, streams=2, columns=2)
    save_weights(Mirnet(config), tmp_path / "own.safetensors")
    method = MirnetMethod(model=str(tmp_path / "own.safetensors"))
    pixels = np.full((20, 30, 3), 20, np.uint8)
    views = insight_views(insight_into(method, pixels, silent, CancelToken()))
    assert [view.key for view in views] == [
        InsightKey("whole", "", "fine"),
        InsightKey("whole", "", "broad"),
    ]
    assert views[1].place.name == "RRG 1, MRB 1, DAU column 2, stream 2"
