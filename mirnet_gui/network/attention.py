"""Dual attention units and their parts (paper, section 3.1.2 and figure 4)."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from mirnet_gui.network.fast_gradients import (
    PReLU,
    max_of_channels,
    mean_of_channels,
    mean_of_places,
)


class GlobalAveragePooling(nn.Module):
    """Mean over the picture of the sum of its streams: each (N, C, H, W) -> (N, C, 1, 1).

    A module of its own, so that inference over tiles can put the whole picture's descriptor
    in place of the tile's.
    """

    def forward(self, *streams: Tensor) -> Tensor:
        """Give back the descriptor of ``streams``, all of one shape."""
        # The mean of a sum is the sum of the means, without a full-size sum in memory.
        means = [mean_of_places(stream) for stream in streams]
        return torch.stack(means).sum(dim=0)


class ChannelAttention(nn.Module):
    """Squeeze and excitation: weighs each channel by a descriptor of the whole picture.

    Pool -> 1x1 C -> C/r -> ReLU -> 1x1 -> sigmoid, with r = 8. Shapes: (N, C, H, W) in and out.
    """

    def __init__(self, channels: int, reduction: int = 8) -> None:
        super().__init__()
        self.pool = GlobalAveragePooling()
        self.excitation = nn.Sequential(
            nn.Conv2d(channels, channels // reduction, 1, bias=False),
            nn.ReLU(inplace=True),
            nn.Conv2d(channels // reduction, channels, 1, bias=False),
            nn.Sigmoid(),
        )

    def forward(self, features: Tensor) -> Tensor:
        """Recalibrate the channels of ``features``."""
        weights: Tensor = self.excitation(self.pool(features))
        return features * weights


class SpatialAttention(nn.Module):
    """Weighs each place by the maximum and mean over its channels, seen through a 5x5 window.

    Shapes: (N, C, H, W) in and out.
    """

    def __init__(self, kernel_size: int = 5) -> None:
        super().__init__()
        self.conv = nn.Conv2d(2, 1, kernel_size, padding=kernel_size // 2, bias=False)

    def forward(self, features: Tensor) -> Tensor:
        """Recalibrate the places of ``features``."""
        described = torch.cat([max_of_channels(features), mean_of_channels(features)], dim=1)
        return features * torch.sigmoid(self.conv(described))


class DualAttentionUnit(nn.Module):
    """Dual attention unit (DAU): features recalibrated by place and by channel, plus input.

    ``M = conv3x3(PReLU(conv3x3(X)))``; out = ``X + conv1x1([SA(M), CA(M)])`` (equation 3).
    Shapes: (N, C, H, W) in and out.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(channels, channels, 3, padding=1, bias=False),
            PReLU(),
            nn.Conv2d(channels, channels, 3, padding=1, bias=False),
        )
        self.spatial = SpatialAttention()
        self.channel = ChannelAttention(channels)
        self.merge = nn.Conv2d(2 * channels, channels, 1, bias=False)

    def forward(self, features: Tensor) -> Tensor:
        """Recalibrate ``features``."""
        m = self.body(features)
        merged: Tensor = self.merge(torch.cat([self.spatial(m), self.channel(m)], dim=1))
        return features + merged
