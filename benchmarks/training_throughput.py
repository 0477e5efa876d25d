"""Images per second of our trainer against a plain PyTorch loop, side by side.

    python benchmarks/training_throughput.py [--size 16-2-2-3-1 --patch 96 --rounds 5] [--json]

Three ways to make the same steps from the same seed take turns in one process:

- ours: the run that ``mirnet-train fit --json`` is, with Lightning, data loading, averaging of
  weights, CSV and TensorBoard logs every 10 steps, a checkpoint every 100, a check for numbers
  that are not finite;
- plain: a loop of loss, backward, clip and step over the same DataLoader, and nothing else;
- ready: the same loop over patches that were cut beforehand.

Timed are the steps after the first 10, up to the last; starting up and the measurement on the
validation picture are left out. Network, patches, optimizer and schedule are the same, which the
loss of the last step shows. A small network is the hardest case: what surrounds a step counts
most where the step is short. Seconds of the processor are told beside those of the clock: they
hold still on a machine that does other work, too (with OMP_NUM_THREADS=1, since threads that wait
for each other count as busy, and without --workers). The pictures are scikit-image's, darkened
on the fly.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pytorch_lightning as pl
import torch
from PIL import Image
from sizes import parse_size
from skimage import data as pictures
from torch.utils.data import DataLoader

from mirnet_gui.errors import MirnetGuiError
from mirnet_gui.trainer.config import (
    Hardware,
    Keeping,
    Source,
    Stage,
    TrainingConfig,
)
from mirnet_gui.trainer.data.patches import BatchKeys, PatchDataset
from mirnet_gui.trainer.learning.module import Batch, Restoration
from mirnet_gui.trainer.runs.folder import RunFolder
from mirnet_gui.trainer.runs.records import read_metrics
from mirnet_gui.trainer.runs.run import start

WARM_UP = 10
PHOTOGRAPHS: dict[str, Callable[[], npt.NDArray[np.uint8]]] = {
    "cat": pictures.chelsea,
    "coffee": pictures.coffee,
    "portrait": pictures.astronaut,
}
SAMPLES = Path(__file__).resolve().parents[1] / "resources" / "samples"


@dataclass(frozen=True, slots=True)
class Result:
    """Images per second and processor seconds an image, and the last step's loss."""

    throughput: float
    processor: float
    loss: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """One way over all rounds: medians, and ours as a multiple of it.

    ``ours_over_it`` is of images per second (the more the better, ``least`` to ``most``),
    ``our_processor_time_over_its`` of the processor's work (the less the better).
    """

    way: str
    throughput: float
    ours_over_it: float
    least: float
    most: float
    processor: float
    our_processor_time_over_its: float
    last_loss: float


@dataclass(frozen=True, slots=True)
class Moment:
    """Seconds by the clock and by the processor, both from a beginning of their own."""

    clock: float
    processor: float


def now() -> Moment:
    return Moment(time.perf_counter(), time.process_time())


class Stamps(io.StringIO):
    """Takes the trainer's JSON lines and remembers when each step was told of."""

    def __init__(self) -> None:
        super().__init__()
        self.times: dict[int, Moment] = {}

    def write(self, text: str) -> int:
        if text.startswith("{") and (record := json.loads(text))["event"] == "step":
            self.times[record["step"]] = now()
        return len(text)


def main() -> int:
    arguments = _arguments()
    try:
        config = _config(arguments)
        with tempfile.TemporaryDirectory() as folder:
            rounds = run_rounds(config, Path(folder), arguments.rounds)
    except MirnetGuiError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    comparisons = [_compare(way, rounds) for way in rounds[0]]
    conditions = {
        "size": arguments.size,
        "patch": arguments.patch,
        "batch": arguments.batch,
        "timed_steps": config.steps - WARM_UP,
        "rounds": arguments.rounds,
        "device": arguments.device,
        "threads": torch.get_num_threads(),
        "torch": torch.__version__,
        "lightning": version("pytorch-lightning"),
    }
    if arguments.json:
        print(json.dumps(conditions | {"ways": [asdict(one) for one in comparisons]}))
    else:
        _print_table(comparisons, conditions)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="8-1-1-3-1", help="Of the network; see sizes.py.")
    parser.add_argument("--patch", type=int, default=64, help="Side in pixels, at most 300.")
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--steps", type=int, default=110, help=f"A ten, above {WARM_UP}.")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--workers", type=int, default=0, help="Processes that cut patches.")
    parser.add_argument("--json", action="store_true", help="One JSON record.")
    arguments = parser.parse_args()
    if arguments.rounds < 1 or arguments.steps <= WARM_UP or arguments.steps % WARM_UP:
        parser.error(f"--steps must be a multiple of {WARM_UP} above it, --rounds 1 or more")
    return arguments


def _config(arguments: argparse.Namespace) -> TrainingConfig:
    return TrainingConfig(
        sources=(Source("clean", "clean"),),
        validation="val",
        network=parse_size(arguments.size),
        steps=arguments.steps,
        stages=(Stage(patch=arguments.patch, batch=arguments.batch),),
        hardware=Hardware(device=arguments.device, workers=arguments.workers),
        keeping=Keeping(log_every=WARM_UP, samples=0),
    )


def run_rounds(config: TrainingConfig, folder: Path, count: int) -> list[dict[str, Result]]:
    """All ways by turns, ``count`` times, every second time the other way round."""
    data = folder / "data"
    _make_data(data)
    ready = list(_loader(config, data))
    ways: dict[str, Callable[[int], Result]] = {
        "ours": lambda number: ours(config, data, folder / f"run-{number}"),
        "plain": lambda _: plain(config, _loader(config, data)),
        "ready": lambda _: plain(config, ready),
    }
    rounds = []
    for number in range(count):
        order = list(ways) if number % 2 == 0 else list(reversed(ways))
        done = {way: ways[way](number) for way in order}
        rounds.append({way: done[way] for way in ways})
        line = "  ".join(f"{way} {result.throughput:.1f}" for way, result in rounds[-1].items())
        print(f"round {number + 1} of {count}, images/s: {line}", file=sys.stderr)
    return rounds


def _make_data(data: Path) -> None:
    folders = {name: data / name for name in ("clean", "val/low", "val/high")}
    for folder in folders.values():
        folder.mkdir(parents=True)
    for name, photograph in PHOTOGRAPHS.items():
        Image.fromarray(photograph()).save(folders["clean"] / f"{name}.png")
    Image.fromarray(PHOTOGRAPHS["cat"]()).save(folders["val/high"] / "cat.png")
    with Image.open(SAMPLES / "cat-in-the-dusk.jpg") as dark:
        dark.save(folders["val/low"] / "cat.png")


def _loader(config: TrainingConfig, data: Path) -> DataLoader[Batch]:
    return DataLoader(
        PatchDataset(config, data),
        batch_sampler=BatchKeys(config),
        num_workers=config.hardware.workers,
        pin_memory=config.hardware.device == "cuda",
    )


def ours(config: TrainingConfig, data: Path, folder: Path) -> Result:
    """A run of ours, timed by the JSON lines that it prints."""
    stamps = Stamps()
    with contextlib.redirect_stdout(stamps):
        start(config, data, folder, tell="json")
    rows = read_metrics(RunFolder(folder).metrics)
    losses = {row["step"]: row["loss"] for row in rows if "loss" in row}
    times = (stamps.times[WARM_UP], stamps.times[config.steps])
    return _result(config, times, losses[config.steps])


def plain(config: TrainingConfig, batches: Iterable[Batch]) -> Result:
    """The same steps by a loop of our own."""
    pl.seed_everything(config.seed, verbose=False)
    device = torch.device(config.hardware.device)
    module = Restoration(config, Path()).to(device)
    optimizers = cast(dict[str, Any], module.configure_optimizers())
    optimizer, schedule = optimizers["optimizer"], optimizers["lr_scheduler"]["scheduler"]
    began = now()
    for step, (low, high) in enumerate(batches, start=1):
        loss = module.loss(module(low.to(device)), high.to(device))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(
            module.network.parameters(), config.optimization.gradient_clip
        )
        optimizer.step()
        schedule.step()
        if step == WARM_UP:
            _wait_for(device)
            began = now()
    _wait_for(device)
    return _result(config, (began, now()), float(loss.detach()))


def _wait_for(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def _result(config: TrainingConfig, times: tuple[Moment, Moment], loss: float) -> Result:
    images = (config.steps - WARM_UP) * config.stages[0].batch
    began, ended = times
    processor = (ended.processor - began.processor) / images
    return Result(images / (ended.clock - began.clock), processor, loss)


def _compare(way: str, rounds: list[dict[str, Result]]) -> Comparison:
    ratios = [turn["ours"].throughput / turn[way].throughput for turn in rounds]
    return Comparison(
        way=way,
        throughput=median(turn[way].throughput for turn in rounds),
        ours_over_it=median(ratios),
        least=min(ratios),
        most=max(ratios),
        processor=median(turn[way].processor for turn in rounds),
        our_processor_time_over_its=median(
            turn["ours"].processor / turn[way].processor for turn in rounds
        ),
        last_loss=rounds[-1][way].loss,
    )


def _print_table(comparisons: list[Comparison], conditions: dict[str, Any]) -> None:
    print(
        "| way | images / s | ours over it (least to most) | processor s / image | ours over it "
        "| loss of the last step |"
    )
    print("|---|---|---|---|---|---|")
    for one in comparisons:
        clock = f"{one.throughput:.1f} | {one.ours_over_it:.3f} ({one.least:.3f} to {one.most:.3f})"
        processor = f"{one.processor:.4f} | {one.our_processor_time_over_its:.3f}"
        print(f"| {one.way} | {clock} | {processor} | {one.last_loss:.6f} |")
    print("\n" + ", ".join(f"{name} {value}" for name, value in conditions.items()))


if __name__ == "__main__":
    sys.exit(main())
