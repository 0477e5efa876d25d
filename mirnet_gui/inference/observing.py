"""Looks on while networks look at a photograph; what is seen is an :data:`Insight`.

Plain torch in fp32 on the CPU, with forward hooks on the networks' own modules: a pass on a copy,
which takes a second or two. The pass of light is seen exactly as it is run, since it sees a copy of
0.1 megapixels in any case. All others work at full size in tiles; here they see a copy, too, as
large as :data:`MOST_OPERATIONS` allow.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import cast

import torch
from torch import Tensor, nn

from mirnet_gui.inference.insight import (
    FusionPlace,
    FusionWeights,
    Insight,
    PassInsight,
    UnitAttention,
    UnitPlace,
)
from mirnet_gui.inference.pixels import checked, to_tensor
from mirnet_gui.inference.relighting import exposed_copy, fitted_light
from mirnet_gui.network.attention import DualAttentionUnit, GlobalAveragePooling
from mirnet_gui.network.blocks import MultiScaleResidualBlock, RecursiveResidualGroup
from mirnet_gui.network.catalog import Pass
from mirnet_gui.network.checkpoints import load_weights
from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.network.fusion import SelectiveKernelFeatureFusion
from mirnet_gui.network.mirnet import Mirnet, channels_last
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.values import Floats
from mirnet_gui.progress import CancelToken, Look, Progress, ProgressCallback, share_of
from mirnet_gui.tone.affine_map import COPY_PIXELS, relit
from mirnet_gui.tone.stops import stops_between

MOST_OPERATIONS = 100e9
"""Multiplications of one pass: one to three seconds on two cores."""

# Measured: 479 billion for 256 x 256 pixels with the paper's 64 channels and 12 columns of units,
# and about as the square of the channels.
_OPERATIONS_A_PIXEL, _CHANNELS, _COLUMNS = 479e9 / 256**2, 64, 12
_PARTS = 1000


def observe(
    passes: Sequence[Pass], pixels: Pixels, progress: ProgressCallback, cancel: CancelToken
) -> Insight:
    """What the networks of ``passes`` do, one after the other, to ``pixels`` (H, W, 3).

    ``detail`` sees what ``light`` made. The same for the same photograph and weights.
    Raises :class:`mirnet_gui.errors.WeightsError` and, within a second of ``cancel``,
    :class:`mirnet_gui.errors.Cancelled`.
    """
    seen = []
    for number, each in enumerate(passes):
        look = _look(share_of(progress, number, len(passes), "pass"), cancel)
        network = channels_last(load_weights(each.path, each.sha256))
        cancel.raise_if_cancelled()
        copy = exposed_copy(pixels, network.config, _copy_pixels(network.config))
        found, restored = _observed(each, network, copy.exposed, look)
        if each.task == "light":
            lit = relit(fitted_light(copy, restored, network.config), copy.exposed)
            found = replace(found, light=stops_between(copy.before, lit))
            pixels = lit
        seen.append(found)
    return tuple(seen)


def _copy_pixels(config: MirnetConfig) -> int:
    if config.task == "light":
        return COPY_PIXELS
    columns = config.groups * config.blocks * config.columns
    cost = _OPERATIONS_A_PIXEL * (config.channels / _CHANNELS) ** 2 * columns / _COLUMNS
    return min(int(MOST_OPERATIONS / (cost * config.inner_scale**2)), COPY_PIXELS)


def _look(progress: ProgressCallback, cancel: CancelToken) -> Look:
    done = 0.0

    def look(share: float) -> None:
        nonlocal done
        cancel.raise_if_cancelled()
        done += share
        progress(Progress(round(done * _PARTS), _PARTS, "pass"))

    return look


def _observed(of: Pass, network: Mirnet, fed: Floats, look: Look) -> tuple[PassInsight, Tensor]:
    units: list[UnitAttention] = []
    fusions: list[FusionWeights] = []
    picture = to_tensor(fed).contiguous(memory_format=torch.channels_last)
    with torch.inference_mode(), ExitStack() as hooks:
        hooks.enter_context(_looking(network, look))
        for unit_place, unit in _units(network):
            hooks.enter_context(_watched_unit(unit, unit_place, units))
        for fusion_place, fusion in _fusions(network):
            hooks.enter_context(_watched_fusion(fusion, fusion_place, fusions))
        restored = network(picture).float()
    checked(restored.numpy(), of.path.name)
    scale, multiple = network.config.inner_scale, network.config.size_multiple
    height, width = (-(-side * scale // multiple) * multiple for side in fed.shape[:2])
    found = PassInsight(of, fed, (height, width), scale, tuple(units), tuple(fusions))
    return found, restored


@contextmanager
def _looking(network: Mirnet, look: Look) -> Iterator[None]:
    """Look up dozens of times in a pass: before every global pool."""
    pools = [each for each in network.modules() if isinstance(each, GlobalAveragePooling)]

    def hook(_module: nn.Module, _given: tuple[Tensor, ...]) -> None:
        look(1.0 / len(pools))

    with ExitStack() as stack:
        for pool in pools:
            stack.callback(pool.register_forward_pre_hook(hook).remove)
        yield


@contextmanager
def _watched_unit(
    unit: DualAttentionUnit, place: UnitPlace, units: list[UnitAttention]
) -> Iterator[None]:
    spatial: list[Floats] = []

    # Of the two attentions, the spatial one comes first.
    def before_sigmoid(_module: nn.Module, _given: object, made: Tensor) -> None:
        spatial.append(torch.sigmoid(made)[0, 0].numpy())

    def weights(_module: nn.Module, _given: object, made: Tensor) -> None:
        units.append(UnitAttention(place, spatial.pop(), made.flatten().numpy()))

    with (
        _hooked(unit.spatial.conv, before_sigmoid),
        _hooked(unit.channel.excitation, weights),
    ):
        yield


@contextmanager
def _watched_fusion(
    fusion: SelectiveKernelFeatureFusion, place: FusionPlace, fusions: list[FusionWeights]
) -> Iterator[None]:
    def descriptor(_module: nn.Module, _given: object, made: Tensor) -> None:
        fusions.append(FusionWeights(place, fusion.selection(made)[:, 0, :, 0, 0].numpy()))

    with _hooked(fusion.pool, descriptor):
        yield


@contextmanager
def _hooked(module: nn.Module, hook: object) -> Iterator[None]:
    handle = module.register_forward_hook(hook)  # type: ignore[arg-type]
    try:
        yield
    finally:
        handle.remove()


def _blocks(network: Mirnet) -> Iterator[tuple[int, int, MultiScaleResidualBlock]]:
    for group_number, group in enumerate(network.groups, 1):
        blocks = cast(RecursiveResidualGroup, group).blocks
        for block_number, block in enumerate(blocks, 1):
            yield group_number, block_number, cast(MultiScaleResidualBlock, block)


def _units(network: Mirnet) -> Iterator[tuple[UnitPlace, DualAttentionUnit]]:
    for group, block, module in _blocks(network):
        for column, units in enumerate(module.attentions, 1):
            for stream, unit in enumerate(cast(nn.ModuleList, units), 1):
                place = UnitPlace(group, block, column, stream)
                yield place, cast(DualAttentionUnit, unit)


def _fusions(network: Mirnet) -> Iterator[tuple[FusionPlace, SelectiveKernelFeatureFusion]]:
    for group, block, module in _blocks(network):
        for column, exchange in enumerate(module.exchanges, 2):
            for stream, fusion in enumerate(cast(nn.ModuleList, exchange.fusions), 1):
                place = FusionPlace(group, block, column, stream)
                yield place, cast(SelectiveKernelFeatureFusion, fusion)
        yield FusionPlace(group, block), module.fusion
