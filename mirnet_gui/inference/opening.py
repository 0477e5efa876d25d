"""Opening a session: the weights, and the fastest way to compute them here."""

from __future__ import annotations

import threading
from functools import lru_cache, partial
from pathlib import Path

import torch

from mirnet_gui.inference.calibration import calibrate, fastest
from mirnet_gui.inference.engine import Candidate, Engine, candidates
from mirnet_gui.inference.session import Session
from mirnet_gui.locations import calibrations
from mirnet_gui.network.checkpoints import load_weights

_opening = threading.Lock()


def open_session(weights: Path, sha256: str | None, engine: Engine, modified: float) -> Session:
    """The session of a weights file on an engine; the last one stays loaded for the next picture.

    The first time on a computer takes seconds more, in which every way to compute is measured.
    ``modified`` tells apart what the file held before it was written anew.

    Raises :class:`mirnet_gui.errors.WeightsError`, :class:`mirnet_gui.errors.DeviceError` or
    :class:`mirnet_gui.errors.UsageError`.
    """
    # Two threads that ask at once get one session, and never hold two networks.
    with _opening:
        return _open_session(weights, sha256, engine, modified)


@lru_cache(maxsize=1)
def _open_session(weights: Path, sha256: str | None, engine: Engine, _modified: float) -> Session:
    ways = candidates(engine)
    network = load_weights(weights, sha256)
    measured = calibrate(network, ways, calibrations())
    chosen = fastest(measured)
    on_cpu = Candidate("torch", "fp32", torch.device("cpu"))
    spare = None if chosen.device.type == "cpu" else partial(on_cpu.open, network)
    rate = measured[chosen].rate
    memory = engine.memory * 1_000_000 if engine.memory else None
    return Session(chosen.open(network), memory, engine.tile, rate, spare)
