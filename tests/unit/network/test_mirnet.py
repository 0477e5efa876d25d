from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F

from mirnet_gui.errors import WeightsError
from mirnet_gui.network.attention import ChannelAttention, DualAttentionUnit, SpatialAttention
from mirnet_gui.network.config import MirnetConfig, NetworkTask
from mirnet_gui.network.fusion import SelectiveKernelFeatureFusion
from mirnet_gui.network.mirnet import Mirnet
from mirnet_gui.network.padding import pad_to_multiple
from mirnet_gui.network.resizing import BlurPool, Downsampling, Upsampling


@pytest.mark.parametrize("size", [(1, 1), (1, 9), (2, 3), (5, 5), (37, 18), (64, 48)])
def test_any_picture_size_comes_back_in_its_size(network: Mirnet, size: tuple[int, int]) -> None:
    picture = torch.rand(1, 3, *size)
    with torch.inference_mode():
        restored = network(picture)
    assert restored.shape == picture.shape
    assert restored.isfinite().all()


@pytest.mark.parametrize("scale", [2, 3, 4])
@pytest.mark.parametrize("size", [(5, 5), (37, 18)])
def test_a_scale_enlarges_a_picture_of_any_size(scale: int, size: tuple[int, int]) -> None:
    torch.manual_seed(0)
    network = Mirnet(MirnetConfig(8, 1, 1, 2, 1, task="enlarge", scale=scale))
    picture = torch.rand(1, 3, *size)
    torch.nn.init.zeros_(network.conv_out.weight)
    with torch.inference_mode():
        enlarged = network(picture)
    assert enlarged.shape == (1, 3, size[0] * scale, size[1] * scale)
    # Without a residual, what is left is the picture itself, enlarged where it stands.
    torch.testing.assert_close(F.avg_pool2d(enlarged, scale), picture, atol=0.3, rtol=0.0)


@pytest.mark.parametrize(("scale", "task"), [(5, "enlarge"), (2, "denoise"), (True, "whole")])
def test_a_scale_that_no_network_has_is_refused(scale: int, task: NetworkTask) -> None:
    with pytest.raises(WeightsError, match="scale must be"):
        MirnetConfig(task=task, scale=scale)


@pytest.mark.parametrize("streams", [2, 3, 4, 5])
@pytest.mark.parametrize("columns", [1, 2, 3])
def test_any_number_of_streams_and_columns_runs(streams: int, columns: int) -> None:
    config = MirnetConfig(channels=8, groups=1, blocks=1, streams=streams, columns=columns)
    assert Mirnet(config)(torch.rand(2, 3, 21, 33)).shape == (2, 3, 21, 33)


def test_a_zeroed_last_convolution_leaves_the_picture_exactly_as_it_is(network: Mirnet) -> None:
    torch.nn.init.zeros_(network.conv_out.weight)
    picture = torch.rand(1, 3, 30, 42)
    assert torch.equal(network(picture), picture)


def test_every_parameter_takes_part_in_the_result(network: Mirnet) -> None:
    network(torch.rand(1, 3, 32, 32)).square().mean().backward()
    idle = [
        name
        for name, parameter in network.named_parameters()
        if parameter.grad is None or not parameter.grad.abs().sum() > 0
    ]
    # A squeezed descriptor of one channel may happen to be negative before its ReLU.
    assert [name for name in idle if ".excitation." not in name] == []


def test_the_paper_s_size_is_the_default() -> None:
    # 31.8 million are published with shared units and exchanges; the paper's drawing shares none.
    parameters = sum(parameter.numel() for parameter in Mirnet().parameters())
    assert parameters == 43_971_936
    assert MirnetConfig() == MirnetConfig(64, 3, 2, 3, 2)


def test_fusion_is_a_weighted_mean_whose_weights_add_up_to_one() -> None:
    fusion = SelectiveKernelFeatureFusion(16, streams=3)
    same = torch.rand(1, 16, 6, 6)
    assert torch.allclose(fusion([same, same, same]), same, atol=1e-6)


def test_fusion_weighs_streams_against_each_other_for_each_channel() -> None:
    torch.manual_seed(1)
    fusion = SelectiveKernelFeatureFusion(16, streams=2)
    ones, zeros = torch.ones(1, 16, 4, 4), torch.zeros(1, 16, 4, 4)
    share = fusion([ones, zeros])
    assert ((share > 0) & (share < 1)).all()
    assert share.std(dim=1).max() > 0
    assert torch.allclose(share, share[..., :1, :1].expand_as(share))


def test_channel_attention_depends_on_the_whole_picture() -> None:
    attention = ChannelAttention(16)
    features = torch.rand(1, 16, 8, 8)
    changed = features.clone()
    changed[..., 7, 7] += 5.0
    assert not torch.equal(attention(features)[..., 0, 0], attention(changed)[..., 0, 0])


def test_spatial_attention_depends_on_its_window_only() -> None:
    attention = SpatialAttention()
    features = torch.rand(1, 16, 9, 9)
    changed = features.clone()
    changed[..., 8, 8] += 5.0
    before, after = attention(features), attention(changed)
    assert torch.equal(before[..., :6, :6], after[..., :6, :6])
    assert not torch.equal(before[..., 6, 6], after[..., 6, 6])


def test_dual_attention_adds_its_input() -> None:
    unit = DualAttentionUnit(8)
    torch.nn.init.zeros_(unit.merge.weight)
    features = torch.rand(1, 8, 5, 5)
    assert torch.equal(unit(features), features)


def test_downsampling_is_anti_aliased() -> None:
    checkerboard = torch.tensor([[0.0, 1.0], [1.0, 0.0]]).repeat(8, 8)[None, None]
    blurred = BlurPool(1)(checkerboard)
    assert blurred.shape == (1, 1, 8, 8)
    assert torch.allclose(blurred, torch.full_like(blurred, 0.5))


def test_resizing_halves_and_doubles() -> None:
    features = torch.rand(1, 8, 12, 20)
    assert Downsampling(8)(features).shape == (1, 16, 6, 10)
    assert Upsampling(8)(features).shape == (1, 4, 24, 40)


def test_the_skip_branch_resizes_as_the_paper_s_order_does() -> None:
    up, features = Upsampling(8), torch.rand(1, 8, 7, 9)
    resized = F.interpolate(features, scale_factor=2, mode="bilinear", align_corners=False)
    assert torch.allclose(up.skip(features), up.skip[0](resized), atol=1e-6)


def test_padding_reflects() -> None:
    picture = torch.arange(6.0).reshape(1, 1, 1, 6)
    assert pad_to_multiple(picture, 4)[0, 0, 0].tolist() == [0, 1, 2, 3, 4, 5, 4, 3]


@pytest.mark.parametrize(
    "sizes", [{"streams": 1}, {"channels": 0}, {"groups": -1}, {"blocks": True}, {"columns": 1.5}]
)
def test_impossible_sizes_are_named(sizes: dict[str, int]) -> None:
    with pytest.raises(WeightsError, match=next(iter(sizes))):
        MirnetConfig(**sizes)
