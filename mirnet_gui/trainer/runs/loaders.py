"""What a run learns from and what it is measured on, as loaders of batches."""

from __future__ import annotations

from pathlib import Path

import cv2
import torch
from torch import distributed
from torch.utils.data import DataLoader

from mirnet_gui.photo.pairs import is_paired
from mirnet_gui.trainer.config import TrainingConfig
from mirnet_gui.trainer.data.pairs import PairDataset, ReducedDataset
from mirnet_gui.trainer.data.patches import BatchKeys, PatchDataset
from mirnet_gui.trainer.learning.module import Batch


class Loaders:
    """Batches to learn from and whole pictures to measure on."""

    def __init__(self, config: TrainingConfig, data: Path, first_step: int) -> None:
        self.measured = _measured_on(config, data / config.validation)
        self.first_step = first_step
        workers = config.hardware.workers
        self.training: DataLoader[Batch] = DataLoader(
            PatchDataset(config, data),
            batch_sampler=BatchKeys(config, first_step, _rank),
            num_workers=workers,
            persistent_workers=workers > 0,
            # libvips, which reads the pictures, does not survive a fork.
            multiprocessing_context="spawn" if workers else None,
            pin_memory=torch.cuda.is_available(),
            worker_init_fn=_use_one_thread,
        )
        self.validation: DataLoader[Batch] = DataLoader(self.measured, batch_size=1)


def _measured_on(config: TrainingConfig, folder: Path) -> PairDataset | ReducedDataset:
    if config.task == "enlarge" and not is_paired(folder):
        return ReducedDataset(folder, config.network.scale)
    return PairDataset(folder, config.validation_held_out, config.network.scale)


def _use_one_thread(_worker: int) -> None:
    # There are as many workers as processors are to be used.
    cv2.setNumThreads(1)


def _rank() -> int:
    return distributed.get_rank() if distributed.is_initialized() else 0
