"""Which processors a network can run on, by name."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from pathlib import Path

import torch

from mirnet_gui.errors import DeviceError, UsageError
from mirnet_gui.language import tr


@dataclass(frozen=True, slots=True)
class Device:
    """``id`` is what ``--device`` takes ("cpu", "cuda:0"); ``name`` is what its maker calls it."""

    id: str
    name: str


def list_devices() -> list[Device]:
    """Every GPU that torch can use, then the CPU."""
    gpus = [
        Device(f"cuda:{index}", torch.cuda.get_device_name(index))
        for index in range(torch.cuda.device_count())
    ]
    return [*gpus, Device("cpu", _cpu_name())]


def choose_device(wanted: str) -> torch.device:
    """The device called ``wanted``: auto, cpu, cuda or cuda:N; auto takes a GPU when there is one.

    Raises :class:`UsageError` for any other name and :class:`DeviceError` for a GPU that is not
    there.
    """
    if wanted == "cpu" or (wanted == "auto" and not torch.cuda.is_available()):
        return torch.device("cpu")
    if wanted in ("auto", "cuda"):
        wanted = "cuda:0"
    if not wanted.startswith("cuda:") or not wanted[5:].isdecimal():
        raise UsageError(
            tr("There is no device called {wanted}.", wanted=wanted),
            tr("Choose auto, cpu, cuda or cuda:N."),
        )
    if int(wanted[5:]) >= torch.cuda.device_count():
        raise DeviceError(
            tr(
                "The graphics card {wanted} is not there or not usable by this build of torch.",
                wanted=wanted,
            ),
            tr("Choose cpu, or see mirnet-gui doctor for what there is."),
        )
    return torch.device(wanted)


def is_out_of_memory(error: BaseException) -> bool:
    """Whether ``error`` is how torch says that the device's memory is full."""
    text = str(error).lower()
    return isinstance(error, MemoryError | torch.OutOfMemoryError) or (
        "not enough memory" in text or "can't allocate memory" in text
    )


def device_name(device: torch.device) -> str:
    """What the maker of ``device`` calls it."""
    return torch.cuda.get_device_name(device) if device.type == "cuda" else _cpu_name()


def _cpu_name() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.machine())
