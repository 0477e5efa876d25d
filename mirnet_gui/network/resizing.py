"""Residual resizing modules with anti-aliased downsampling (paper, section 3.1.3, figure 5)."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from mirnet_gui.network.fast_gradients import PReLU, blurred_half

_SIXTEENTHS = ((1, 2, 1), (2, 4, 2), (1, 2, 1))


class BlurPool(nn.Module):
    """Anti-aliased downsampling by two (Zhang, ICML 2019): [1 2 1] x [1 2 1] / 16, stride 2.

    Shapes: (N, C, H, W) -> (N, C, H/2, W/2), H and W even; the border is reflected.
    """

    kernel: Tensor

    def __init__(self, channels: int) -> None:
        super().__init__()
        # Not computed: on the device "meta" arithmetic loads torch's compiler, for a second.
        one = torch.tensor([[share / 16 for share in row] for row in _SIXTEENTHS])
        kernel = one.expand(channels, 1, 3, 3).contiguous()
        self.register_buffer("kernel", kernel, persistent=False)

    def forward(self, features: Tensor) -> Tensor:
        """Blur ``features`` and keep every second row and column."""
        return blurred_half(features, self.kernel)


class Downsampling(nn.Module):
    """Residual downsampling by two: (N, C, H, W) -> (N, 2C, H/2, W/2)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.main = nn.Sequential(
            nn.Conv2d(channels, channels, 1, bias=False),
            PReLU(),
            nn.Conv2d(channels, channels, 3, padding=1, bias=False),
            PReLU(),
            BlurPool(channels),
            nn.Conv2d(channels, 2 * channels, 1, bias=False),
        )
        self.skip = nn.Sequential(
            BlurPool(channels), nn.Conv2d(channels, 2 * channels, 1, bias=False)
        )

    def forward(self, features: Tensor) -> Tensor:
        """Halve the sides and double the channels of ``features``."""
        halved: Tensor = self.main(features) + self.skip(features)
        return halved


class Upsampling(nn.Module):
    """Residual upsampling by two: (N, C, H, W) -> (N, C/2, 2H, 2W)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.main = nn.Sequential(
            nn.Conv2d(channels, channels, 1, bias=False),
            PReLU(),
            nn.ConvTranspose2d(
                channels, channels, 3, stride=2, padding=1, output_padding=1, bias=False
            ),
            PReLU(),
            nn.Conv2d(channels, channels // 2, 1, bias=False),
        )
        # The 1x1 stands before the bilinear resize: both are linear and bias-free, so they
        # commute, and in this order the resize handles half the channels.
        self.skip = nn.Sequential(
            nn.Conv2d(channels, channels // 2, 1, bias=False),
            nn.Upsample(scale_factor=2, mode="bilinear", align_corners=False),
        )

    def forward(self, features: Tensor) -> Tensor:
        """Double the sides and halve the channels of ``features``."""
        doubled: Tensor = self.main(features) + self.skip(features)
        return doubled


def resizing(channels: int, source: int, target: int) -> nn.Module:
    """The module that carries stream ``source`` to the resolution of stream ``target``.

    Stream k has ``channels * 2**k`` channels at ``1 / 2**k`` of the side. Factors of four and
    more are the module by two, applied again; the same stream passes as it is.
    """
    if target > source:
        return nn.Sequential(*(Downsampling(channels * 2**k) for k in range(source, target)))
    return nn.Sequential(*(Upsampling(channels * 2**k) for k in range(source, target, -1)))
