"""The modules of a MIRNet that hold no pool, each as operations of OpenVINO."""

from __future__ import annotations

from functools import reduce, singledispatch

import numpy as np
from openvino import Node
from openvino import opset15 as ops
from torch import Tensor, nn

from mirnet_gui.network.resizing import BlurPool, Downsampling, Upsampling

PLACES = [2, 3]
"""The axes of height and width."""


@singledispatch
def layer(module: nn.Module, _features: Node) -> Node:
    """``module``, which holds no pool, applied to features (N, C, H, W)."""
    raise TypeError(f"{type(module).__name__} has no counterpart here.")


@layer.register
def _(module: nn.Sequential, features: Node) -> Node:
    return reduce(lambda x, inner: layer(inner, x), module, features)


@layer.register
def _(module: nn.Conv2d, features: Node) -> Node:
    return convolution(features, module.weight)


@layer.register
def _(module: nn.ConvTranspose2d, features: Node) -> Node:
    weight = constant(module.weight)
    return ops.convolution_backprop_data(
        features, weight, [2, 2], pads_begin=[1, 1], pads_end=[1, 1], output_padding=[1, 1]
    )


@layer.register
def _(module: nn.PReLU, features: Node) -> Node:
    return ops.prelu(features, constant(module.weight))


@layer.register
def _(_module: nn.ReLU, features: Node) -> Node:
    return ops.relu(features)


@layer.register
def _(_module: nn.Sigmoid, features: Node) -> Node:
    return ops.sigmoid(features)


@layer.register
def _(_module: nn.Upsample, features: Node) -> Node:
    twice = np.full(2, 2.0, np.float32)
    return ops.interpolate(features, twice, "linear_onnx", "scales", axes=PLACES)


@layer.register
def _(module: BlurPool, features: Node) -> Node:
    # Sides are even, so the window of stride 2 never reaches below or right of the picture.
    padded = ops.pad(features, [0, 0, 1, 1], [0, 0, 0, 0], "reflect")
    kernel = constant(module.kernel[:, None])
    return ops.group_convolution(padded, kernel, [2, 2], [0, 0], [0, 0], [1, 1])


@layer.register(Downsampling)
@layer.register(Upsampling)
def _(module: Downsampling | Upsampling, features: Node) -> Node:
    return ops.add(layer(module.main, features), layer(module.skip, features))


def convolution(features: Node, weight: Tensor) -> Node:
    """Stride 1, sides kept, no bias: so are all of the network's."""
    padding = [side // 2 for side in weight.shape[-2:]]
    return ops.convolution(features, constant(weight), [1, 1], padding, padding, [1, 1])


def constant(weight: Tensor) -> Node:
    """``weight`` in the graph, as float32."""
    return ops.constant(np.ascontiguousarray(weight.detach().float().cpu().numpy()))


def enlarged(picture: Node, scale: int) -> Node:
    """``picture`` (N, C, H, W) enlarged bicubically, as torch does it."""
    scales = np.full(2, float(scale), np.float32)
    return ops.interpolate(
        picture,
        scales,
        "cubic",
        "scales",
        coordinate_transformation_mode="half_pixel",
        cube_coeff=-0.75,
        axes=PLACES,
    )
