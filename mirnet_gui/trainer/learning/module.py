"""One training step and one validation step of MIRNet, for pytorch-lightning."""

from __future__ import annotations

import math

import torch
from pytorch_lightning import LightningModule
from pytorch_lightning.utilities.types import OptimizerLRScheduler
from torch import Tensor

from mirnet_gui.network.mirnet import Mirnet, channels_last
from mirnet_gui.quality.reference import psnr, ssim
from mirnet_gui.trainer.config import TrainingConfig
from mirnet_gui.trainer.learning.loss import CharbonnierLoss

Batch = tuple[Tensor, Tensor]


class Restoration(LightningModule):
    """Learns to restore ``high`` from ``low``: batches of (N, 3, H, W) pairs in [0, 1]."""

    def __init__(self, config: TrainingConfig) -> None:
        super().__init__()
        self.config = config
        self.network = channels_last(Mirnet(config.network))
        self.loss = CharbonnierLoss()

    def training_step(self, batch: Batch, _batch_index: int) -> Tensor:
        """Charbonnier loss of one batch."""
        low, high = batch
        output = self.network(low.contiguous(memory_format=torch.channels_last))
        loss: Tensor = self.loss(output, high)
        self.log("loss", loss, prog_bar=True)
        return loss

    def validation_step(self, batch: Batch, _batch_index: int) -> None:
        """PSNR and SSIM of one whole picture, after clamping to [0, 1]."""
        low, high = batch
        output = self.network(low.contiguous(memory_format=torch.channels_last)).clamp(0.0, 1.0)
        self.log("psnr", psnr(output, high), prog_bar=True, batch_size=1)
        self.log("ssim", ssim(output, high), prog_bar=True, batch_size=1)

    def configure_optimizers(self) -> OptimizerLRScheduler:
        """AdamW (0.9, 0.999) with linear warm-up and one cosine, per step."""
        optimizer = torch.optim.AdamW(
            self.network.parameters(),
            lr=self.config.learning_rate,
            betas=(0.9, 0.999),
            weight_decay=self.config.weight_decay,
        )
        schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, self._rate)
        return {
            "optimizer": optimizer,
            "lr_scheduler": {"scheduler": schedule, "interval": "step"},
        }

    def _rate(self, step: int) -> float:
        config = self.config
        if step < config.warm_up:
            return (step + 1) / config.warm_up
        way = (step - config.warm_up) / max(config.steps - config.warm_up, 1)
        least = config.final_rate / config.learning_rate
        return least + (1.0 - least) * 0.5 * (1.0 + math.cos(math.pi * min(way, 1.0)))
