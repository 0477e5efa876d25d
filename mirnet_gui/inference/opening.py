"""Opening a set of weights, and the fastest way to compute each of its passes here."""

from __future__ import annotations

import ctypes
import sys
import threading
from contextlib import suppress
from functools import lru_cache, partial
from weakref import WeakSet

import torch

from mirnet_gui.inference.backends.mean_of_views import ALL_VIEWS
from mirnet_gui.inference.calibration import calibrate, fastest
from mirnet_gui.inference.engine import Candidate, Engine, candidates
from mirnet_gui.inference.restorer import Restorer
from mirnet_gui.inference.session import Session
from mirnet_gui.locations import calibrations
from mirnet_gui.network.catalog import Pass, files_of, modified
from mirnet_gui.network.checkpoints import load_weights

# Copies are cleaned in so many views also where the photograph is cleaned in one: a fifth more time
# in all, for 0.03 dB on PolyU (four views: 0.04 dB for three fifths, eight: 0.05 dB).
_VIEWS_OF_COPIES = 2

_opening = threading.Lock()
_loaded: WeakSet[Session] = WeakSet()


def open_restorer(passes: tuple[Pass, ...], engine: Engine, *, in_views: bool = False) -> Restorer:
    """A set of weights on an engine.

    The last six networks stay loaded: as many as a chain that brightens, denoises and enlarges has.

    All of them but light, which does not gain by it, take the mean of eight views if ``in_views``.

    The first time on a computer takes seconds more, in which every way to compute is measured.

    Raises :class:`mirnet_gui.errors.WeightsError`, :class:`mirnet_gui.errors.DeviceError` or
    :class:`mirnet_gui.errors.UsageError`.
    """
    views = ALL_VIEWS if in_views else 1
    wanted = {
        part: (each, 1 if part == "light" else views) for part, each in files_of(passes).items()
    }
    if "denoise" in wanted:
        denoise, _ = wanted["denoise"]
        wanted["coarse"] = denoise, max(views, _VIEWS_OF_COPIES)
    # Two threads that ask at once get the same sessions, and do not load them twice.
    with _opening:
        return Restorer(
            **{
                part: _open(each, engine, its_views, modified(each.path))
                for part, (each, its_views) in wanted.items()
            }
        )


@lru_cache(maxsize=6)
def _open(of: Pass, engine: Engine, views: int, _modified: float) -> Session:
    # What a file held before it was written anew is told apart by when that was.
    session = open_session(of, engine, views)
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


def open_session(of: Pass, engine: Engine, views: int = 1) -> Session:
    """The session of one pass, over so many views; raises what :func:`open_restorer` raises."""
    ways = candidates(engine)
    network = load_weights(of.path, of.sha256)
    measured = calibrate(network, ways, calibrations())
    chosen = fastest(measured)
    on_cpu = Candidate("torch", "fp32", torch.device("cpu"))
    opened, spare_opened = (
        partial(each.open_in_views, network, views) for each in (chosen, on_cpu)
    )
    spare = None if chosen.device.type == "cpu" else spare_opened
    memory = engine.memory * 1_000_000 if engine.memory else None
    return Session(opened(), memory, engine.tile, measured[chosen].rate, spare, views)
