"""One training step and one validation step of MIRNet, for pytorch-lightning."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from pytorch_lightning import LightningModule
from pytorch_lightning.utilities.types import OptimizerLRScheduler
from torch import Tensor

from mirnet_gui.atomic import atomic_path
from mirnet_gui.errors import MirnetGuiError
from mirnet_gui.language import tr
from mirnet_gui.network.mirnet import Mirnet, channels_last, checkpoint_activations
from mirnet_gui.quality.reference import psnr, ssim
from mirnet_gui.trainer.config import TrainingConfig
from mirnet_gui.trainer.data.patches import OF_MIXUP
from mirnet_gui.trainer.learning.coarse_first import cleaned_coarse_first, halved
from mirnet_gui.trainer.learning.loss import TrainingLoss
from mirnet_gui.trainer.learning.mixing import mix
from mirnet_gui.trainer.learning.restoring import restored
from mirnet_gui.trainer.learning.schedule import rate_share

Batch = tuple[Tensor, Tensor]
BAD_BATCH = "not-finite.pt"
NETWORK = "network"


class NotFinite(MirnetGuiError):
    """The loss of a batch is not a finite number, so that going on would spoil the weights."""


class Restoration(LightningModule):
    """Learns to restore ``high`` from ``low``: batches of (N, 3, H, W) pairs in [0, 1].

    What it learns from was exposed as the network wants it; what it is measured on was not.

    A batch whose loss is not finite is kept as ``not-finite.pt`` in ``folder``.
    """

    def __init__(self, config: TrainingConfig, folder: Path) -> None:
        super().__init__()
        self.config = config
        self.network = Mirnet(replace(config.network, task=config.task))
        if config.hardware.checkpointing:
            checkpoint_activations(self.network)
        if config.hardware.channels_last:
            channels_last(self.network)
        if config.hardware.compile:
            self.network.compile()
        self.loss = TrainingLoss(config.loss)
        self._folder = folder

    def forward(self, low: Tensor) -> Tensor:
        """Restore ``low``, not clamped."""
        if self.config.hardware.channels_last:
            low = low.contiguous(memory_format=torch.channels_last)
        restored: Tensor = self.network(low)
        return restored

    def training_step(self, batch: Batch, batch_index: int) -> Tensor:
        """The loss of one batch. Raises :class:`NotFinite`."""
        loss = self.finite_loss(*mix(*batch, self.config.augmentation, self._rng(batch_index)))
        self.log("loss", loss, prog_bar=True)
        self.log("rate", self._rate())
        return loss

    def finite_loss(self, low: Tensor, high: Tensor) -> Tensor:
        """The loss of restoring ``low``, in full precision where half of it overflows.

        Raises :class:`NotFinite` when that is not a finite number either.
        """
        loss = self._loss(low, high)
        if not torch.isfinite(loss) and self.config.hardware.precision != "fp32":
            loss = self._in_full_precision(low, high)
        if not torch.isfinite(loss):
            self._stop(low, high)
        return loss

    def _rate(self) -> float:
        config = self.config
        share = rate_share(config.optimization, config.steps, self.global_step)
        return config.optimization.learning_rate * share

    def _rng(self, batch_index: int) -> np.random.Generator:
        # A function of where the run stands, so that a resumed run mixes as an unbroken one.
        part = batch_index % self.config.optimization.accumulate
        place = (self.config.seed, self.global_step, part, self.global_rank)
        return np.random.default_rng([*place, *OF_MIXUP])

    def _in_full_precision(self, low: Tensor, high: Tensor) -> Tensor:
        with _full_precision(low):
            return self._loss(low.float(), high.float())

    def _loss(self, low: Tensor, high: Tensor) -> Tensor:
        picture, *copies = cleaned_coarse_first(self, low, self.network.config.halvings)
        loss = self._distance(picture, high)
        for copy in copies:
            high = halved(high)
            loss = loss + self.config.loss.copies * self._distance(copy, high)
        return loss

    def _distance(self, output: Tensor, high: Tensor) -> Tensor:
        with _full_precision(output):
            distance: Tensor = self.loss(output.float(), high)
        return distance

    def _stop(self, low: Tensor, high: Tensor) -> None:
        kept = self._folder / BAD_BATCH
        with atomic_path(kept, overwrite=True) as temporary:
            torch.save({"step": self.global_step, "low": low.cpu(), "high": high.cpu()}, temporary)
        raise NotFinite(
            tr(
                "The loss of step {global_step} is not a finite number; its pictures "
                "are kept in {kept}.",
                global_step=self.global_step + 1,
                kept=kept,
            ),
            tr(
                "Look for bad pictures with mirnet-train prepare, or begin anew with "
                "a lower optimization.learning_rate."
            ),
        )

    def validation_step(self, batch: Batch, _batch_index: int) -> Tensor:
        """PSNR and SSIM of one whole picture, and the picture: (1, 3, H, W) in [0, 1]."""
        low, high = batch
        output = restored(self, self.network.config, low, high, lit=self.config.detail.lit)
        with _full_precision(low):
            figures = {"psnr": psnr(output, high), "ssim": ssim(output, high)}
        many = self.trainer.world_size > 1
        self.log_dict(figures, prog_bar=True, batch_size=1, sync_dist=many)
        return output

    def on_save_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        """Keep what the weights were made for, which their shapes do not tell."""
        checkpoint[NETWORK] = self.network.config.to_dict()

    def configure_optimizers(self) -> OptimizerLRScheduler:
        """AdamW (0.9, 0.999), its rate set at every step."""
        optimization = self.config.optimization
        optimizer = torch.optim.AdamW(
            self.network.parameters(),
            lr=optimization.learning_rate,
            betas=(0.9, 0.999),
            weight_decay=optimization.weight_decay,
        )
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: rate_share(optimization, self.config.steps, step)
        )
        return {
            "optimizer": optimizer,
            "lr_scheduler": {"scheduler": schedule, "interval": "step"},
        }


def _full_precision(tensor: Tensor) -> torch.autocast:
    # Autocast would take the variances of SSIM from three digits, and halve the figure.
    return torch.autocast(tensor.device.type, enabled=False)
