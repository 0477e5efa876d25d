"""What lies where in the folder of a training run."""

from __future__ import annotations

import json
import os
import platform
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

import tomli_w
import torch
from filelock import FileLock, Timeout

from mirnet_gui import __version__
from mirnet_gui.atomic import atomic_path
from mirnet_gui.errors import UsageError
from mirnet_gui.inference.devices import choose_device, device_name
from mirnet_gui.language import tr
from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.photo.pairs import is_paired
from mirnet_gui.trainer.config import TrainingConfig
from mirnet_gui.trainer.data.fingerprint import fingerprint_of
from mirnet_gui.trainer.recipes import config_from_dict
from mirnet_gui.trainer.runs.capacity import precision_here
from mirnet_gui.trainer.runs.checkpoint import read_checkpoint
from mirnet_gui.trainer.runs.records import read_metrics

CONFIG = "config.toml"
ENVIRONMENT = "environment.json"
METRICS = "logs/metrics.csv"
LAST_CHECKPOINT = "last.ckpt"
SAMPLES = "samples"
LOCK = "training.lock"
_BEST = "best-{step:06d}-{psnr:.2f}"
_PACKAGES = ("torch", "pytorch-lightning", "torchmetrics", "numpy", "opencv-python-headless")


@dataclass(frozen=True, slots=True)
class RunFolder:
    """The folder ``path`` of a run, and the names in it."""

    path: Path

    @property
    def config(self) -> Path:
        """The resolved configuration, as TOML."""
        return self.path / CONFIG

    @property
    def environment(self) -> Path:
        """Versions, device and fingerprints of the data, as JSON."""
        return self.path / ENVIRONMENT

    @property
    def metrics(self) -> Path:
        """Loss, rate, PSNR and SSIM by step, as CSV."""
        return self.path / METRICS

    @property
    def last(self) -> Path:
        """The newest checkpoint."""
        return self.path / LAST_CHECKPOINT

    def steps_done(self) -> int:
        """How many steps the newest checkpoint has behind it; 0 when there is none.

        Raises :class:`WeightsError` when it is damaged.
        """
        return read_checkpoint(self.last).step if self.last.exists() else 0

    @property
    def samples(self) -> Path:
        """A folder a validation picture: input.png, reference.png and step-*.png."""
        return self.path / SAMPLES

    @property
    def best(self) -> Path | None:
        """The checkpoint with the highest PSNR, or None before the first measurement."""
        found = sorted(self.path.glob("best-*-*.ckpt"), key=_psnr_in_name)
        return found[-1] if found else None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other trainings off the folder for as long: both would write the same checkpoint.

        It is made when it is not there.

        The system lets go of it when this process dies, however that is. Raises
        :class:`UsageError` when a training goes on there.
        """
        lock = FileLock(self.path / LOCK)
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=0)
        except Timeout as error:
            raise UsageError(
                tr("Another training goes on in {path}.", path=self.path),
                tr("Stop that one first, or let it end."),
            ) from error
        except OSError as error:
            raise self._unusable(error) from error
        try:
            yield
        finally:
            lock.release()

    def create(self, config: TrainingConfig, data: Path) -> None:
        """Make the folder and write what a new run is made of.

        What a run left that failed before its first step is replaced, so that the folder has to be
        :meth:`held`. Raises :class:`UsageError` when it holds another run already or cannot be
        written.
        """
        self.check_free()
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            _write(self.environment, json.dumps(_environment(config, data), indent=2))
            _write(self.config, tomli_w.dumps(config.to_dict()))
        except OSError as error:
            raise self._unusable(error) from error

    def check_free(self) -> None:
        """Raise :class:`UsageError` when a run is here already that has learnt anything."""
        if self.config.exists() and not self._never_ran():
            raise UsageError(
                tr("{path} holds a training run already.", path=self.path),
                tr("Resume it, or name another."),
            )

    def _unusable(self, error: OSError) -> UsageError:
        return UsageError(
            tr(
                "{path} cannot be a run folder: {strerror}.",
                path=self.path,
                strerror=error.strerror,
            ),
            tr("Name another."),
        )

    def _never_ran(self) -> bool:
        try:
            self.read()
        except UsageError:
            return False
        logged = read_metrics(self.metrics)
        return not self.last.exists() and not any(row["step"] for row in logged)

    def read(self) -> tuple[TrainingConfig, Path]:
        """Configuration and data folder of the run. Raises :class:`UsageError` when it is none."""
        try:
            table = tomllib.loads(self.config.read_text(encoding="utf-8"))
            return config_from_dict(table), Path(self.read_environment()["data"])
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise UsageError(tr("{path} is not a training run.", path=self.path)) from error

    def read_environment(self) -> dict[str, Any]:
        """What stands in ``environment.json``. Raises OSError or ValueError."""
        try:
            record = json.loads(self.environment.read_text(encoding="utf-8"))
        except RecursionError as error:
            raise ValueError(f"{self.environment} is nested too deeply") from error
        if not isinstance(record, dict):
            raise ValueError(f"{self.environment} holds no table")  # noqa: TRY004 - as JSON says
        return record

    def check_data(self, config: TrainingConfig, data: Path) -> None:
        """Raise :class:`UsageError` when the pictures are not those that the run began with."""
        before = self.read_environment().get("fingerprint")
        now = fingerprints(config, data)
        if isinstance(before, dict) and before != now:
            changed = next((name for name in now if before.get(name) != now[name]), "data")
            raise UsageError(
                tr(
                    "The pictures of {data} are not those that {path} began with.",
                    data=data / changed,
                    path=self.path,
                ),
                tr("Put them back, or begin a new run with initial set to this run's weights."),
            )

    def check_network(self, config: TrainingConfig, checkpoint: MirnetConfig) -> None:
        """Raise :class:`UsageError` when the last checkpoint is of another network than asked."""
        asked, kept = config.network.to_dict() | {"task": config.task}, checkpoint.to_dict()
        for name, value in asked.items():
            if value != kept[name]:
                raise UsageError(
                    tr(
                        "{config} was changed: {name} is {value}, but {kept} in {name_2}.",
                        config=self.config,
                        name=name,
                        value=value,
                        kept=kept[name],
                        name_2=self.last.name,
                    ),
                    tr("Put it back, or begin a new run."),
                )


def best_pattern() -> str:
    """How Lightning is to name the best checkpoints."""
    return _BEST


def _psnr_in_name(path: Path) -> float:
    try:
        return float(path.stem.rpartition("-")[2])
    except ValueError:
        return float("-inf")


def fingerprints(config: TrainingConfig, data: Path) -> dict[str, dict[str, Any]]:
    """The fingerprint of every folder of pictures by its name in ``config``."""
    is_reduced = config.task == "enlarge" and not is_paired(data / config.validation)
    measured: Literal["pairs", "clean"] = "clean" if is_reduced else "pairs"
    kinds = {source.folder: (source.kind, source.usable_only) for source in config.sources}
    kinds |= {config.validation: (measured, False)}
    return {
        name: asdict(fingerprint_of(data / name, kind, usable_only=usable_only))
        for name, (kind, usable_only) in kinds.items()
    }


def _environment(config: TrainingConfig, data: Path) -> dict[str, Any]:
    device = choose_device(config.hardware.device)
    return {
        "data": str(data.resolve()),
        "seed": config.seed,
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "program": __version__,
        "versions": {"python": platform.python_version()} | {p: version(p) for p in _PACKAGES},
        "platform": platform.platform(),
        "device": device_name(device),
        "precision": precision_here(config.hardware),
        "threads": torch.get_num_threads(),
        "processors": os.cpu_count(),
        "fingerprint": fingerprints(config, data),
    }


def _write(path: Path, text: str) -> None:
    with atomic_path(path, overwrite=True) as temporary:
        temporary.write_text(text, encoding="utf-8")
