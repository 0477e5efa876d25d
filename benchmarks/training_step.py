"""Seconds of one training step on the CPU, with our gradients and with torch's, turn by turn.

    PYTHONPATH=. python benchmarks/training_step.py
    GLIBC_TUNABLES=glibc.malloc.hugetlb=1 PYTHONPATH=. python benchmarks/training_step.py

The network is that of ``enlarge-2x``, a step eight patches of 64 pixels a side with AdamW, one
thread; ours are those of ``mirnet_gui/network/fast_gradients.py``.
"""

from __future__ import annotations

import statistics
import time
from unittest.mock import patch

import torch
from torch import Tensor

from mirnet_gui.network import fast_gradients
from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.network.mirnet import Mirnet, channels_last

ROUNDS, STEPS = 4, 5


def main() -> None:
    torch.set_num_threads(1)
    torch.manual_seed(0)
    config = MirnetConfig(32, 1, 2, 3, 1, task="enlarge", scale=2)
    network = channels_last(Mirnet(config))
    low = torch.rand(8, 3, 64, 64).contiguous(memory_format=torch.channels_last)
    high = torch.rand(8, 3, 128, 128)
    optimizer = torch.optim.AdamW(network.parameters(), lr=1e-4)
    print("| precision | ours, s | torch's, s | torch's / ours |\n|---|---|---|---|")
    for name, dtype in (("bf16", torch.bfloat16), ("fp32", torch.float32)):
        ours, theirs = [], []
        for _ in range(ROUNDS):
            ours.append(_seconds(network, optimizer, low, high, dtype))
            with patch.object(fast_gradients, "_wanted", return_value=False):
                theirs.append(_seconds(network, optimizer, low, high, dtype))
        a, b = statistics.median(ours), statistics.median(theirs)
        print(f"| {name} | {a:.2f} | {b:.2f} | {b / a:.2f} |", flush=True)


def _seconds(
    network: Mirnet,
    optimizer: torch.optim.Optimizer,
    low: Tensor,
    high: Tensor,
    dtype: torch.dtype,
) -> float:
    start = time.perf_counter()
    for _ in range(STEPS):
        optimizer.zero_grad()
        with torch.autocast("cpu", dtype=dtype, enabled=dtype != torch.float32):
            output = network(low)
        (output.float() - high).square().add(1e-6).sqrt().mean().backward()
        optimizer.step()
    return (time.perf_counter() - start) / STEPS


if __name__ == "__main__":
    main()
