"""Gradients written anew are those of torch's own operations."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from mirnet_gui.network import fast_gradients as fast
from mirnet_gui.network.resizing import BlurPool

Operation = Callable[[Tensor], Tensor]
_KERNEL = BlurPool(6).kernel.double()


def _blurred(features: Tensor) -> Tensor:
    padded = nn.functional.pad(features, (1, 1, 1, 1), mode="reflect")
    return nn.functional.conv2d(padded, _KERNEL, stride=2, groups=6)


PAIRS: dict[str, tuple[Operation, Operation]] = {
    "mean of places": (fast.mean_of_places, lambda x: x.mean(dim=(2, 3), keepdim=True)),
    "mean of channels": (fast.mean_of_channels, lambda x: x.mean(dim=1, keepdim=True)),
    "max of channels": (fast.max_of_channels, lambda x: x.amax(dim=1, keepdim=True)),
    "blurred half": (lambda x: fast.blurred_half(x, _KERNEL.to(x.dtype)), _blurred),
}


@pytest.fixture
def features() -> Tensor:
    drawn = torch.randn(3, 6, 8, 12, generator=torch.Generator().manual_seed(1)).double()
    return drawn.contiguous(memory_format=torch.channels_last)


def _gradient(operation: Operation, features: Tensor) -> tuple[Tensor, Tensor]:
    leaf = features.clone().requires_grad_()
    value = operation(leaf)
    # Weighed unevenly, so that a gradient at the wrong place shows.
    weights = torch.linspace(-1.0, 2.0, value.numel()).double().view(value.shape)
    (gradient,) = torch.autograd.grad((value * weights).sum(), leaf)
    return value.detach(), gradient


@pytest.mark.parametrize("name", PAIRS)
def test_value_and_gradient_are_those_of_torch(name: str, features: Tensor) -> None:
    ours, theirs = (_gradient(operation, features) for operation in PAIRS[name])
    for mine, its in zip(ours, theirs, strict=True):
        assert torch.allclose(mine, its, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("slope", [0.25, 0.0, -0.1, 1.0])
def test_a_slope_is_learnt_as_torch_learns_it(slope: float, features: Tensor) -> None:
    found = []
    for module in (fast.PReLU(), nn.PReLU()):
        module.double().weight.data.fill_(slope)
        value, gradient = _gradient(module, features)
        found.append((value, gradient, _slope_gradient(module, features)))
    for ours, theirs in zip(*found, strict=True):
        assert torch.allclose(ours, theirs, rtol=1e-9, atol=1e-12)


def _slope_gradient(module: nn.PReLU, features: Tensor) -> Tensor:
    value = module(features.clone().requires_grad_())
    (gradient,) = torch.autograd.grad(value.square().sum(), module.weight)
    return gradient


@pytest.mark.parametrize("name", PAIRS)
def test_gradients_keep_channels_last(name: str, features: Tensor) -> None:
    value, gradient = _gradient(lambda x: PAIRS[name][0](x.float()), features)
    assert gradient.is_contiguous(memory_format=torch.channels_last), value.shape
