"""What this computer can carry, and how: asked before anything is loaded or started."""

from __future__ import annotations

import os

import psutil
import torch

from mirnet_gui.errors import DeviceError, OutOfMemory, UsageError
from mirnet_gui.formatting import file_size
from mirnet_gui.inference.backends.backend import Precision
from mirnet_gui.inference.devices import choose_device
from mirnet_gui.language import tr
from mirnet_gui.network.mirnet import weight_count
from mirnet_gui.trainer.config import Hardware, Stage, TrainingConfig

_CLUSTERS = ("MASTER_ADDR", "SLURM_NTASKS", "LSB_JOBID", "OMPI_COMM_WORLD_SIZE")
# Each holds torch: a third of a gigabyte.
_WORKERS_A_PROCESSOR, _ALWAYS_ALLOWED_WORKERS = 4, 16
# Numbers that a step keeps at least: of each weight itself, its gradient and two moments; of each
# place in each attention unit of the largest stream, so many maps of all channels.
_OF_WEIGHT, _MAPS = 4, 6
_BYTES = {"fp32": 4, "bf16": 2, "fp16": 2}
# What torch calls processors on which it takes bf16 apart number by number.
_WITHOUT_HALVES = ("DEFAULT", "NO AVX", "AVX2")


def check_capacity(config: TrainingConfig) -> None:
    """Raise what this computer has too little of for ``config``, however well all goes.

    Raises :class:`DeviceError` for devices that are not there, :class:`UsageError` for processes
    and machines, :class:`OutOfMemory` for a network or a batch that cannot fit.
    """
    device = choose_device(config.hardware.device)
    _check_cards(config.hardware, device)
    _check_devices(config.hardware, device)
    _check_processes(config.hardware)
    _check_memory(config, device)


def precision_here(hardware: Hardware) -> Precision:
    """What this computer computes in where ``hardware`` asks for a precision.

    Half of it is asked for to be fast. A processor that does not know bf16 takes five times as long
    for it as for fp32, and none learns in fp16.
    """
    if hardware.precision == "fp32" or choose_device(hardware.device).type != "cpu":
        return hardware.precision
    knows = torch.backends.cpu.get_cpu_capability() not in _WITHOUT_HALVES
    return "bf16" if knows else "fp32"


def _check_cards(hardware: Hardware, device: torch.device) -> None:
    """Several devices are graphics cards, unless somebody says that processors are meant."""
    if hardware.devices > 1 and hardware.device == "auto" and device.type == "cpu":
        raise DeviceError(
            tr("There is no graphics card here that can be computed on."),
            tr("For processes on the processor, add --set hardware.device=cpu."),
        )


def _check_devices(hardware: Hardware, device: torch.device) -> None:
    if device.type == "cuda":
        there, what = torch.cuda.device_count(), tr("graphics cards")
    else:
        there, what = os.cpu_count() or 1, tr("processors")
    # Processes on one processor prove nothing but that they agree, which is worth having.
    most = there if device.type == "cuda" else 2 * there
    if hardware.devices > most:
        raise DeviceError(
            tr(
                "{devices} devices were asked for, but this computer has {there} {what}.",
                devices=hardware.devices,
                there=there,
                what=what,
            ),
            tr("Set hardware.devices (--devices) to {most} or less.", most=most),
        )


def _check_processes(hardware: Hardware) -> None:
    if hardware.nodes > 1 and not any(name in os.environ for name in _CLUSTERS):
        raise UsageError(
            tr(
                "{nodes} machines were asked for, but nothing says how to reach the others.",
                nodes=hardware.nodes,
            ),
            tr("Start the trainer with torchrun on each of them, or set hardware.nodes to 1."),
        )
    processors = os.cpu_count() or 1
    most = max(_WORKERS_A_PROCESSOR * processors, _ALWAYS_ALLOWED_WORKERS)
    if hardware.workers > most:
        raise UsageError(
            tr(
                "{workers} worker processes are too many for {processors} processors.",
                workers=hardware.workers,
                processors=processors,
            ),
            tr("Set hardware.workers to {most} or less.", most=most),
        )


def _check_memory(config: TrainingConfig, device: torch.device) -> None:
    if device.type == "cuda":
        there = torch.cuda.get_device_properties(device).total_memory
    else:
        there = psutil.virtual_memory().total
    weights = _OF_WEIGHT * 4 * weight_count(config.network)
    if weights > there:
        raise OutOfMemory(
            tr(
                "A network of these sizes takes {weights} to train, but there are "
                "{there} of memory.",
                weights=file_size(weights),
                there=file_size(there),
            ),
            tr("Lower network.channels, network.streams, network.groups or network.blocks."),
        )
    stage = max(config.stages, key=lambda stage: stage.batch * stage.patch**2)
    batch = _bytes_of_batch(config, stage)
    if weights + batch > there:
        raise OutOfMemory(
            tr(
                "{batch} patches of {patch} pixels take more than {batch_2} to learn "
                "from, but there are {there} of memory.",
                batch=stage.batch,
                patch=stage.patch,
                batch_2=file_size(batch),
                there=file_size(there),
            ),
            tr("Make stages.0.batch or stages.0.patch smaller and optimization.accumulate larger."),
        )


def _bytes_of_batch(config: TrainingConfig, stage: Stage) -> int:
    network = config.network
    # With checkpointing only one block's maps are there at a time.
    blocks = 1 if config.hardware.checkpointing else network.groups * network.blocks
    maps = _MAPS * blocks * network.columns
    each = _BYTES[precision_here(config.hardware)] * network.channels * maps
    return stage.batch * stage.patch**2 * each
