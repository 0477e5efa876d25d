"""What networks look at: the real weights, against each part of a pass computed by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch.nn import functional

from mirnet_gui.errors import Cancelled, WeightsError
from mirnet_gui.inference import observing
from mirnet_gui.inference.insight import FusionPlace, Insight, PassInsight, UnitPlace
from mirnet_gui.inference.observing import observe
from mirnet_gui.inference.session import Session
from mirnet_gui.network.catalog import Pass, find_weights
from mirnet_gui.network.checkpoints import load_weights, save_weights
from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.network.mirnet import Mirnet
from mirnet_gui.network.padding import pad_to_multiple
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.progress import CancelToken, Progress, silent


def seen(name: str, pixels: Pixels) -> Insight:
    return observe(find_weights(name).passes, pixels, silent, CancelToken())


@pytest.fixture(scope="module")
def small() -> Pixels:
    """(62, 91, 3) uint8, of no side that the network can halve twice."""
    rng = np.random.default_rng(4)
    lit = np.linspace(4.0, 70.0, 91)[None, :, None] * np.ones((62, 1, 3))
    lit[20:40, 30:60] *= 0.4
    return (lit + rng.normal(0.0, 3.0, lit.shape)).clip(0, 255).astype(np.uint8)


@pytest.fixture(scope="module")
def insight(small: Pixels) -> Insight:
    return seen("lowlight", small)


def test_every_unit_and_fusion_is_seen_by_the_names_of_the_paper(insight: Insight) -> None:
    light, detail = insight
    assert [each.of.task for each in insight] == ["light", "detail"]
    assert [len(each.units) for each in insight] == [12, 6]
    assert [len(each.fusions) for each in insight] == [4, 2]
    assert light.units[0].place.name == "RRG 1, MRB 1, DAU column 1, stream 1"
    assert light.units[-1].place == UnitPlace(2, 2, 1, 3)
    assert detail.fusions[1].place.name == "RRG 1, MRB 2, closing SKFF"


def test_maps_have_the_resolution_of_their_stream_and_lie_between_0_and_1(
    insight: Insight,
) -> None:
    light = insight[0]
    assert [each.spatial.shape for each in light.units[:3]] == [(64, 92), (32, 46), (16, 23)]
    for unit in (*light.units, *insight[1].units):
        assert 0.0 <= unit.spatial.min() < unit.spatial.max() <= 1.0
        assert 0.0 <= unit.channels.min() <= unit.channels.max() <= 1.0
    assert [each.channels.shape for each in light.units[:3]] == [(16,), (32,), (64,)]


def test_the_map_of_a_unit_is_that_of_the_real_pass(insight: Insight) -> None:
    """The second unit of the first block, recomputed from the equations of the paper."""
    light = insight[0]
    network = load_weights(light.of.path)
    with torch.inference_mode():
        picture = torch.from_numpy(light.fed).permute(2, 0, 1)[None]
        shallow = network.conv_in(pad_to_multiple(picture, 4))
        block = network.groups[0].blocks[0]
        first, second = block.attentions[0][0], block.attentions[0][1]
        features = block.chain[0](first(shallow))
        w0, slope, w2 = (second.body[0].weight, second.body[1].weight, second.body[2].weight)
        m = functional.conv2d(features, w0, padding=1)
        m = functional.conv2d(torch.where(m > 0, m, slope * m), w2, padding=1)
        described = torch.cat([m.max(dim=1, keepdim=True)[0], m.mean(dim=1, keepdim=True)], dim=1)
        logits = functional.conv2d(described, second.spatial.conv.weight, padding=2)
        spatial = 1.0 / (1.0 + torch.exp(-logits))
        squeeze, excite = (second.channel.excitation[place].weight for place in (0, 2))
        pooled = m.mean(dim=(2, 3))[0]
        hidden = torch.clamp(squeeze[:, :, 0, 0] @ pooled, min=0.0)
        channels = 1.0 / (1.0 + torch.exp(-(excite[:, :, 0, 0] @ hidden)))
    np.testing.assert_allclose(light.units[1].spatial, spatial[0, 0].numpy(), atol=1e-5)
    np.testing.assert_allclose(light.units[1].channels, channels.numpy(), atol=1e-5)
    assert np.ptp(light.units[1].spatial) > 0.01


def test_streams_are_weighted_as_the_real_fusion_weights_them(small: Pixels) -> None:
    """A fusion's result is its streams by the weights that were seen."""
    insight = seen("denoise", small)[0]
    network = load_weights(insight.of.path)
    given: list[list[torch.Tensor]] = []
    made: list[torch.Tensor] = []
    fusion = network.groups[1].blocks[0].fusion

    def hook(_module: object, streams: tuple[list[torch.Tensor]], fused: torch.Tensor) -> None:
        given.append(list(streams[0]))
        made.append(fused)

    fusion.register_forward_hook(hook)
    with torch.inference_mode():
        network(torch.from_numpy(insight.fed).permute(2, 0, 1)[None])
    weights = insight.closing(UnitPlace(2, 1, 1, 3))
    assert weights.place == FusionPlace(2, 1)
    assert weights.weights.shape == (3, 16)
    np.testing.assert_allclose(weights.weights.sum(axis=0), 1.0, atol=1e-6)
    assert sum(weights.means) == pytest.approx(1.0)
    assert max(weights.spreads) > 0.0
    by_hand = sum(
        stream[0] * torch.from_numpy(share)[:, None, None]
        for stream, share in zip(given[0], weights.weights, strict=True)
    )
    torch.testing.assert_close(made[0][0], by_hand, atol=1e-5, rtol=1e-4)


def test_light_is_in_stops_what_the_pass_makes_of_the_photograph(
    insight: Insight, small: Pixels, light: Session
) -> None:
    stops = insight[0].light
    assert stops is not None
    assert stops.shape == small.shape[:2]
    relit = light.relight(small, silent, CancelToken())

    def mean_light(pixels: Pixels) -> float:
        values = pixels / 255.0
        linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
        return float((linear @ [0.2126, 0.7152, 0.0722])[24:36, 36:54].mean())

    by_hand = np.log2(mean_light(relit) / mean_light(small))
    assert stops[24:36, 36:54].mean() == pytest.approx(by_hand, abs=0.2)
    assert by_hand > 1.0
    assert insight[1].light is None


def test_detail_sees_the_photograph_relit(insight: Insight, small: Pixels) -> None:
    light, detail = insight
    assert detail.fed.shape == light.fed.shape
    assert detail.fed.mean() > 2 * small.mean() / 255


def test_the_same_comes_twice(insight: Insight, small: Pixels) -> None:
    for one, other in zip(insight, seen("lowlight", small), strict=True):
        for unit, again in zip(one.units, other.units, strict=True):
            assert np.array_equal(unit.spatial, again.spatial)
            assert np.array_equal(unit.channels, again.channels)
        for fusion, again_fusion in zip(one.fusions, other.fusions, strict=True):
            assert np.array_equal(fusion.weights, again_fusion.weights)


def small_network(**sizes: object) -> Mirnet:
    torch.manual_seed(1)
    config = {"channels": 8, "groups": 1, "blocks": 1, "streams": 3, "columns": 2} | sizes
    return Mirnet(MirnetConfig.from_dict(config)).eval()


def test_networks_with_columns_have_their_exchanges_seen(tmp_path: Path, small: Pixels) -> None:
    save_weights(small_network(), tmp_path / "own.safetensors")
    (found,) = seen(str(tmp_path / "own.safetensors"), small)
    assert [each.place for each in found.units] == [
        UnitPlace(1, 1, column, stream) for column in (1, 2) for stream in (1, 2, 3)
    ]
    assert [each.place for each in found.fusions] == [
        *(FusionPlace(1, 1, 2, stream) for stream in (1, 2, 3)),
        FusionPlace(1, 1),
    ]


def test_networks_that_enlarge_first_lie_over_the_photograph(tmp_path: Path, small: Pixels) -> None:
    network = small_network(task="enlarge", scale=2, enlarge_first=True)
    save_weights(network, tmp_path / "own.safetensors")
    (found,) = seen(str(tmp_path / "own.safetensors"), small)
    assert found.units[0].spatial.shape == (124, 184)
    assert found.spread_out(found.units[0]).shape == (62, 91)


def test_what_fills_up_the_picture_is_not_shown(insight: Insight) -> None:
    """Of 92 columns that the network sees, three are beyond the photograph's 89."""
    unit = insight[0].units[2]
    marked = np.zeros_like(unit.spatial)
    marked[:, -1] = 1.0
    narrow = replace(insight[0], fed=insight[0].fed[:, :89])
    shown = narrow.spread_out(replace(unit, spatial=marked))
    assert shown.shape == (62, 89)
    # Bilinearly between the centres of the last two, at 85.5 and 89.5.
    np.testing.assert_allclose(shown[:, -1], (88 - 85.5) / 4, atol=1e-3)
    assert shown[:, :85].max() == 0.0


def test_large_networks_see_smaller_copies_but_light_the_one_it_always_sees(
    small: Pixels, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(observing, "MOST_OPERATIONS", 479e9 * (16 / 64) ** 2 * 2 / 12 / 64)
    light, detail = seen("lowlight", small)
    assert light.fed.shape == (62, 91, 3)
    # As many pixels as 479 billion operations are for the paper's network, by 64.
    assert detail.fed.shape[0] * detail.fed.shape[1] == pytest.approx(32 * 32, rel=0.1)


def test_it_tells_how_far_it_is_and_can_be_cancelled_in_the_middle(small: Pixels) -> None:
    reports: list[Progress] = []
    passes = find_weights("lowlight").passes
    observe(passes, small, reports.append, CancelToken())
    assert len(reports) > 20
    assert reports[-1].fraction == pytest.approx(1.0)
    token = CancelToken()
    shares: list[float] = []

    def in_the_middle(progress: Progress) -> None:
        shares.append(progress.fraction)
        if progress.fraction > 0.5:
            token.cancel()

    with pytest.raises(Cancelled):
        observe(passes, small, in_the_middle, token)
    assert shares[-1] < 0.9


def test_damaged_weights_are_refused_in_words(tmp_path: Path, small: Pixels) -> None:
    path = tmp_path / "own.safetensors"
    path.write_bytes(b"nothing")
    with pytest.raises(WeightsError, match=r"own\.safetensors is damaged"):
        observe([Pass("whole", path)], small, silent, CancelToken())


def test_a_picture_of_one_pixel_has_maps_too() -> None:
    (found,) = seen("denoise", np.full((1, 1, 3), 40, np.uint8))
    assert isinstance(found, PassInsight)
    assert found.spread_out(found.units[0]).shape == (1, 1)
