"""A training run: started, resumed, carried through by pytorch-lightning."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Literal

import cv2
import pytorch_lightning as pl
import torch
from pytorch_lightning.callbacks import Callback
from pytorch_lightning.loggers import TensorBoardLogger
from pytorch_lightning.utilities import rank_zero_only

from mirnet_gui.errors import UsageError
from mirnet_gui.language import tr
from mirnet_gui.progress import CancelToken, cancelled_by_interrupt
from mirnet_gui.trainer.config import TrainingConfig
from mirnet_gui.trainer.data.sizes import check_sizes
from mirnet_gui.trainer.learning.module import Restoration
from mirnet_gui.trainer.runs.beginning import begun
from mirnet_gui.trainer.runs.callbacks import (
    SamplePictures,
    SaveAtTheEnd,
    Started,
    StopWhenCancelled,
    averaging,
    checkpoints,
)
from mirnet_gui.trainer.runs.capacity import check_capacity, precision_here
from mirnet_gui.trainer.runs.checkpoint import read_checkpoint
from mirnet_gui.trainer.runs.failures import checkpoint_errors, error_messages
from mirnet_gui.trainer.runs.folder import RunFolder
from mirnet_gui.trainer.runs.loaders import Loaders
from mirnet_gui.trainer.runs.records import CsvLog, JsonLines, StepLines, StepProgress

Tell = Literal["nothing", "bar", "json"]
_PRECISIONS = {"fp32": "32-true", "bf16": "bf16-mixed", "fp16": "16-mixed"}


def start(config: TrainingConfig, data: Path, folder: Path, tell: Tell = "bar") -> None:
    """Train as ``config`` says on the folders below ``data``; all that comes out is in ``folder``.

    Raises :class:`UsageError` when ``folder`` holds a run already, and what bad pictures, weights
    or too little memory raise.
    """
    run = RunFolder(folder)
    check_capacity(config)
    check_sizes(config, data)
    pl.seed_everything(config.seed, verbose=False)
    module = begun(config, folder)
    loaders = Loaders(config, data, first_step=0)
    rank_zero_only(run.check_free)()
    with _held(run):
        rank_zero_only(run.create)(config, data)
        _fit(module, loaders, run, None, tell)


def resume(folder: Path, tell: Tell = "bar", threads: int | None = None) -> None:
    """Go on with ``folder`` from its last checkpoint (from the start when it has none yet).

    ``threads`` compute instead of as many as it was begun with.

    Raises :class:`UsageError` when it is no run, is finished, or its pictures have changed, or
    another training goes on there.
    """
    run = RunFolder(folder)
    config, data = run.read()
    if threads:
        config = replace(config, hardware=replace(config.hardware, threads=threads))
    check_capacity(config)
    kept = read_checkpoint(run.last) if run.last.exists() else None
    checkpoint, first_step = (run.last, kept.step) if kept else (None, 0)
    if first_step >= config.steps:
        raise UsageError(
            tr(
                "{folder} is finished: all {steps} steps are done.",
                folder=folder,
                steps=config.steps,
            )
        )
    if kept:
        run.check_network(config, kept.network)
    run.check_data(config, data)
    pl.seed_everything(config.seed, verbose=False)
    module = Restoration(config, folder) if checkpoint else begun(config, folder)
    with _held(run):
        _fit(module, Loaders(config, data, first_step), run, checkpoint, tell)


def _held(run: RunFolder) -> AbstractContextManager[None]:
    # Of several processes the first one holds it for all.
    return run.held() if is_first_process() else nullcontext()


def is_first_process() -> bool:
    """Whether this is the one of several processes of a training that speaks for all."""
    return getattr(rank_zero_only, "rank", 0) == 0


def _fit(
    module: Restoration, loaders: Loaders, run: RunFolder, checkpoint: Path | None, tell: Tell
) -> None:
    _use_threads(module.config.hardware.threads)
    _end_with_the_first()
    with _quiet(), cancelled_by_interrupt() as cancel, error_messages(module.config, run):
        callbacks = _callbacks(module.config, loaders, run, tell, cancel)
        started = Started()
        trainer = _trainer(module.config, run, loaders.first_step, [*callbacks, started])
        if module.config.initial and checkpoint is None:
            _measure(trainer, module, loaders, step=0)
        with checkpoint_errors(started, checkpoint):
            trainer.fit(
                module,
                loaders.training,
                loaders.validation,
                ckpt_path=checkpoint,
                weights_only=True,
            )
        every = min(module.config.keeping.validate_every, module.config.steps)
        if trainer.global_step % every:
            _measure(trainer, module, loaders, step=trainer.global_step)


def _end_with_the_first() -> None:
    """The processes that Lightning starts for further devices must not outlive the first one."""
    if "LOCAL_RANK" not in os.environ:
        return
    first = os.getppid()

    def look() -> None:
        while os.getppid() == first:
            time.sleep(1.0)
        os._exit(1)

    threading.Thread(target=look, daemon=True).start()


def _use_threads(threads: int) -> None:
    # OpenCV and torch have a pool of threads each.
    if threads:
        torch.set_num_threads(threads)
        cv2.setNumThreads(threads)


def _measure(trainer: pl.Trainer, module: Restoration, loaders: Loaders, step: int) -> None:
    # So that the curves begin with what the given weights are worth on these pictures, and end
    # with the last ones. Lightning would count this as another step's.
    logs, trainer.loggers = trainer.loggers, []
    figures = trainer.validate(module, loaders.validation, verbose=False)[0]
    trainer.loggers = logs
    for log in logs:
        log.log_metrics(dict(figures), step=step - 1)


def _callbacks(
    config: TrainingConfig, loaders: Loaders, run: RunFolder, tell: Tell, cancel: CancelToken
) -> list[Callback]:
    average = [averaging(config.optimization.averaging)] if config.optimization.averaging else []
    samples = SamplePictures(run.samples, loaders.measured.names, config.keeping.samples)
    stop = StopWhenCancelled(cancel, run.last)
    listeners = _listeners(config, tell) or []
    end = SaveAtTheEnd(run.last)
    return [*average, *checkpoints(config, run), samples, stop, end, *listeners]


@rank_zero_only
def _listeners(config: TrainingConfig, tell: Tell) -> list[Callback]:
    if tell == "json":
        return [JsonLines(config.keeping.log_every)]
    if tell == "bar":
        return [StepProgress(config.steps) if sys.stderr.isatty() else StepLines()]
    return []


def _trainer(
    config: TrainingConfig, run: RunFolder, first_step: int, callbacks: list[Callback]
) -> pl.Trainer:
    hardware, optimization, keeping = config.hardware, config.optimization, config.keeping
    logs = run.metrics.parent
    board = TensorBoardLogger(logs.parent, name="", version=logs.name, purge_step=first_step)
    return pl.Trainer(
        accelerator="gpu" if hardware.device == "cuda" else hardware.device,
        devices=hardware.devices,
        num_nodes=hardware.nodes,
        strategy="ddp" if hardware.devices * hardware.nodes > 1 else "auto",
        use_distributed_sampler=False,
        precision=_PRECISIONS[precision_here(hardware)],  # type: ignore[arg-type]
        max_steps=config.steps,
        accumulate_grad_batches=optimization.accumulate,
        gradient_clip_val=optimization.gradient_clip or None,
        val_check_interval=min(keeping.validate_every, config.steps) * optimization.accumulate,
        check_val_every_n_epoch=None,
        num_sanity_val_steps=0,
        log_every_n_steps=min(keeping.log_every, config.steps),
        logger=[CsvLog(run.metrics, first_step), board],
        callbacks=callbacks,
        enable_progress_bar=False,
        enable_model_summary=False,
        default_root_dir=run.path,
    )


@contextmanager
def _quiet() -> Iterator[None]:
    for library in ("pytorch_lightning", "lightning_fabric"):
        for name in (library, f"{library}.utilities.rank_zero"):
            logging.getLogger(name).setLevel(logging.WARNING)
    # Advice about workers and about resuming inside an epoch, which this trainer is built for,
    # and what Lightning itself does that torch no longer likes.
    with warnings.catch_warnings():
        for message in (
            ".*many workers.*",
            ".*resuming from a checkpoint.*",
            ".*not empty.*",
            ".*LeafSpec.*",
        ):
            warnings.filterwarnings("ignore", message=message)
        yield
