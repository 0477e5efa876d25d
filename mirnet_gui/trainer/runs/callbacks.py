"""What happens beside training: averaging, sample pictures, checkpoints, stopping when asked."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from pytorch_lightning import Callback, LightningModule, Trainer
from pytorch_lightning.callbacks import ModelCheckpoint, WeightAveraging
from pytorch_lightning.utilities import rank_zero_only
from pytorch_lightning.utilities.exceptions import SIGTERMException
from torch import Tensor

from mirnet_gui.photo.photo import Photo
from mirnet_gui.photo.writing import write_photo
from mirnet_gui.progress import CancelToken
from mirnet_gui.trainer.config import TrainingConfig
from mirnet_gui.trainer.runs.folder import LAST_CHECKPOINT, RunFolder, best_pattern


class StopWhenCancelled(Callback):
    """Saves a checkpoint and raises :class:`mirnet_gui.errors.Cancelled` after a cancel."""

    def __init__(self, cancel: CancelToken, checkpoint: Path) -> None:
        self._cancel = cancel
        self._checkpoint = checkpoint
        self._is_between_steps = True

    def on_train_batch_start(self, *_: Any) -> None:
        """A step begins, or goes on with another of its batches."""
        self._is_between_steps = False

    def on_train_batch_end(
        self, trainer: Trainer, _module: LightningModule, _outputs: Any, _batch: Any, batch_idx: int
    ) -> None:
        """Look at the token between two steps; many processes stop at the same one."""
        # A checkpoint holds no gradients: amid a step those of its first batches would be lost.
        self._is_between_steps = (batch_idx + 1) % trainer.accumulate_grad_batches == 0
        if not self._is_between_steps:
            return
        asked = trainer.strategy.reduce_boolean_decision(self._cancel.is_cancelled, all=False)
        if asked:
            trainer.save_checkpoint(self._checkpoint)
            self._cancel.cancel()
            self._cancel.raise_if_cancelled()

    def on_validation_batch_end(self, *_: Any) -> None:
        """Validation is not waited for; the last checkpoint is at most some steps old."""
        self._cancel.raise_if_cancelled()

    def on_exception(
        self, trainer: Trainer, _module: LightningModule, exception: BaseException
    ) -> None:
        """Save when Lightning itself stops between two steps, which it does for SIGTERM."""
        is_asked = isinstance(exception, SIGTERMException) and not trainer.validating
        if is_asked and self._is_between_steps:
            trainer.save_checkpoint(self._checkpoint)


class Started(Callback):
    """Tells whether all is set up and restored, so that what fails now fails in training."""

    def __init__(self) -> None:
        self.has_started = False

    def on_train_start(self, *_: Any) -> None:
        """Here it is."""
        self.has_started = True


class SaveAtTheEnd(Callback):
    """Saves the last step, which Lightning's checkpoints by number of steps may pass over."""

    def __init__(self, checkpoint: Path) -> None:
        self._checkpoint = checkpoint

    def on_train_batch_end(self, trainer: Trainer, *_: Any) -> None:
        """Look whether that was it."""
        if trainer.global_step == trainer.max_steps:
            trainer.save_checkpoint(self._checkpoint)


class SamplePictures(Callback):
    """Keeps what became of the first ``count`` validation pictures at every measurement."""

    def __init__(self, folder: Path, names: list[str], count: int) -> None:
        self._folder = folder
        self._names = names[:count]

    @rank_zero_only
    def on_validation_batch_end(
        self,
        trainer: Trainer,
        _module: LightningModule,
        outputs: Any,
        batch: tuple[Tensor, Tensor],
        batch_idx: int,
        *_: Any,
    ) -> None:
        """Write the picture, and once its input and reference."""
        if batch_idx >= len(self._names):
            return
        folder = self._folder / self._names[batch_idx]
        folder.mkdir(parents=True, exist_ok=True)
        for name, picture in (("input", batch[0]), ("reference", batch[1])):
            if not (path := folder / f"{name}.png").exists():
                _write(picture, path)
        _write(outputs, folder / f"step-{trainer.global_step:06d}.png")


def _write(picture: Tensor, path: Path) -> None:
    pixels = picture[0].permute(1, 2, 0).mul(255.0).round().to("cpu").numpy().astype(np.uint8)
    write_photo(Photo(np.ascontiguousarray(pixels)), path, overwrite=True)


def averaging(decay: float) -> WeightAveraging:
    """An exponential moving average of the weights, which is what is measured and exported."""
    return WeightAveraging(multi_avg_fn=partial(_average, decay))


def _average(
    decay: float, averages: list[Tensor], currents: list[Tensor], count: Tensor | int
) -> None:
    # The window grows with the run, so that the average forgets the random start.
    weight = 1.0 - min(decay, (1.0 + int(count)) / (10.0 + int(count)))
    # All in one kernel: one each would cost a GPU as long as a small network's forward pass.
    torch._foreach_lerp_(averages, currents, weight)


def checkpoints(config: TrainingConfig, run: RunFolder) -> list[Callback]:
    """The last checkpoint and the best ones; Lightning writes them atomically."""
    last = ModelCheckpoint(
        run.path,
        filename=LAST_CHECKPOINT.removesuffix(".ckpt"),
        every_n_train_steps=config.keeping.checkpoint_every,
        enable_version_counter=False,
    )
    best = ModelCheckpoint(
        run.path,
        filename=best_pattern(),
        monitor="psnr",
        mode="max",
        save_top_k=config.keeping.best,
        auto_insert_metric_name=False,
        enable_version_counter=False,
    )
    return [last, best] if config.keeping.best else [last]
