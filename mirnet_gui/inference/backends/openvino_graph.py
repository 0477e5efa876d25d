"""A MIRNet as OpenVINO graphs, built operation by operation from the network's own modules.

Not by OpenVINO's converter, which traces for half a minute and sends telemetry. :class:`_Forward`
follows the modules' ``forward`` in their order, so that descriptors come in the order of a pass of
torch; what the pools answer is a matter of the kind of graph.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Literal, Protocol, cast

import openvino as ov
import torch
from openvino import Node
from openvino import opset15 as ops
from torch import Tensor, nn

from mirnet_gui.inference.backends.backend import Descriptors
from mirnet_gui.inference.backends.openvino_layers import (
    PLACES,
    constant,
    convolution,
    enlarged,
    layer,
)
from mirnet_gui.network.attention import ChannelAttention, DualAttentionUnit, SpatialAttention
from mirnet_gui.network.blocks import (
    FullExchange,
    MultiScaleResidualBlock,
    RecursiveResidualGroup,
)
from mirnet_gui.network.fusion import SelectiveKernelFeatureFusion
from mirnet_gui.network.mirnet import Mirnet

PoolingKind = Literal["survey", "survey of parts", "correct"]

_ANY = -1
_CHANNELS = [1]


def build_graph(network: Mirnet, kind: PoolingKind) -> ov.Model:
    """The graph of one method of :class:`Backend`; number and sides of pictures are dynamic.

    ===============  ==========================================  ================================
    kind             inputs, in order                            outputs, in order
    ===============  ==========================================  ================================
    survey           picture (1, 3, H, W)                        residual, whole
    survey of parts  picture, weighting                          residual, whole, parts
    correct          crops (N, 3, h, w), weighting, offsets   descriptors
    ===============  ==========================================  ================================

    The residual is what the network adds to the picture (enlarged, if it enlarges): half precision
    is fine enough for what is small. A weighting is one (1, 1, H / 2**k, W / 2**k) for each stream
    k, the others are one (1, C, 1, 1) for each pool.
    """
    builders = {
        "survey": _survey,
        "survey of parts": _survey_of_parts,
        "correct": _correct,
    }
    return builders[kind](network)


def build_restoring_graph(network: Mirnet, descriptors: Descriptors) -> ov.Model:
    """The graph of :meth:`Backend.restore` with ``descriptors``: picture -> residual."""
    picture = ops.parameter([1, 3, _ANY, _ANY])
    with torch.inference_mode():
        restored = _ForwardKnowing(descriptors).network(network, picture)
    return ov.Model([restored], [picture], "restore")


def _survey(network: Mirnet) -> ov.Model:
    return _surveyed(network, _Surveying([]))


def _survey_of_parts(network: Mirnet) -> ov.Model:
    return _surveyed(network, _Surveying(_weighting(network)))


def _surveyed(network: Mirnet, pooling: _Surveying) -> ov.Model:
    picture = ops.parameter([1, 3, _ANY, _ANY])
    restored = _Forward(pooling).network(network, picture)
    outputs = [restored, *pooling.whole, *pooling.parts]
    return ov.Model(outputs, [picture, *pooling.weighting], "survey")


def _correct(network: Mirnet) -> ov.Model:
    crops = ops.parameter([_ANY, 3, _ANY, _ANY])
    pooling = _Correcting(_weighting(network))
    _Forward(pooling).network(network, crops)
    inputs = [crops, *pooling.weighting, *pooling.offsets]
    return ov.Model(pooling.descriptors, inputs, "correct")


def _weighting(network: Mirnet) -> list[Node]:
    return [ops.parameter([1, 1, _ANY, _ANY]) for _ in range(network.config.streams)]


class _Pooling(Protocol):
    """What a pool answers in one kind of pass."""

    def pool(self, features: Sequence[Node], level: int) -> Node:
        """The descriptor of the sum of ``features``, all of the stream ``level``."""
        ...


class _Surveying:
    def __init__(self, weighting: list[Node]) -> None:
        self.weighting = weighting
        self.whole: list[Node] = []
        self.parts: list[Node] = []

    def pool(self, features: Sequence[Node], level: int) -> Node:
        means = [ops.reduce_mean(each, PLACES, keep_dims=True) for each in features]
        whole = reduce(ops.add, means)
        if self.weighting:
            part = _weighted_mean(features, self.weighting[level])
            # What nothing waits for would be computed last, and until then all features be kept.
            both = ops.concat([whole, part], 3)
            whole, part = (ops.gather(both, [place], 3) for place in range(2))
            self.parts.append(part)
        self.whole.append(whole)
        return whole


class _Correcting:
    def __init__(self, weighting: list[Node]) -> None:
        self.weighting = weighting
        self.offsets: list[Node] = []
        self.descriptors: list[Node] = []

    def pool(self, features: Sequence[Node], level: int) -> Node:
        means = _weighted_mean(features, self.weighting[level])
        self.offsets.append(_descriptor_of(features))
        mean = ops.reduce_mean(means, [0], keep_dims=True)
        self.descriptors.append(ops.add(mean, self.offsets[-1]))
        return self.descriptors[-1]


def _descriptor_of(features: Sequence[Node]) -> Node:
    channels = features[0].get_output_partial_shape(0)[1].get_length()
    return ops.parameter([1, channels, 1, 1])


def _weighted_mean(features: Sequence[Node], weights: Node) -> Node:
    weighted = ops.multiply(reduce(ops.add, features), weights)
    return ops.reduce_sum(weighted, PLACES, keep_dims=True)


class _Forward:
    """The modules that hold pools, each the ``forward`` of its class; level k is stream k."""

    def __init__(self, pooling: _Pooling) -> None:
        self._pooling = pooling

    def network(self, network: Mirnet, picture: Node) -> Node:
        scale = network.config.scale
        start = enlarged(picture, scale) if network.config.enlarge_first else picture
        features = layer(network.conv_in, start)
        for group in network.groups:
            features = self._group(cast(RecursiveResidualGroup, group), features)
        detail = layer(network.conv_out, features)
        if scale > 1 and not network.config.enlarge_first:
            detail = ops.depth_to_space(detail, "depth_first", scale)
        return detail

    def _group(self, group: RecursiveResidualGroup, features: Node) -> Node:
        refined = features
        for block in group.blocks:
            refined = self._block(cast(MultiScaleResidualBlock, block), refined)
        return ops.add(features, layer(group.conv, refined))

    def _block(self, block: MultiScaleResidualBlock, features: Node) -> Node:
        columns = [list(cast(nn.ModuleList, column)) for column in block.attentions]
        streams = [self._attend(columns[0][0], features, 0)]
        for level, (lower, attention) in enumerate(zip(block.chain, columns[0][1:], strict=True)):
            streams.append(self._attend(attention, layer(lower, streams[-1]), level + 1))
        for exchange, column in zip(block.exchanges, columns[1:], strict=True):
            streams = self._exchange(cast(FullExchange, exchange), streams)
            units = zip(column, streams, strict=True)
            streams = [self._attend(*unit, level) for level, unit in enumerate(units)]
        raised = _resized(block.raisings, streams)
        return ops.add(features, layer(block.conv, self._fuse(block.fusion, raised, 0)))

    def _exchange(self, exchange: FullExchange, streams: list[Node]) -> list[Node]:
        targets = zip(exchange.fusions, exchange.resizings, strict=True)
        return [
            self._fuse(fusion, _resized(cast(nn.ModuleList, resizings), streams), level)
            for level, (fusion, resizings) in enumerate(targets)
        ]

    def _fuse(self, fusion: nn.Module, streams: list[Node], level: int) -> Node:
        weights = self._selection(cast(SelectiveKernelFeatureFusion, fusion), streams, level)
        selected = zip(streams, weights, strict=True)
        return reduce(ops.add, [ops.multiply(*each) for each in selected])

    def _selection(
        self, fusion: SelectiveKernelFeatureFusion, streams: list[Node], level: int
    ) -> list[Node]:
        squeezed = layer(fusion.squeeze, self._pooling.pool(streams, level))
        scores = ops.concat([ops.unsqueeze(layer(h, squeezed), 1) for h in fusion.heads], 1)
        weights = ops.split(ops.softmax(scores, 1), 1, len(streams)).outputs()
        return [ops.squeeze(weight, 1) for weight in weights]

    def _attend(self, attention: nn.Module, features: Node, level: int) -> Node:
        unit = cast(DualAttentionUnit, attention)
        m = layer(unit.body, features)
        places = _places(unit.spatial, m)
        # Merging [M * places, M * channels] is the sum of merging each, and what is the same for
        # all channels may be multiplied after: neither concatenated nor M * places is in memory.
        of_places, of_channels = unit.merge.weight.chunk(2, dim=1)
        merged = ops.multiply(convolution(m, of_places), places)
        recalibrated = self._recalibrated(unit.channel, m, of_channels, level)
        return ops.add(ops.add(features, recalibrated), merged)

    def _recalibrated(
        self, attention: ChannelAttention, features: Node, merge: Tensor, level: int
    ) -> Node:
        channels = layer(attention.excitation, self._pooling.pool([features], level))
        return convolution(ops.multiply(features, channels), merge)


class _ForwardKnowing(_Forward):
    """With descriptors that are known beforehand: what they decide is folded into weights."""

    def __init__(self, descriptors: Descriptors) -> None:
        self._descriptors = iter(descriptors)

    def _selection(
        self, fusion: SelectiveKernelFeatureFusion, _streams: list[Node], _level: int
    ) -> list[Node]:
        return [constant(weight) for weight in fusion.selection(next(self._descriptors))]

    def _recalibrated(
        self, attention: ChannelAttention, features: Node, merge: Tensor, _level: int
    ) -> Node:
        channels = attention.excitation(next(self._descriptors))
        return convolution(features, merge * channels)


def _places(attention: SpatialAttention, features: Node) -> Node:
    highest = ops.reduce_max(features, _CHANNELS, keep_dims=True)
    mean = ops.reduce_mean(features, _CHANNELS, keep_dims=True)
    return ops.sigmoid(layer(attention.conv, ops.concat([highest, mean], 1)))


def _resized(resizings: nn.ModuleList, streams: list[Node]) -> list[Node]:
    return [layer(resize, stream) for resize, stream in zip(resizings, streams, strict=True)]
