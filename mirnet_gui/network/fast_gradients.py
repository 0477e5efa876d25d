"""Operations whose gradients torch computes slowly on CPUs, with gradients written anew.

Each gives what torch's own gives, and torch's own is what it is unless gradients are wanted on a
CPU. There, torch's backward passes of PReLU and of a blur that halves take more than ten times as
long as their forward passes, and those of means lay gradients out with channels first, so that
every sum of gradients reorders them.
"""

from __future__ import annotations

from typing import Any, cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.autograd import Function

_LAYOUT = torch.channels_last


def _wanted(features: Tensor) -> bool:
    return (
        torch.is_grad_enabled()
        and features.requires_grad
        and features.device.type == "cpu"
        and not torch.compiler.is_compiling()
    )


class PReLU(nn.PReLU):
    """``nn.PReLU`` with one slope for all channels."""

    def __init__(self) -> None:
        super().__init__(num_parameters=1)

    def forward(self, features: Tensor) -> Tensor:
        """Give back ``features``, what is below nothing times the slope."""
        if _wanted(features):
            return cast(Tensor, _Prelu.apply(features, self.weight))  # type: ignore[no-untyped-call]
        return super().forward(features)


def mean_of_places(features: Tensor) -> Tensor:
    """Mean over the picture: (N, C, H, W) -> (N, C, 1, 1)."""
    if _wanted(features):
        return cast(Tensor, _MeanOfPlaces.apply(features))  # type: ignore[no-untyped-call]
    return features.mean(dim=(2, 3), keepdim=True)


def mean_of_channels(features: Tensor) -> Tensor:
    """Mean over the channels: (N, C, H, W) -> (N, 1, H, W)."""
    if _wanted(features):
        return cast(Tensor, _MeanOfChannels.apply(features))  # type: ignore[no-untyped-call]
    return features.mean(dim=1, keepdim=True)


def max_of_channels(features: Tensor) -> Tensor:
    """Maximum over the channels: (N, C, H, W) -> (N, 1, H, W), of equal ones the first."""
    if _wanted(features):
        return cast(Tensor, _MaxOfChannels.apply(features))  # type: ignore[no-untyped-call]
    return features.amax(dim=1, keepdim=True)


def blurred_half(features: Tensor, kernel: Tensor) -> Tensor:
    """``features`` (N, C, H, W), reflected at the border, by ``kernel`` (C, 1, 3, 3), halved.

    H and W are even; gives back (N, C, H / 2, W / 2).
    """
    if _wanted(features):
        return cast(Tensor, _BlurredHalf.apply(features, kernel))  # type: ignore[no-untyped-call]
    return _blurred_half(features, kernel)


class _Prelu(Function):
    @staticmethod
    def forward(ctx: Any, features: Tensor, slope: Tensor) -> Tensor:
        ctx.save_for_backward(features)
        ctx.slope, ctx.dtype = float(slope), slope.dtype
        return F.leaky_relu(features, ctx.slope)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, Tensor]:
        (features,) = ctx.saved_tensors
        gradient = gradients[0].contiguous(memory_format=_LAYOUT)
        back = torch.ops.aten.leaky_relu_backward(gradient, features, ctx.slope, False)
        # One picture after the other stays in the processor's cache.
        of_slope = [x.clamp(max=0).mul_(g).sum() for x, g in zip(features, gradient, strict=True)]
        return back, torch.stack(of_slope).to(ctx.dtype).sum().view(1)


class _MeanOfPlaces(Function):
    @staticmethod
    def forward(ctx: Any, features: Tensor) -> Tensor:
        ctx.shape = features.shape
        return F.avg_pool2d(features, features.shape[-2:])

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Tensor:
        height, width = ctx.shape[2:]
        return _spread(gradients[0] / (height * width), ctx.shape)


class _MeanOfChannels(Function):
    @staticmethod
    def forward(ctx: Any, features: Tensor) -> Tensor:
        ctx.shape = features.shape
        channels = features.shape[1]
        return F.conv2d(features, features.new_full((1, channels, 1, 1), 1.0 / channels))

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Tensor:
        return _spread(gradients[0] / ctx.shape[1], ctx.shape)


class _MaxOfChannels(Function):
    @staticmethod
    def forward(ctx: Any, features: Tensor) -> Tensor:
        ctx.shape = features.shape
        values, places = features.max(dim=1, keepdim=True)
        ctx.save_for_backward(places)
        return values

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Tensor:
        (places,) = ctx.saved_tensors
        return _empty(ctx.shape, gradients[0]).zero_().scatter_(1, places, gradients[0])


class _BlurredHalf(Function):
    @staticmethod
    def forward(ctx: Any, features: Tensor, kernel: Tensor) -> Tensor:
        kernel = kernel.to(features.dtype)
        ctx.save_for_backward(kernel)
        ctx.shape = features.shape
        # Autocast would pad in full precision, for a convolution in half of it.
        with torch.autocast("cpu", enabled=False):
            return _blurred_half(features, kernel)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None]:
        # Every channel by itself takes ten times as long as all of them by a matrix that is
        # nothing off its diagonal.
        (kernel,) = ctx.saved_tensors
        gradient = gradients[0].contiguous(memory_format=_LAYOUT)
        channels = kernel.shape[0]
        diagonal = kernel.new_zeros(channels, channels, 3, 3)
        diagonal.diagonal().copy_(kernel[:, 0].permute(1, 2, 0))
        diagonal = diagonal.contiguous(memory_format=_LAYOUT)
        padded = F.conv_transpose2d(gradient, diagonal, stride=2, output_padding=1)
        padded = padded.contiguous(memory_format=_LAYOUT)
        shaped = _empty(ctx.shape, gradient)
        return torch.ops.aten.reflection_pad2d_backward(padded, shaped, (1, 1, 1, 1)), None


def _blurred_half(features: Tensor, kernel: Tensor) -> Tensor:
    padded = F.pad(features, (1, 1, 1, 1), mode="reflect")
    return F.conv2d(padded, kernel, stride=2, groups=features.shape[1])


def _spread(gradient: Tensor, shape: torch.Size) -> Tensor:
    return gradient.expand(shape).contiguous(memory_format=_LAYOUT)


def _empty(shape: torch.Size, like: Tensor) -> Tensor:
    return torch.empty(shape, dtype=like.dtype, memory_format=_LAYOUT)
