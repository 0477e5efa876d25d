"""Weights that go on learning from somebody's own pairs."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from mirnet_gui.atomic import atomic_path
from mirnet_gui.errors import UsageError
from mirnet_gui.language import tr
from mirnet_gui.network.catalog import SUFFIX, Pass, find_weights
from mirnet_gui.network.checkpoints import load_weights, save_weights
from mirnet_gui.network.config import MirnetConfig, NetworkTask
from mirnet_gui.photo.error_messages import unwritable
from mirnet_gui.photo.pairs import is_paired
from mirnet_gui.trainer.config import (
    Augmentation,
    Hardware,
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
from mirnet_gui.trainer.runs.run import Tell, resume, start

_MEASUREMENTS = 5
_REQUEST = "finetuning.json"


@dataclass(frozen=True, slots=True)
class Request:
    """Which weights are to learn from what, for how long: kept in the folder to be resumed by."""

    model: str
    pairs: str
    steps: int

    @classmethod
    def read(cls, folder: Path) -> Request:
        """What ``folder`` was begun with. Raises :class:`UsageError` when it is no fine-tuning."""
        try:
            kept = json.loads((folder / _REQUEST).read_text(encoding="utf-8"))
            return cls(str(kept["model"]), str(kept["pairs"]), int(kept["steps"]))
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise UsageError(tr("{path} is not a fine-tuning.", path=folder)) from error

    def write(self, folder: Path) -> None:
        """Keep it. Raises :class:`UnwritablePhoto`."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with atomic_path(folder / _REQUEST, overwrite=True) as temporary:
                temporary.write_text(json.dumps(asdict(self), indent=2), encoding="utf-8")
        except OSError as error:
            raise unwritable(folder, error) from error


@dataclass(frozen=True, slots=True)
class PassRun:
    """Pass ``number`` of ``count`` (from 1) is about to learn, in ``folder``."""

    task: NetworkTask
    number: int
    count: int
    folder: Path


Follow = Callable[[PassRun], None]


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


def finetuning_config(of: Pass, pairs: Path, steps: int, threads: int = 0) -> TrainingConfig:
    """The recipe: a low rate, a short warm-up, and a loss that sees noise through wrong exposure.

    ``train/`` holds pairs, or photographs that are darkened, made noisy or reduced. Raises
    :class:`UsageError` when ``pairs`` has not been split into ``train/`` and ``val/``.
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
        sources=(Source("train", "pairs" if is_paired(pairs / "train") else "clean"),),
        validation="val",
        network=network,
        task=of.task,
        initial=str(of.path),
        steps=steps,
        stages=(Stage(patch=192, batch=2) if of.task == "light" else Stage(batch=4),),
        augmentation=Augmentation(smallest_scale=_smallest_scale(network)),
        loss=Loss(frequency=1.0) if of.task == "whole" else Loss(ssim=0.25),
        optimization=Optimization(learning_rate=3e-4, warm_up=10, averaging=0.99),
        keeping=Keeping(validate_every=max(steps // _MEASUREMENTS, 1), checkpoint_every=20),
        hardware=Hardware(threads=threads),
    )


def _smallest_scale(network: MirnetConfig) -> float:
    if network.task != "whole":
        # Resized pairs have other noise than what is to be restored.
        return 1.0
    # A network whose pictures are not exposed judges light by what a patch shows of them.
    return 0.5 if network.exposed else 0.2


def _nobody(_run: PassRun) -> None:
    return None


def finetune(
    request: Request, folder: Path, tell: Tell = "bar", threads: int = 0, follow: Follow = _nobody
) -> list[FinetunedPass]:
    """Train each pass of the model on ``pairs/train``, measured on ``pairs/val``.

    The runs are in ``folder``, of sets of two passes in a folder each below it; so are the weights,
    as ``finetuned`` or as the set ``finetuned-light`` and ``finetuned-detail``. What cleans smaller
    copies learns nothing and comes along.
    """
    passes = find_weights(request.model).passes
    pairs = Path(request.pairs)
    configs = [finetuning_config(each, pairs, request.steps, threads) for each in passes]
    runs = _runs(passes, folder)
    request.write(folder)
    try:
        follow(runs[0])
        start(configs[0], pairs, runs[0].folder, tell)
    except BaseException:
        _forget_unbegun(folder, runs[0])
        raise
    for run, config in list(zip(runs, configs, strict=True))[1:]:
        follow(run)
        start(config, pairs, run.folder, tell)
    return _outcomes(passes, runs, folder)


def resume_finetuning(
    folder: Path, tell: Tell = "bar", threads: int = 0, follow: Follow = _nobody
) -> list[FinetunedPass]:
    """Go on with ``folder`` where it was stopped: passes that are done stay as they are.

    Raises :class:`UsageError` when it is no fine-tuning, and what a run that is resumed raises.
    """
    request = Request.read(folder)
    passes = find_weights(request.model).passes
    runs = _runs(passes, folder)
    for each, run in zip(passes, runs, strict=True):
        kept = RunFolder(run.folder)
        if kept.config.exists() and kept.steps_done() >= kept.read()[0].steps:
            continue
        follow(run)
        if kept.config.exists():
            resume(run.folder, tell, threads or None)
        else:
            pairs = Path(request.pairs)
            config = finetuning_config(each, pairs, request.steps, threads)
            start(config, pairs, run.folder, tell)
    return _outcomes(passes, runs, folder)


def _runs(passes: tuple[Pass, ...], folder: Path) -> list[PassRun]:
    count = len(passes)
    folders = [folder if count == 1 else folder / each.task for each in passes]
    return [
        PassRun(each.task, number, count, run)
        for number, (each, run) in enumerate(zip(passes, folders, strict=True), start=1)
    ]


def _forget_unbegun(folder: Path, run: PassRun) -> None:
    """What could not even begin leaves nothing behind that looks as if it could be resumed."""
    if not RunFolder(run.folder).config.exists():
        with contextlib.suppress(OSError):
            (folder / _REQUEST).unlink()
            folder.rmdir()


def _outcomes(passes: tuple[Pass, ...], runs: list[PassRun], folder: Path) -> list[FinetunedPass]:
    for coarse in (each.coarse for each in passes if each.coarse):
        network = load_weights(coarse.path, coarse.sha256)
        save_weights(network, folder / f"finetuned-coarse{SUFFIX}", overwrite=True)
    suffixes = [f"-{each.task}" if len(passes) > 1 else "" for each in passes]
    return [
        _outcome(each, RunFolder(run.folder), folder / f"finetuned{suffix}{SUFFIX}")
        for each, run, suffix in zip(passes, runs, suffixes, strict=True)
    ]


def _outcome(of: Pass, run: RunFolder, weights: Path) -> FinetunedPass:
    before, *later = [
        (row["psnr"], row["step"]) for row in read_metrics(run.metrics) if "psnr" in row
    ]
    after, step = max(later, default=before)
    outcome = FinetunedPass(of.task, before[0], after, weights)
    # The last step is measured after the run, of which its best checkpoint knows nothing.
    checkpoint = run.best if run.best and step < run.steps_done() else run.last
    best = network_of(checkpoint) if outcome.is_better else load_weights(of.path)
    save_weights(best, weights, overwrite=True)
    return outcome
