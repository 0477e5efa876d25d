"""MIRNet, whole (Zamir et al., ECCV 2020, section 3 and figure 2)."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from mirnet_gui.network.blocks import RecursiveResidualGroup
from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.network.padding import pad_to_multiple


class Mirnet(nn.Module):
    """conv 3x3, recursive residual groups, conv 3x3; ``output = input + residual``.

    Takes (N, 3, H, W) of any size and gives back (N, 3, S * H, S * W), S the ``scale`` of its
    configuration, nominally in [0, 1], not clamped. The same network serves enhancement, denoising
    and super-resolution.

    For super-resolution, the paper enlarges the picture first and then restores it, and so does a
    network whose configuration says ``enlarge_first``. Else one with an S above 1 works at the
    picture's own size, at 1 / S^2 of the cost: its last convolution has 3 S^2 channels, which a
    pixel shuffle (Shi et al., CVPR 2016) spreads over the residual of the picture enlarged
    bicubically.
    """

    def __init__(self, config: MirnetConfig | None = None) -> None:
        super().__init__()
        self.config = config or MirnetConfig()
        channels = self.config.channels
        self.conv_in = nn.Conv2d(3, channels, 3, padding=1, bias=False)
        self.groups = nn.Sequential(
            *(RecursiveResidualGroup(self.config) for _ in range(self.config.groups))
        )
        scale = self.config.sizes.scale
        self.conv_out = nn.Conv2d(channels, 3 * scale**2, 3, padding=1, bias=False)
        self.shuffle = nn.PixelShuffle(scale) if scale > 1 else nn.Identity()

    def forward(self, picture: Tensor) -> Tensor:
        """Restore ``picture``."""
        if self.config.enlarge_first:
            picture = self._enlarged(picture)
        height, width = picture.shape[-2:]
        padded = pad_to_multiple(picture, self.config.size_multiple)
        residual: Tensor = self.conv_out(self.groups(self.conv_in(padded)))
        detail: Tensor = self.shuffle(residual[..., :height, :width])
        start = picture if self.config.enlarge_first else self._enlarged(picture)
        return start + detail

    def _enlarged(self, picture: Tensor) -> Tensor:
        if self.config.scale == 1:
            return picture
        return functional.interpolate(
            picture, scale_factor=self.config.scale, mode="bicubic", align_corners=False
        )


def channels_last(network: Mirnet) -> Mirnet:
    """Lay the weights out with channels last, several times faster than torch's default on CPUs."""
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    return network


def checkpoint_activations(network: Mirnet) -> None:
    """Train ``network`` in a fraction of the memory, for a third more time (Chen et al. 2016)."""
    for group in network.groups:
        group.checkpointing = True  # type: ignore[assignment]


def expected_shapes(config: MirnetConfig) -> dict[str, torch.Size]:
    """Name and shape of every weight of such a network, found without memory for any of them."""
    with torch.device("meta"):
        return {key: value.shape for key, value in Mirnet(config).state_dict().items()}


def weight_count(config: MirnetConfig) -> int:
    """How many numbers the weights of such a network are."""
    return sum(shape.numel() for shape in expected_shapes(config).values())
