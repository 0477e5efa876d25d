"""What a report of a problem needs to say: versions, devices, weights and places."""

from __future__ import annotations

import os
import platform
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mirnet_gui import __version__, locations
from mirnet_gui.errors import WeightsError
from mirnet_gui.language import mark, tr
from mirnet_gui.network.catalog import Pass, list_weights, sha256_of
from mirnet_gui.versions import package_version

_PACKAGES = (
    "PySide6-Essentials",
    "torch",
    "openvino",
    "numpy",
    "opencv-python-headless",
    "pyvips",
    "pyvips-binary",
    "pillow",
    "pi-heif",
    "rawpy",
    "wakepy",
    "safetensors",
    "pytorch-lightning",
    "torchmetrics",
)


@dataclass(frozen=True, slots=True)
class WeightsState:
    """One weights file: ``state`` is ok, missing, changed, or unverified for the user's own.

    ``task`` is what it does in the set ``name``: whole, light or detail.
    """

    name: str
    task: str
    path: str
    sha256: str
    state: str


@dataclass(frozen=True, slots=True)
class Examination:
    """All that the doctor found; ``problems`` are sentences, none when all is well."""

    program: str
    python: str
    system: str
    packages: dict[str, str]
    devices: dict[str, str]
    backends: dict[str, str]
    weights: list[WeightsState]
    places: dict[str, str]
    problems: list[str]

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return asdict(self)


def examine() -> Examination:
    """Look at this computer and this installation; takes the seconds that torch takes to load."""
    problems: list[str] = []
    return Examination(
        program=__version__,
        python=platform.python_version(),
        system=platform.platform(),
        packages={name: package_version(name) for name in _PACKAGES},
        devices=_devices(),
        backends=_backends(),
        weights=_weights(problems),
        places=_places(problems),
        problems=problems,
    )


def _devices() -> dict[str, str]:
    from mirnet_gui.inference.devices import list_devices  # loads torch

    return {device.id: device.name for device in list_devices()}


def _backends() -> dict[str, str]:
    import torch  # takes seconds

    from mirnet_gui.inference.backends.openvino_runtime import (  # loads torch
        available,
        supports_bf16,
    )

    cuda = torch.version.cuda or "not in this build"
    threads = torch.get_num_threads()
    instructions = torch.backends.cpu.get_cpu_capability()
    found = {"torch cpu": f"{threads} threads, {instructions}", "torch cuda": cuda}
    if available():
        halves = "fp32 and bf16" if supports_bf16() else "fp32"
        found["openvino cpu"] = halves
    return found


def _weights(problems: list[str]) -> list[WeightsState]:
    try:
        return [
            _state(entry.name, part, each, problems)
            for entry in list_weights()
            for part, each in entry.files.items()
        ]
    except WeightsError as error:
        problems.append(str(error))
        return []


def _state(name: str, part: str, each: Pass, problems: list[str]) -> WeightsState:
    found = sha256_of(each.path)
    state = "unverified" if each.sha256 is None else "ok"
    if not found:
        problems.append(
            tr(
                "The weights {name} ({task}) cannot be read: {path}.",
                name=name,
                task=part,
                path=each.path,
            )
        )
        state = "missing"
    elif each.sha256 is not None and found != each.sha256:
        problems.append(
            tr(
                "The weights {name} ({task}) are not the file that shipped.",
                name=name,
                task=part,
            )
        )
        state = "changed"
    return WeightsState(name, part, str(each.path), found, state)


def _places(problems: list[str]) -> dict[str, str]:
    shipped: dict[str, Path] = {
        "shipped weights": locations.shipped_weights(),
        "resources": locations.resources(),
    }
    written: dict[str, Path] = {
        mark("own weights"): locations.user_weights(),
        mark("settings"): locations.settings_file(),
        mark("batches"): locations.journals(),
        mark("logs"): locations.logs(),
        mark("speeds"): locations.calibrations(),
    }
    for what, path in written.items():
        if reason := _why_not_written(path.parent if path.suffix else path):
            problems.append(
                tr(
                    "The folder of the {what} cannot be written, {path}: {reason}.",
                    what=tr(what),
                    path=path,
                    reason=reason,
                )
            )
    return {what: str(path) for what, path in (shipped | written).items()}


def _why_not_written(folder: Path) -> str:
    """Why nothing can be written into ``folder``, which may not be there yet; "" where it can."""
    try:
        standing = next(place for place in (folder, *folder.parents) if os.path.lexists(place))
        with tempfile.TemporaryFile(dir=standing):
            return ""
    except (OSError, StopIteration) as error:
        return getattr(error, "strerror", "") or tr("there is no such place")
