"""What happens beside training: the bar on the terminal, and stopping when asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pytorch_lightning import Callback, LightningModule, Trainer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from mirnet_gui.progress import CancelToken


class StopWhenCancelled(Callback):
    """Saves a checkpoint and raises :class:`mirnet_gui.errors.Cancelled` after a cancel."""

    def __init__(self, cancel: CancelToken, checkpoint: Path) -> None:
        self._cancel = cancel
        self._checkpoint = checkpoint

    def on_train_batch_end(self, trainer: Trainer, *_: Any) -> None:
        """Look at the token between two steps."""
        if self._cancel.is_cancelled:
            trainer.save_checkpoint(self._checkpoint)
            self._cancel.raise_if_cancelled()

    def on_validation_batch_end(self, *_: Any) -> None:
        """Validation is not waited for; the last checkpoint is at most some steps old."""
        self._cancel.raise_if_cancelled()


class StepProgress(Callback):
    """A bar over the steps of a run, with the loss and the last PSNR and SSIM."""

    def __init__(self, steps: int) -> None:
        columns = (TextColumn("step {task.completed} of {task.total}"), BarColumn())
        figures = TextColumn("{task.description}")
        console = Console(stderr=True)
        self._bar = Progress(*columns, TimeRemainingColumn(), figures, console=console)
        self._task = self._bar.add_task("", total=steps)

    def on_train_start(self, trainer: Trainer, _module: LightningModule) -> None:
        """Show the bar."""
        self._bar.start()
        self._bar.update(self._task, completed=trainer.global_step)

    def on_train_batch_end(self, trainer: Trainer, *_: Any) -> None:
        """Move it on."""
        metrics = trainer.progress_bar_metrics
        shown = [f"{k} {metrics[k]:.3f}" for k in ("loss", "psnr", "ssim") if k in metrics]
        self._bar.update(self._task, completed=trainer.global_step, description="  ".join(shown))

    def teardown(self, *_: Any, **__: Any) -> None:
        """Leave the terminal as it was, also after an error."""
        self._bar.stop()
