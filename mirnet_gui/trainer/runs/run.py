"""A training run and its folder: configuration, log, checkpoints."""

from __future__ import annotations

import json
import logging
import warnings
from functools import partial
from pathlib import Path

import pytorch_lightning as pl
import torch
from pytorch_lightning.callbacks import (
    Callback,
    LearningRateMonitor,
    ModelCheckpoint,
    WeightAveraging,
)
from pytorch_lightning.loggers import CSVLogger
from torch import Tensor
from torch.utils.data import DataLoader

from mirnet_gui.errors import UsageError, WeightsError
from mirnet_gui.network.catalog import find_weights
from mirnet_gui.network.checkpoints import load_weights
from mirnet_gui.progress import cancelled_by_interrupt
from mirnet_gui.trainer.config import TrainingConfig, config_from_dict
from mirnet_gui.trainer.data.pairs import PairDataset
from mirnet_gui.trainer.data.patches import NumberSampler, PatchDataset
from mirnet_gui.trainer.learning.module import Restoration
from mirnet_gui.trainer.runs.callbacks import StepProgress, StopWhenCancelled

CONFIG_FILE = "config.json"
_Loaders = tuple[DataLoader[tuple[Tensor, Tensor]], DataLoader[tuple[Tensor, Tensor]]]

LOGS = "logs"
LAST_CHECKPOINT = "last.ckpt"
BEST_CHECKPOINT = "best.ckpt"


def start(config: TrainingConfig, data: Path, run: Path, *, progress: bool = True) -> None:
    """Train as ``config`` says on the folders below ``data``; all that comes out is in ``run``.

    Raises :class:`UsageError` when ``run`` holds a run already.
    """
    if (run / CONFIG_FILE).exists():
        raise UsageError(f"{run} holds a training run already.", "Resume it, or name another.")
    module = _begun(config)
    loaders = _loaders(config, data, first_step=0)
    told = {"data": str(data.resolve()), "config": config.to_dict()}
    try:
        run.mkdir(parents=True, exist_ok=True)
        (run / CONFIG_FILE).write_text(json.dumps(told, indent=2), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{run} cannot be written: {error.strerror}.", "Name another.") from error
    _fit(module, loaders, run, None, progress=progress)


def _begun(config: TrainingConfig) -> Restoration:
    pl.seed_everything(config.seed, verbose=False)
    module = Restoration(config)
    if config.initial:
        weights = find_weights(config.initial)
        network = load_weights(weights.path, weights.sha256)
        if network.config != config.network:
            raise UsageError(
                f"The weights {config.initial} are of another size than the configuration's.",
                f"Under [network], write {network.config.to_dict()}.",
            )
        module.network.load_state_dict(network.state_dict())
    return module


def resume(run: Path, *, progress: bool = True) -> None:
    """Go on with ``run`` from its last checkpoint (from the start when it has none yet)."""
    config, data = read_run(run)
    last = run / LAST_CHECKPOINT
    checkpoint = last if last.exists() else None
    first_step = _step_of(checkpoint) if checkpoint else 0
    if first_step >= config.steps:
        raise UsageError(f"{run} is finished: all {config.steps} steps are done.")
    loaders = _loaders(config, data, first_step)
    _fit(Restoration(config), loaders, run, checkpoint, progress=progress)


def read_run(run: Path) -> tuple[TrainingConfig, Path]:
    """The configuration and data folder of a run. Raises :class:`UsageError` when it is none."""
    try:
        told = json.loads((run / CONFIG_FILE).read_text(encoding="utf-8"))
        return config_from_dict(told["config"]), Path(told["data"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{run} is no training run.") from error


def _loaders(config: TrainingConfig, data: Path, first_step: int) -> _Loaders:
    patches = DataLoader(
        PatchDataset(config, data),
        batch_size=config.batch,
        sampler=NumberSampler(config, first_step),
    )
    return patches, DataLoader(PairDataset(data / config.validation), batch_size=1)


def _fit(
    module: Restoration,
    loaders: _Loaders,
    run: Path,
    checkpoint: Path | None,
    *,
    progress: bool,
) -> None:
    config, first_step = module.config, _step_of(checkpoint) if checkpoint else 0
    with warnings.catch_warnings(), cancelled_by_interrupt() as cancel:
        _silence_lightning()
        callbacks = [*_callbacks(config, run), StopWhenCancelled(cancel, run / LAST_CHECKPOINT)]
        if progress:
            callbacks.append(StepProgress(config.steps))
        _trainer(config, run, first_step, callbacks).fit(
            module, *loaders, ckpt_path=checkpoint, weights_only=True
        )


def _step_of(checkpoint: Path) -> int:
    try:
        return int(torch.load(checkpoint, map_location="cpu", weights_only=True)["global_step"])
    except Exception as error:
        # Foreign bytes make the reader fail with any error at all.
        raise WeightsError(
            f"{checkpoint} is damaged.", "Copy another checkpoint in its place, or start anew."
        ) from error


def _trainer(
    config: TrainingConfig, run: Path, first_step: int, callbacks: list[Callback]
) -> pl.Trainer:
    # A resumed run logs into a file of its own: Lightning would begin the old one anew.
    return pl.Trainer(
        accelerator="auto",
        devices=1,
        max_steps=config.steps,
        gradient_clip_val=config.gradient_clip,
        val_check_interval=min(config.validate_every, config.steps),
        check_val_every_n_epoch=None,
        num_sanity_val_steps=0,
        log_every_n_steps=min(10, config.steps),
        logger=CSVLogger(run, name=LOGS, version=f"from-{first_step}"),
        callbacks=callbacks,
        enable_progress_bar=False,
        enable_model_summary=False,
        default_root_dir=run,
    )


def _callbacks(config: TrainingConfig, run: Path) -> list[Callback]:
    last = ModelCheckpoint(
        run,
        filename=LAST_CHECKPOINT.removesuffix(".ckpt"),
        every_n_train_steps=config.checkpoint_every,
        enable_version_counter=False,
    )
    best = ModelCheckpoint(
        run,
        filename=BEST_CHECKPOINT.removesuffix(".ckpt"),
        monitor="psnr",
        mode="max",
        enable_version_counter=False,
    )
    average = WeightAveraging(avg_fn=partial(_average, config.averaging))
    return [average, LearningRateMonitor("step"), last, best]


def _average(decay: float, average: Tensor, current: Tensor, count: Tensor | int) -> Tensor:
    # An exponential moving average that forgets the random start: its window grows with the run.
    weight = 1.0 - min(decay, (1.0 + int(count)) / (10.0 + int(count)))
    return average.lerp(current, weight)


def _silence_lightning() -> None:
    for library in ("pytorch_lightning", "lightning_fabric"):
        for name in (library, f"{library}.utilities.rank_zero"):
            logging.getLogger(name).setLevel(logging.WARNING)
    # Advice about workers and about resuming inside an epoch, which this trainer is built for,
    # and what Lightning itself does that torch no longer likes.
    for message in (
        ".*many workers.*",
        ".*resuming from a checkpoint.*",
        ".*not empty.*",
        ".*LeafSpec.*",
    ):
        warnings.filterwarnings("ignore", message=message)
