"""Selective kernel feature fusion (paper, section 3.1.1 and figure 3)."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from mirnet_gui.network.attention import GlobalAveragePooling
from mirnet_gui.network.fast_gradients import PReLU


class SelectiveKernelFeatureFusion(nn.Module):
    """SKFF: a weighted sum of streams whose weights come from all of them.

    Fuse: the streams are added and pooled to a descriptor, squeezed to ``max(C/8, 4)``. Select:
    one head a stream, softmax across the streams for every channel. Shapes: ``streams`` tensors
    (N, C, H, W) in, one out.
    """

    def __init__(self, channels: int, streams: int, reduction: int = 8) -> None:
        super().__init__()
        squeezed = max(channels // reduction, 4)
        self.pool = GlobalAveragePooling()
        self.squeeze = nn.Sequential(nn.Conv2d(channels, squeezed, 1, bias=False), PReLU())
        self.heads = nn.ModuleList(
            nn.Conv2d(squeezed, channels, 1, bias=False) for _ in range(streams)
        )

    def forward(self, streams: Sequence[Tensor]) -> Tensor:
        """Fuse ``streams``, all of one shape."""
        weights = self.selection(self.pool(*streams))
        fused = streams[0] * weights[0]
        for stream, weight in zip(streams[1:], weights[1:], strict=True):
            fused = torch.addcmul(fused, stream, weight)
        return fused

    def selection(self, descriptor: Tensor) -> Tensor:
        """The weights (streams, N, C, 1, 1), summing to 1 over the streams, for ``descriptor``."""
        squeezed = self.squeeze(descriptor)
        return torch.softmax(torch.stack([head(squeezed) for head in self.heads]), dim=0)
