"""Every way to compute a network on this computer against the plain eager forward of fp32 torch.

    PYTHONPATH=. python benchmarks/engines.py [--model lowlight] [--size 16-2-2-3-1] [--side 512]

With ``--size`` (channels-groups-blocks-streams-columns) the weights are random. All ways take
turns, round by round, and ratios are medians over rounds, so that other work on the machine hits
all alike. GMAC are counted as in benchmarks/sizes.py; the machine's own rate is that of a product
of two square matrices by torch in the precision of the way.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

import torch
from sizes import COUNTED_SIDE, count

from mirnet_gui.inference.engine import Candidate, Engine, candidates
from mirnet_gui.network.catalog import find_weights
from mirnet_gui.network.checkpoints import load_weights
from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.network.mirnet import Mirnet

_MATRIX = 2048
_TYPES = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="lowlight")
    parser.add_argument("--size")
    parser.add_argument("--side", type=int, default=512)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    network = _network(arguments.size, find_weights(arguments.model).passes[-1].path)
    picture = torch.rand(1, 3, arguments.side, arguments.side)
    ways = candidates(Engine(device="cpu"))
    seconds = _measure(_passes(network, ways, picture), arguments.rounds)
    _print(network, ways, seconds, arguments.side)


def _network(size: str | None, weights: Path) -> Mirnet:
    if size:
        return Mirnet(MirnetConfig(*(int(number) for number in size.split("-")))).eval()
    return load_weights(weights).eval()


def _passes(
    network: Mirnet, ways: list[Candidate], picture: torch.Tensor
) -> dict[str, Callable[[], object]]:
    passes: dict[str, Callable[[], object]] = {"plain": partial(_plain, network, picture)}
    for way in ways:
        backend = way.open(network)
        descriptors = backend.survey(picture, [], _ignore).whole
        passes[backend.name] = partial(backend.restore, picture, descriptors, _ignore)
    for precision in {way.precision: None for way in ways}:
        matrix = torch.rand(_MATRIX, _MATRIX).to(_TYPES[precision])
        passes[f"matrix {precision}"] = partial(torch.matmul, matrix, matrix)
    return passes


def _ignore(_share: float) -> None:
    pass


def _plain(network: Mirnet, picture: torch.Tensor) -> torch.Tensor:
    with torch.inference_mode():
        restored: torch.Tensor = network(picture)
    return restored


def _measure(passes: dict[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    seconds: dict[str, list[float]] = {name: [] for name in passes}
    # The first round warms up and is not counted.
    for place in range(rounds + 1):
        for name, run in passes.items():
            start = time.perf_counter()
            run()
            seconds[name] += [time.perf_counter() - start] if place else []
    return seconds


def _print(
    network: Mirnet, ways: list[Candidate], seconds: dict[str, list[float]], side: int
) -> None:
    gmac = count(network.config).gmac * (side / COUNTED_SIDE) ** 2
    print(f"{torch.get_num_threads()} threads, {side} x {side}, {gmac:.1f} GMAC\n")
    print("| way | seconds | times the plain forward's speed | GMAC/s | share of the matrix rate |")
    print("|---|---|---|---|---|")
    for name in ["plain", *(f"{way.backend} {way.precision}" for way in ways)]:
        faster = median(p / s for p, s in zip(seconds["plain"], seconds[name], strict=True))
        precision = name.split()[-1] if name != "plain" else "fp32"
        matrix = _MATRIX**3 / 1e9 / median(seconds[f"matrix {precision}"])
        rate = gmac / median(seconds[name])
        print(
            f"| {name} | {median(seconds[name]):.2f} | {faster:.2f} | {rate:.0f} "
            f"| {rate / matrix:.0%} of {matrix:.0f} |"
        )


if __name__ == "__main__":
    main()
