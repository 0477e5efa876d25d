"""How a network is computed on this computer: which device, backend, precision and tiles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import torch

from mirnet_gui.errors import UsageError
from mirnet_gui.inference.backends.backend import Backend, Precision
from mirnet_gui.inference.backends.guarded import Guarded
from mirnet_gui.inference.backends.mean_of_views import MeanOfViews
from mirnet_gui.inference.backends.openvino_backend import OpenvinoBackend
from mirnet_gui.inference.backends.openvino_runtime import available, supports_bf16
from mirnet_gui.inference.backends.torch_backend import TorchBackend
from mirnet_gui.inference.devices import choose_device
from mirnet_gui.language import tr
from mirnet_gui.network.mirnet import Mirnet

BACKENDS = ("auto", "torch", "openvino")
PRECISIONS = ("auto", "fp32", "bf16", "fp16")
LEAST_MEMORY = 100


@dataclass(frozen=True, slots=True)
class Engine:
    """What the user asked for; "auto" is whatever is fastest here and agrees with fp32 torch.

    ``device`` is auto, cpu, cuda or cuda:N; ``tile`` is auto, whole, or the side of a tile in
    pixels; ``memory`` bounds the working memory, in megabytes. Raises :class:`UsageError` for
    anything else.
    """

    device: str = "auto"
    backend: str = "auto"
    precision: str = "auto"
    tile: str = "auto"
    memory: int | None = None

    def __post_init__(self) -> None:
        _check(tr("backend"), self.backend, BACKENDS)
        _check(tr("precision"), self.precision, PRECISIONS)
        if self.memory is not None and self.memory < LEAST_MEMORY:
            raise UsageError(
                tr("{memory} MB are too little to work in.", memory=self.memory),
                tr("Give {least_memory} or more.", least_memory=LEAST_MEMORY),
            )
        if self.tile not in {"auto", "whole"} and not _is_tile(self.tile):
            raise UsageError(
                tr("A tile cannot be {tile}.", tile=self.tile),
                tr("Choose auto, whole, or a multiple of 64 pixels from 64 to 4096."),
            )


def _check(what: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise UsageError(
            tr("There is no {what} called {value}.", what=what, value=value),
            tr("Choose {known}.", known=", ".join(known)),
        )


def _is_tile(value: str) -> bool:
    return value.isdecimal() and int(value) % 64 == 0 and 64 <= int(value) <= 4096


class Candidate(NamedTuple):
    """One way to compute a network on a device."""

    backend: Literal["torch", "openvino"]
    precision: Precision
    device: torch.device

    def open(self, network: Mirnet, graphs: int = 1) -> Backend:
        """The backend, guarded where its precision can overflow.

        One that compiles a graph for each set of descriptors keeps the last ``graphs`` of them.
        """
        backend = self._bare(network, graphs)
        if self.precision == "fp32":
            return backend
        spare = self._replace(precision="fp32")
        return Guarded(backend, lambda: spare.open(network, graphs))

    def open_in_views(self, network: Mirnet, views: int) -> Backend:
        """The backend, which takes the mean of so many ``views``, if more than one."""
        backend = self.open(network, views)
        return backend if views == 1 else MeanOfViews(backend, views)

    def _bare(self, network: Mirnet, graphs: int) -> Backend:
        if self.backend == "torch":
            return TorchBackend(network, self.device, self.precision)
        # Of the precisions, OpenVINO's candidates have these two only.
        return OpenvinoBackend(
            network, "bf16" if self.precision == "bf16" else "fp32", graphs=graphs
        )


def candidates(engine: Engine) -> list[Candidate]:
    """All that ``engine`` leaves open, most accurate first, plain torch before OpenVINO.

    Raises :class:`UsageError` when nothing is left, and what
    :func:`mirnet_gui.inference.devices.choose_device` raises.
    """
    device = choose_device(engine.device)
    possible = [
        candidate
        for candidate in _possible(device)
        if engine.backend in ("auto", candidate.backend)
        and engine.precision in ("auto", candidate.precision)
    ]
    if not possible:
        raise UsageError(
            tr(
                "This computer does not compute {precision} with {backend} on {device}.",
                precision=engine.precision,
                backend=engine.backend,
                device=device,
            ),
            tr("Leave backend and precision at auto."),
        )
    return possible


def _possible(device: torch.device) -> list[Candidate]:
    if device.type != "cpu":
        precisions: tuple[Precision, ...] = ("fp32", "bf16", "fp16")
        return [Candidate("torch", precision, device) for precision in precisions]
    found = [Candidate("torch", "fp32", device)]
    if available():
        found.append(Candidate("openvino", "fp32", device))
        if supports_bf16():
            found += [Candidate(backend, "bf16", device) for backend in ("torch", "openvino")]
    return found
