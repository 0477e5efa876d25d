"""How fast each way of computing a network is on this computer, measured once and kept."""

from __future__ import annotations

import hashlib
import json
import logging
import math
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from mirnet_gui.atomic import atomic_path
from mirnet_gui.inference.backends.backend import Backend, Survey
from mirnet_gui.inference.devices import device_name
from mirnet_gui.inference.engine import Candidate
from mirnet_gui.network.mirnet import Mirnet
from mirnet_gui.progress import look_away
from mirnet_gui.versions import package_version

# Agreement with fp32 torch in dB that a way must have to be chosen.
_LEAST_AGREEMENT = {"fp32": 55.0, "bf16": 45.0, "fp16": 45.0}
_SIDE = 256
# A busy moment must not decide which way is taken: the best of some rounds counts, where they are
# short.
_MOST_ROUNDS, _ENOUGH_SECONDS = 5, 0.6
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Measured:
    """What one way gave: ``rate`` in pixels a second, ``agreement`` with fp32 torch in dB."""

    backend: str
    precision: str
    rate: float
    agreement: float

    @property
    def agrees(self) -> bool:
        """Whether its results are those of fp32 torch for every practical purpose."""
        return self.agreement >= _LEAST_AGREEMENT[self.precision]


def calibrate(
    network: Mirnet, ways: Sequence[Candidate], folder: Path | None
) -> dict[Candidate, Measured]:
    """Measure ``ways``, or read from ``folder`` what was measured before on such a computer.

    What matters is in the file's name: the network, the processor, versions.
    """
    kept = folder / f"calibration-{_key(network, ways)}.json" if folder else None
    measured = _read(kept, ways) if kept else None
    if measured is None:
        measured = _measure(network, ways)
        if kept:
            _keep(measured, kept)
    return dict(zip(ways, measured, strict=True))


def fastest(measured: dict[Candidate, Measured]) -> Candidate:
    """The fastest way whose results agree with fp32 torch; the first when none does."""
    agreeing = [way for way, figures in measured.items() if figures.agrees]
    return max(agreeing or list(measured)[:1], key=lambda way: measured[way].rate)


def _measure(network: Mirnet, ways: Sequence[Candidate]) -> list[Measured]:
    picture = _test_picture()
    reference = Candidate("torch", "fp32", torch.device("cpu")).open(network)
    expected = reference.survey(picture, [], look_away)
    return [_measure_one(way.open(network), way, picture, expected) for way in ways]


def _measure_one(backend: Backend, way: Candidate, picture: Tensor, expected: Survey) -> Measured:
    restored = backend.restore(picture, expected.whole, look_away)
    error = float((restored - expected.restored).clamp(-1.0, 1.0).square().mean())
    agreement = min(-10.0 * math.log10(error + 1e-15), 150.0) if math.isfinite(error) else 0.0
    seconds = _best_time(backend, picture, expected)
    _log.info("%s: %.2f s, %.1f dB", backend.name, seconds, agreement)
    return Measured(way.backend, way.precision, picture[0, 0].numel() / seconds, agreement)


def _best_time(backend: Backend, picture: Tensor, expected: Survey) -> float:
    times: list[float] = []
    while len(times) < _MOST_ROUNDS and sum(times) < _ENOUGH_SECONDS:
        times.append(_timed(backend, picture, expected))
    return min(times)


def _timed(backend: Backend, picture: Tensor, expected: Survey) -> float:
    start = time.perf_counter()
    backend.restore(picture, expected.whole, look_away)
    return time.perf_counter() - start


def _test_picture() -> Tensor:
    # Shades and noise, as an exposed night has them.
    generator = torch.Generator().manual_seed(0)
    across = torch.linspace(0.05, 0.9, _SIDE).expand(_SIDE, _SIDE)
    shades = torch.stack([across, across.T, across * across.T])
    noise = 0.05 * torch.randn(3, _SIDE, _SIDE, generator=generator)
    return (shades + noise).clamp(0.0, 1.0)[None]


def _key(network: Mirnet, ways: Sequence[Candidate]) -> str:
    identity = [
        asdict(network.config),
        sum(float(weight.detach().abs().sum()) for weight in network.parameters()),
        [(way.backend, way.precision, str(way.device)) for way in ways],
        device_name(ways[0].device),
        torch.get_num_threads(),
        [package_version(package) for package in ("torch", "openvino")],
    ]
    return hashlib.sha256(json.dumps(identity).encode()).hexdigest()[:16]


def _read(path: Path, ways: Sequence[Candidate]) -> list[Measured] | None:
    """What was kept of ``ways``; None where anything of it makes no sense."""
    try:
        rows: Any = json.loads(path.read_text(encoding="utf-8"))
        return [_checked(row, way) for row, way in zip(rows, ways, strict=True)]
    except FileNotFoundError:
        return None
    # RecursionError: brackets within brackets within brackets.
    except (OSError, ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        _log.warning("%s is not understood and measured anew: %s", path, error)
        return None


def _checked(row: Any, way: Candidate) -> Measured:
    """Raises ValueError, TypeError, KeyError or OverflowError for what nobody measured."""
    if (row["backend"], row["precision"]) != (way.backend, way.precision):
        raise ValueError("it is about other ways to compute")
    rate, agreement = row["rate"], row["agreement"]
    if not (_is_figure(rate) and rate > 0.0 and _is_figure(agreement)):
        raise ValueError("its figures are no figures")
    return Measured(way.backend, way.precision, float(rate), float(agreement))


def _is_figure(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _keep(measured: Sequence[Measured], path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_path(path, overwrite=True) as temporary:
            temporary.write_text(json.dumps([asdict(row) for row in measured]), encoding="utf-8")
    except OSError as error:
        _log.warning("Speeds could not be kept in %s: %s", path, error)
