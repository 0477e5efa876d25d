"""Loading torch's libraries while other threads go on."""

from __future__ import annotations

import ctypes
import importlib.util
import logging
import os
import sys
from pathlib import Path
from typing import Final

_log = logging.getLogger(__name__)

# The one that needs all others.
_LIBRARY: Final = {"linux": "libtorch_python.so", "darwin": "libtorch_python.dylib"}


def preload_torch() -> None:
    """Have the system load what ``import torch`` is about to load: half of its time on a CPU.

    An import keeps Python's lock while a library is loaded, so that a window stands still for 0.2
    seconds; a foreign function does not. Where it cannot be done torch loads it as it always does.
    """
    library = _LIBRARY.get(sys.platform)
    torch = None if library is None or "torch" in sys.modules else importlib.util.find_spec("torch")
    if library is None or torch is None or torch.origin is None:
        return
    path = Path(torch.origin).parent / "lib" / library
    try:
        load = ctypes.CDLL(None).dlopen
    except (OSError, AttributeError) as error:
        _log.info("torch is loaded at once: %s", error)
        return
    load.restype, load.argtypes = ctypes.c_void_p, (ctypes.c_char_p, ctypes.c_int)
    load(os.fsencode(path), os.RTLD_LAZY)
