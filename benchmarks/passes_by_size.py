"""Seconds a megapixel of one restoring pass by OpenVINO, for networks of several sizes.

    PYTHONPATH=. python benchmarks/passes_by_size.py 8-1-2-3-1 16-1-1-3-1 16-1-2-3-1 16-2-2-3-1

A size is channels-groups-blocks-streams-columns. The pass is that of a tile of 576 x 576 pixels,
with descriptors that are given, the best of four; weights are random, which costs the same.
"""

from __future__ import annotations

import sys
import time

import torch

from mirnet_gui.inference.backends.openvino_backend import OpenvinoBackend
from mirnet_gui.inference.backends.openvino_runtime import supports_bf16
from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.network.mirnet import Mirnet

SIDE, ROUNDS = 576, 4


def main() -> None:
    torch.manual_seed(0)
    tile, copy = torch.rand(1, 3, SIDE, SIDE), torch.rand(1, 3, 128, 128)
    print("| size | parameters | fp32 | bf16 |\n|---|---|---|---|")
    for size in sys.argv[1:]:
        network = Mirnet(MirnetConfig(*map(int, size.split("-")))).eval()
        cells = [f"{sum(weight.numel() for weight in network.parameters()):,}"]
        for backend in _backends(network):
            descriptors = backend.survey(copy, [], _ignore).whole
            backend.restore(tile, descriptors, _ignore)
            seconds = min(_timed(backend, tile, descriptors) for _ in range(ROUNDS))
            cells.append(f"{seconds / (SIDE * SIDE / 1e6):.2f}")
        print(f"| {size} | {' | '.join(cells)} |", flush=True)


def _backends(network: Mirnet) -> list[OpenvinoBackend]:
    backends = [OpenvinoBackend(network, "fp32")]
    return [*backends, OpenvinoBackend(network, "bf16")] if supports_bf16() else backends


def _timed(backend: OpenvinoBackend, tile: torch.Tensor, descriptors: list[torch.Tensor]) -> float:
    start = time.perf_counter()
    backend.restore(tile, descriptors, _ignore)
    return time.perf_counter() - start


def _ignore(_share: float) -> None:
    pass


if __name__ == "__main__":
    main()
