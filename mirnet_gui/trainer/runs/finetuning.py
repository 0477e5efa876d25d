"""Weights that go on learning from somebody's own pairs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mirnet_gui.errors import UsageError
from mirnet_gui.language import tr
from mirnet_gui.network.catalog import SUFFIX, Pass, find_weights
from mirnet_gui.network.checkpoints import load_weights, save_weights
from mirnet_gui.network.config import MirnetConfig, NetworkTask
from mirnet_gui.trainer.config import (
    Augmentation,
    Keeping,
    Loss,
    Optimization,
    Source,
    Stage,
    TrainingConfig,
)
from mirnet_gui.trainer.runs.averaged import network_of
from mirnet_gui.trainer.runs.folder import RunFolder
from mirnet_gui.trainer.runs.records import read_metrics
from mirnet_gui.trainer.runs.run import Tell, start

_MEASUREMENTS = 5


@dataclass(frozen=True, slots=True)
class FinetunedPass:
    """What came of one pass of the weights: its file in the run's folder, and what it is worth.

    ``before`` and the best ``after`` are PSNR in dB on the user's own validation pairs, as the
    pass is measured. Where nothing was gained, the file holds the weights as they were.
    """

    task: NetworkTask
    before: float
    after: float
    weights: Path

    @property
    def is_better(self) -> bool:
        """Whether something was gained."""
        return self.after > self.before


def finetuning_config(of: Pass, pairs: Path, steps: int) -> TrainingConfig:
    """The recipe: a low rate, a short warm-up, and a loss that sees noise through wrong exposure.

    Raises :class:`UsageError` when ``pairs`` has not been split into ``train/`` and ``val/``.
    """
    if not (pairs / "train").is_dir() or not (pairs / "val").is_dir():
        advice = (
            tr(
                "Split it first: mirnet-train prepare {pairs} --output PAIRS --scale {scale}.",
                pairs=pairs,
                scale=of.scale,
            )
            if of.scale > 1
            else tr("Split it first: mirnet-train prepare {pairs} --output PAIRS.", pairs=pairs)
        )
        raise UsageError(tr("{pairs} has no train/ and val/ folders.", pairs=pairs), advice)
    network = load_weights(of.path, of.sha256).config
    return TrainingConfig(
        sources=(Source("train", "pairs"),),
        validation="val",
        network=network,
        task=of.task,
        initial=str(of.path),
        steps=steps,
        stages=(Stage(patch=192, batch=2) if of.task == "light" else Stage(batch=4),),
        # A network whose pictures are not exposed judges light by what a patch shows of them.
        augmentation=Augmentation(smallest_scale=0.2 if _judges_light(network) else 0.5),
        loss=Loss(frequency=1.0) if of.task == "whole" else Loss(ssim=0.25),
        optimization=Optimization(learning_rate=3e-4, warm_up=10, averaging=0.99),
        keeping=Keeping(validate_every=max(steps // _MEASUREMENTS, 1), checkpoint_every=20),
    )


def _judges_light(network: MirnetConfig) -> bool:
    return network.task == "whole" and not network.exposed


def finetune(
    model: str, pairs: Path, folder: Path, steps: int, tell: Tell = "bar"
) -> list[FinetunedPass]:
    """Train each pass of ``model`` on ``pairs/train``, measured on ``pairs/val``.

    The runs are in ``folder``, of sets of two passes in a folder each below it; so are the weights,
    as ``finetuned`` or as the set ``finetuned-light`` and ``finetuned-detail``.
    """
    passes = find_weights(model).passes
    outcomes = []
    for each in passes:
        run, suffix = (folder, "") if len(passes) == 1 else (folder / each.task, f"-{each.task}")
        start(finetuning_config(each, pairs, steps), pairs, run, tell)
        outcomes.append(_outcome(each, RunFolder(run), folder / f"finetuned{suffix}{SUFFIX}"))
    return outcomes


def _outcome(of: Pass, run: RunFolder, weights: Path) -> FinetunedPass:
    figures = [row["psnr"] for row in read_metrics(run.metrics) if "psnr" in row]
    outcome = FinetunedPass(of.task, figures[0], max(figures[1:], default=figures[0]), weights)
    best = network_of(run.best or run.last) if outcome.is_better else load_weights(of.path)
    save_weights(best, weights, overwrite=True)
    return outcome
