"""What a MIRNet of each size costs and, where weights of it are at hand, reaches.

    python benchmarks/sizes.py --sizes 16-2-2-3-1,8-2-2-3-1 [--psnr DIR --pairs PAIRS] [--json]

A size is channels-groups-blocks-streams-columns. GMAC (multiply-accumulates, in billions) are
counted for one picture of 256 x 256 by torch.utils.flop_counter, which counts two operations for
each, convolutions only, and a transposed convolution at the size of its input. Seconds are
measured on the CPU in fp32 with channels last: all sizes take turns, round by round, and the
ratio to the first size is the median over rounds, so that other work on the machine hits all
alike. ``--psnr DIR`` evaluates every DIR/SIZE.safetensors on PAIRS as ``mirnet-train evaluate``.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import torch
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

from mirnet_gui.errors import MirnetGuiError, UsageError
from mirnet_gui.network.checkpoints import load_weights
from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.network.mirnet import Mirnet, channels_last
from mirnet_gui.network.resizing import Upsampling
from mirnet_gui.trainer.results.evaluation import by_network, evaluate, mean_figures

COUNTED_SIDE = 256
PAPER = MirnetConfig(channels=64, groups=3, blocks=2, streams=3, columns=2)


@dataclass(frozen=True, slots=True)
class Cost:
    """GMAC of one pass over 256 x 256, and what two other ways of counting add to them.

    ``late_skip`` is what an upsampling costs more whose skip branch resizes before its 1x1, as
    the paper draws it; ``at_output`` what is charged more when transposed convolutions are
    counted at the size of their output, most of whose products do not exist.
    """

    parameters: int
    gmac: float
    late_skip: float
    at_output: float


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds per megapixel, and times of the first size's: median, least and most of rounds."""

    seconds: float
    ratio: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Row:
    size: str
    cost: Cost
    timing: Timing
    psnr: float | None = None
    ssim: float | None = None


def main() -> int:
    arguments = _arguments()
    try:
        sizes = {name: parse_size(name) for name in arguments.sizes.split(",")}
        timings = measure(list(sizes.values()), arguments.side, arguments.rounds)
        rows = [
            Row(name, count(config), timing, *_quality(name, config, arguments))
            for (name, config), timing in zip(sizes.items(), timings, strict=True)
        ]
    except MirnetGuiError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    conditions = {
        "side": arguments.side,
        "rounds": arguments.rounds,
        "threads": torch.get_num_threads(),
        "torch": torch.__version__,
    }
    if arguments.json:
        print(json.dumps(conditions | {"rows": [asdict(row) for row in rows]}))
    else:
        _print_table(rows, conditions)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="16-2-2-3-1,8-2-2-3-1,16-1-2-3-1,16-2-2-3-2,24-2-2-3-1")
    parser.add_argument("--rounds", type=int, default=7, help="Turns of every size.")
    parser.add_argument("--side", type=int, default=256, help="Of the timed picture, in pixels.")
    parser.add_argument("--psnr", type=Path, help="Folder of SIZE.safetensors files.")
    parser.add_argument("--pairs", type=Path, help="Folder with low/ and high/ for --psnr.")
    parser.add_argument("--json", action="store_true", help="One JSON record.")
    arguments = parser.parse_args()
    if (arguments.psnr is None) != (arguments.pairs is None):
        parser.error("--psnr and --pairs go together")
    if min(arguments.rounds, arguments.side) < 1:
        parser.error("--rounds and --side must be 1 or more")
    return arguments


def parse_size(name: str) -> MirnetConfig:
    """Read channels-groups-blocks-streams-columns. Raises :class:`MirnetGuiError`."""
    parts = name.split("-")
    if len(parts) != 5 or not all(part.isdecimal() for part in parts):
        raise UsageError(f"{name} is no size.", "Write it like 16-2-2-3-1.")
    return MirnetConfig(*map(int, parts))


def count(config: MirnetConfig) -> Cost:
    """Parameters and GMAC of ``config``, counted without memory for any of it."""
    with torch.device("meta"):
        network, picture = Mirnet(config), torch.empty(1, 3, COUNTED_SIDE, COUNTED_SIDE)
    late_skip, at_output = [
        _products_at_output(network, kind) for kind in (Upsampling, nn.ConvTranspose2d)
    ]
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        network(picture)
    parameters = _size_of(network)
    return Cost(
        parameters, counter.get_total_flops() / 2e9, sum(late_skip) / 1e9, sum(at_output) / 1e9
    )


def _products_at_output(network: nn.Module, kind: type[nn.Module]) -> list[int]:
    """Filled in the next pass: what charging modules of ``kind`` at their output would add."""
    added: list[int] = []

    def look(module: nn.Module, inputs: tuple[Tensor], _output: Tensor) -> None:
        weights = _size_of(module.skip if isinstance(module, Upsampling) else module)
        # Both sides double, so that the output has three positions more for each.
        added.append(3 * inputs[0].shape[-2] * inputs[0].shape[-1] * weights)

    for module in network.modules():
        if isinstance(module, kind):
            module.register_forward_hook(look)
    return added


def _size_of(module: nn.Module) -> int:
    return sum(weight.numel() for weight in module.parameters())


def measure(configs: Sequence[MirnetConfig], side: int, rounds: int) -> list[Timing]:
    """Time every network on the same picture of ``side``, all of them by turns."""
    networks = [channels_last(Mirnet(config).eval()) for config in configs]
    picture = torch.rand(1, 3, side, side).contiguous(memory_format=torch.channels_last)
    with torch.inference_mode():
        # The first round makes what the library keeps for the next ones.
        times = [[_seconds(network, picture) for network in networks] for _ in range(rounds + 1)]
    return [_timing(times[1:], place, side) for place in range(len(networks))]


def _seconds(network: Mirnet, picture: Tensor) -> float:
    started = time.perf_counter()
    network(picture)
    return time.perf_counter() - started


def _timing(times: Sequence[Sequence[float]], place: int, side: int) -> Timing:
    ratios = [turn[place] / turn[0] for turn in times]
    seconds = median(turn[place] for turn in times) / (side * side / 1e6)
    return Timing(seconds, median(ratios), min(ratios), max(ratios))


def _quality(
    name: str, config: MirnetConfig, arguments: argparse.Namespace
) -> tuple[float | None, float | None]:
    weights = arguments.psnr / f"{name}.safetensors" if arguments.psnr else None
    if weights is None or not weights.exists():
        return None, None
    network = load_weights(weights)
    if network.config != config:
        raise UsageError(f"{weights} holds a network of another size.", "Name it after its size.")
    figures = evaluate(by_network(network, torch.device("cpu")), arguments.pairs, lambda _: None)
    mean = mean_figures(figures)
    return mean["psnr"], mean["ssim"]


def _print_table(rows: Sequence[Row], conditions: dict[str, int | str]) -> None:
    first = rows[0].size
    print(f"| size | GMAC | parameters | s / megapixel | times {first} | PSNR | SSIM |")
    print("|---|---|---|---|---|---|---|")
    for row in rows:
        timing = row.timing
        spread = f"{timing.ratio:.2f} ({timing.least:.2f} to {timing.most:.2f})"
        psnr = "" if row.psnr is None else f"{row.psnr:.2f} dB"
        ssim = "" if row.ssim is None else f"{row.ssim:.3f}"
        cost = f"{row.cost.gmac:.2f} | {row.cost.parameters:,}"
        print(f"| {row.size} | {cost} | {timing.seconds:.2f} | {spread} | {psnr} | {ssim} |")
    print(
        f"\nSeconds: {conditions['side']} x {conditions['side']}, fp32, {conditions['threads']} "
        f"threads, torch {conditions['torch']}; median of {conditions['rounds']} rounds by turns "
        "(least to most)."
    )
    paper = count(PAPER)
    as_drawn = paper.gmac + paper.late_skip
    print(
        "GMAC: of 256 x 256, convolutions only. The paper's size, 64-3-2-3-2, counts "
        f"{paper.gmac:.1f} here, {as_drawn:.1f} with the 1x1 of\nan upsampling's skip branch "
        f"after its resize as the paper draws it, and {as_drawn + paper.at_output:.1f} with "
        "transposed convolutions\ncharged at the size of their output (the often quoted 785)."
    )


if __name__ == "__main__":
    sys.exit(main())
