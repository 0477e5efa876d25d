"""Weights that go on learning from somebody's own pairs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mirnet_gui.errors import UsageError
from mirnet_gui.network.catalog import find_weights, only_pass
from mirnet_gui.network.checkpoints import load_weights
from mirnet_gui.trainer.config import (
    Augmentation,
    Keeping,
    Loss,
    Optimization,
    Source,
    Stage,
    TrainingConfig,
)
from mirnet_gui.trainer.runs.folder import RunFolder
from mirnet_gui.trainer.runs.records import read_metrics
from mirnet_gui.trainer.runs.run import Tell, start

_MEASUREMENTS = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """PSNR in dB on the user's own validation pairs, of the weights before and the best after."""

    before: float
    after: float


def finetuning_config(model: str, pairs: Path, steps: int) -> TrainingConfig:
    """The recipe: a low rate, a short warm-up, and a loss that sees noise through wrong exposure.

    Raises :class:`UsageError` when ``pairs`` has not been split into ``train/`` and ``val/``.
    """
    if not (pairs / "train").is_dir() or not (pairs / "val").is_dir():
        raise UsageError(
            f"{pairs} has no train/ and val/ folders.",
            f"Split it first: mirnet-train prepare {pairs} --output PAIRS.",
        )
    weights = only_pass(find_weights(model))
    network = load_weights(weights.path, weights.sha256).config
    return TrainingConfig(
        sources=(Source("train", "pairs"),),
        validation="val",
        network=network,
        initial=model,
        steps=steps,
        stages=(Stage(patch=96, batch=4),),
        # A network whose pictures are not exposed judges light by what a patch shows of them.
        augmentation=Augmentation(smallest_scale=0.5 if network.exposed else 0.2),
        loss=Loss(frequency=1.0),
        optimization=Optimization(learning_rate=3e-4, warm_up=10, averaging=0.99),
        keeping=Keeping(validate_every=max(steps // _MEASUREMENTS, 1), checkpoint_every=20),
    )


def finetune(model: str, pairs: Path, folder: Path, steps: int, tell: Tell = "bar") -> Outcome:
    """Train ``model`` on ``pairs/train``, measured on ``pairs/val``, into the run ``folder``."""
    start(finetuning_config(model, pairs, steps), pairs, folder, tell)
    figures = [row["psnr"] for row in read_metrics(RunFolder(folder).metrics) if "psnr" in row]
    return Outcome(figures[0], max(figures[1:], default=figures[0]))
