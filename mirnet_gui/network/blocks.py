"""Multi-scale residual blocks and the groups made of them (paper, sections 3 and 3.1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint

from mirnet_gui.network.attention import DualAttentionUnit
from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.network.fusion import SelectiveKernelFeatureFusion
from mirnet_gui.network.resizing import resizing


class FullExchange(nn.Module):
    """Every stream receives every stream, resized and fused by SKFF (figure 2).

    Takes and gives back one tensor (N, C * 2**k, H / 2**k, W / 2**k) for each stream k.
    """

    def __init__(self, config: MirnetConfig) -> None:
        super().__init__()
        levels = range(config.streams)
        self.resizings = nn.ModuleList(
            nn.ModuleList(resizing(config.channels, source, target) for source in levels)
            for target in levels
        )
        self.fusions = nn.ModuleList(
            SelectiveKernelFeatureFusion(config.channels * 2**target, config.streams)
            for target in levels
        )

    def forward(self, streams: Sequence[Tensor]) -> list[Tensor]:
        """Exchange between ``streams``."""
        return [
            fusion([resize(s) for resize, s in zip(cast(nn.ModuleList, row), streams, strict=True)])
            for row, fusion in zip(self.resizings, self.fusions, strict=True)
        ]


class MultiScaleResidualBlock(nn.Module):
    """MRB: parallel streams of several resolutions that keep the full one (figure 2).

    A chain of downsamplings and dual attention units makes the streams; every further column
    is a full exchange and a dual attention unit on each stream; at last all streams are brought
    to full size and fused, then conv 3x3, plus input. Shapes: (N, C, H, W) in and out, H and W
    multiples of ``2**(streams - 1)``.
    """

    def __init__(self, config: MirnetConfig) -> None:
        super().__init__()
        levels = range(config.streams)
        self.chain = nn.ModuleList(resizing(config.channels, k, k + 1) for k in levels[:-1])
        self.attentions = nn.ModuleList(
            nn.ModuleList(DualAttentionUnit(config.channels * 2**k) for k in levels)
            for _ in range(config.columns)
        )
        self.exchanges = nn.ModuleList(FullExchange(config) for _ in range(config.columns - 1))
        self.raisings = nn.ModuleList(resizing(config.channels, k, 0) for k in levels)
        self.fusion = SelectiveKernelFeatureFusion(config.channels, config.streams)
        self.conv = nn.Conv2d(config.channels, config.channels, 3, padding=1, bias=False)

    def forward(self, features: Tensor) -> Tensor:
        """Enrich ``features`` with context from every resolution."""
        streams = self._open_streams(features)
        for exchange, column in zip(self.exchanges, list(self.attentions)[1:], strict=True):
            streams = self._attend(exchange(streams), column)
        raised = [lift(stream) for lift, stream in zip(self.raisings, streams, strict=True)]
        enriched: Tensor = self.conv(self.fusion(raised))
        return features + enriched

    def _open_streams(self, features: Tensor) -> list[Tensor]:
        first, *others = cast(nn.ModuleList, self.attentions[0])
        streams = [first(features)]
        for lower, attention in zip(self.chain, others, strict=True):
            streams.append(attention(lower(streams[-1])))
        return streams

    @staticmethod
    def _attend(streams: Sequence[Tensor], column: nn.Module) -> list[Tensor]:
        units = cast(nn.ModuleList, column)
        return [unit(stream) for unit, stream in zip(units, streams, strict=True)]


class RecursiveResidualGroup(nn.Module):
    """RRG: several multi-scale residual blocks, conv 3x3, plus input (figure 2).

    Shapes: (N, C, H, W) in and out. With ``checkpointing`` the blocks' activations are computed
    again on the way back instead of being kept.
    """

    def __init__(self, config: MirnetConfig) -> None:
        super().__init__()
        self.blocks = nn.Sequential(
            *(MultiScaleResidualBlock(config) for _ in range(config.blocks))
        )
        self.conv = nn.Conv2d(config.channels, config.channels, 3, padding=1, bias=False)
        self.checkpointing = False

    def forward(self, features: Tensor) -> Tensor:
        """Refine ``features``."""
        refined = features
        for block in self.blocks:
            refined = self._through(block, refined)
        return features + cast(Tensor, self.conv(refined))

    def _through(self, block: nn.Module, features: Tensor) -> Tensor:
        if self.checkpointing and features.requires_grad:
            return cast(Tensor, checkpoint(block, features, use_reentrant=False))
        return cast(Tensor, block(features))
