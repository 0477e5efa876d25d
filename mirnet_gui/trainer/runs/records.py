"""What a run tells while it goes on: a table on disk, JSON lines, a bar on the terminal."""

from __future__ import annotations

import csv
import json
import math
import sys
import time
from pathlib import Path
from typing import Any, TextIO

from lightning_fabric.loggers.logger import rank_zero_experiment
from pytorch_lightning import Callback, LightningModule, Trainer
from pytorch_lightning.loggers.logger import Logger
from pytorch_lightning.utilities import rank_zero_only
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from mirnet_gui.atomic import atomic_path
from mirnet_gui.command import say
from mirnet_gui.errors import UsageError
from mirnet_gui.language import tr

COLUMNS = ("step", "loss", "rate", "psnr", "ssim")


class CsvLog(Logger):
    """One row a measurement in ``path``; what was not measured stays empty.

    ``step`` counts the optimizer steps done. A resumed run goes on in the same file, from which
    the rows after ``first_step`` are taken out, since those steps are done again.
    """

    def __init__(self, path: Path, first_step: int) -> None:
        super().__init__()
        self._path = path
        self._begin(first_step)

    @rank_zero_only
    def _begin(self, first_step: int) -> None:
        try:
            rows = [row for row in read_metrics(self._path) if row["step"] <= first_step]
        except ValueError as error:
            raise UsageError(
                tr("{path} is damaged.", path=self._path),
                tr("Move it away: the run goes on with a new one."),
            ) from error
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with (
            atomic_path(self._path, overwrite=True) as temporary,
            temporary.open("w", encoding="utf-8", newline="") as file,
        ):
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(rows)

    @property
    def name(self) -> str:
        """Lightning's word for the kind of log."""
        return "csv"

    @property
    def version(self) -> str:
        """A run has one log."""
        return ""

    @property
    @rank_zero_experiment
    def experiment(self) -> Path:
        """The table."""
        return self._path

    @rank_zero_only
    def log_metrics(self, metrics: dict[str, float], step: int | None = None) -> None:
        """Append one row."""
        row = {"step": (step or 0) + 1} | {k: v for k, v in metrics.items() if k in COLUMNS}
        with self._path.open("a", encoding="utf-8", newline="") as file:
            csv.DictWriter(file, COLUMNS).writerow(row)

    @rank_zero_only
    def log_hyperparams(self, *_: Any, **__: Any) -> None:
        """The configuration lies beside the logs."""


def read_metrics(path: Path) -> list[dict[str, float]]:
    """The rows of a run's table, each with its step and what was measured; none if it is not there.

    A last line that a kill cut short is left out.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    whole, _, _ = text.rpartition("\n")
    rows = csv.DictReader(whole.splitlines())
    read = [_numbers(row) for row in rows]
    return [row for row in read if len(row) > 1 and "step" in row]


def _numbers(row: dict[str, str | None]) -> dict[str, float]:
    try:
        return {key: float(value) for key, value in row.items() if value}
    except (ValueError, TypeError):
        return {}


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
        self._bar.update(
            self._task, completed=trainer.global_step, description=_figures_of(trainer)
        )

    def teardown(self, *_: Any, **__: Any) -> None:
        """Leave the terminal as it was, also after an error."""
        self._bar.stop()


class StepLines(Callback):
    """The same in lines, one in ``seconds`` at most, where there is no terminal to draw on."""

    def __init__(self, seconds: float = 15.0) -> None:
        self._seconds = seconds
        self._told = -math.inf

    def on_train_start(self, trainer: Trainer, _module: LightningModule) -> None:
        """Tell where the run stands."""
        self._tell(trainer)

    def on_train_batch_end(self, trainer: Trainer, *_: Any) -> None:
        """Tell how far it is, now and then and at the end."""
        is_last = trainer.global_step == trainer.max_steps
        if is_last or time.monotonic() - self._told >= self._seconds:
            self._tell(trainer)

    @rank_zero_only
    def _tell(self, trainer: Trainer) -> None:
        self._told = time.monotonic()
        line = f"step {trainer.global_step} of {trainer.max_steps}  {_figures_of(trainer)}"
        say(line.rstrip())


def _figures_of(trainer: Trainer) -> str:
    metrics = trainer.progress_bar_metrics
    return "  ".join(f"{k} {metrics[k]:.3f}" for k in ("loss", "psnr", "ssim") if k in metrics)


class JsonLines(Callback):
    """One JSON record a line on ``stream``, for a program that watches the run.

    Every record has ``event``: ``start`` (step, steps), ``step`` (step, steps, loss, rate, and
    seconds_left from the second on), ``validation`` (step, psnr, ssim) and ``end`` (step).
    """

    def __init__(self, every: int, stream: TextIO | None = None) -> None:
        self._every = every
        self._stream = stream or sys.stdout
        self._begun = (0, 0.0)
        self._told = 0

    def on_train_start(self, trainer: Trainer, _module: LightningModule) -> None:
        """Tell where the run stands."""
        self._begun = (trainer.global_step, time.monotonic())
        self._told = trainer.global_step
        self._tell("start", trainer)

    def on_train_batch_end(self, trainer: Trainer, *_: Any) -> None:
        """Tell of the steps that are logged, too."""
        step = trainer.global_step
        is_logged = step % self._every == 0 or step == trainer.max_steps
        # Several batches can make a step.
        if is_logged and step > self._told:
            self._told = step
            measured = trainer.logged_metrics
            figures = {k: float(measured[k]) for k in ("loss", "rate") if k in measured}
            self._tell("step", trainer, **figures, **self._seconds_left(trainer))

    def on_validation_end(self, trainer: Trainer, _module: LightningModule) -> None:
        """Tell what was measured."""
        measured = trainer.callback_metrics
        figures = {k: float(measured[k]) for k in ("psnr", "ssim") if k in measured}
        self._tell("validation", trainer, **figures)

    def on_train_end(self, trainer: Trainer, _module: LightningModule) -> None:
        """Tell that all steps are done."""
        self._tell("end", trainer)

    def _seconds_left(self, trainer: Trainer) -> dict[str, float]:
        step, since = self._begun
        done = trainer.global_step - step
        if not done:
            return {}
        left = (time.monotonic() - since) / done * (trainer.max_steps - trainer.global_step)
        return {"seconds_left": round(left, 1)}

    @rank_zero_only
    def _tell(self, event: str, trainer: Trainer, **figures: float) -> None:
        record = {"event": event, "step": trainer.global_step, "steps": trainer.max_steps} | figures
        print(json.dumps(record), file=self._stream, flush=True)
