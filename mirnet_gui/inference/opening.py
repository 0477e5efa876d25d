"""Opening a set of weights, and the fastest way to compute each of its passes here."""

from __future__ import annotations

import ctypes
import sys
import threading
from contextlib import suppress
from functools import lru_cache, partial
from weakref import WeakSet

import torch

from mirnet_gui.inference.backends.eight_views import VIEWS
from mirnet_gui.inference.calibration import calibrate, fastest
from mirnet_gui.inference.engine import Candidate, Engine, candidates
from mirnet_gui.inference.restorer import Restorer
from mirnet_gui.inference.session import Session
from mirnet_gui.locations import calibrations
from mirnet_gui.network.catalog import Pass, files_of, modified
from mirnet_gui.network.checkpoints import load_weights

_opening = threading.Lock()
_loaded: WeakSet[Session] = WeakSet()


def open_restorer(passes: tuple[Pass, ...], engine: Engine, *, in_views: bool = False) -> Restorer:
    """A set of weights on an engine.

    The last five networks stay loaded: as many as a chain that brightens and enlarges has, previews
    and all.

    All of them but light, which does not gain by it, take the mean of eight views if ``in_views``.

    The first time on a computer takes seconds more, in which every way to compute is measured.

    Raises :class:`mirnet_gui.errors.WeightsError`, :class:`mirnet_gui.errors.DeviceError` or
    :class:`mirnet_gui.errors.UsageError`.
    """
    # Two threads that ask at once get the same sessions, and do not load them twice.
    with _opening:
        return Restorer(
            **{
                part: _open(each, engine, in_views and part != "light", modified(each.path))
                for part, each in files_of(passes).items()
            }
        )


@lru_cache(maxsize=5)
def _open(of: Pass, engine: Engine, in_views: bool, _modified: float) -> Session:
    # What a file held before it was written anew is told apart by when that was.
    session = open_session(of, engine, in_views=in_views)
    _loaded.add(session)
    return session


def release_memory() -> None:
    """Let what stays loaded give back what it worked in, unless it is at work or being loaded.

    For a program that waits for its user: the next picture takes 10 to 30 percent longer.
    """
    if _opening.acquire(blocking=False):
        try:
            for session in list(_loaded):
                session.release_memory()
        finally:
            _opening.release()
        _trim()


def _trim() -> None:
    # What is freed in pieces stays with the process on Linux until this is called: 100 MB.
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)


def open_session(of: Pass, engine: Engine, *, in_views: bool = False) -> Session:
    """The session of one pass; raises what :func:`open_restorer` raises."""
    ways = candidates(engine)
    network = load_weights(of.path, of.sha256)
    measured = calibrate(network, ways, calibrations())
    chosen = fastest(measured)
    on_cpu = Candidate("torch", "fp32", torch.device("cpu"))
    opened, spare_opened = (
        partial(each.open_in_views if in_views else each.open, network) for each in (chosen, on_cpu)
    )
    spare = None if chosen.device.type == "cpu" else spare_opened
    rate = measured[chosen].rate / (VIEWS if in_views else 1)
    memory = engine.memory * 1_000_000 if engine.memory else None
    return Session(opened(), memory, engine.tile, rate, spare)
