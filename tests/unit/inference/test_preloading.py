"""torch's libraries are there before torch is imported, which works as ever afterwards."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import sys
from pathlib import Path
from mirnet_gui.inference.preloading import preload_torch

def is_loaded():
    return "libtorch_python.so" in Path("/proc/self/maps").read_text()

assert not is_loaded()
preload_torch()
assert is_loaded() and "torch" not in sys.modules
import torch
preload_torch()
assert float(torch.nn.functional.conv2d(torch.ones(1, 1, 3, 3), torch.ones(1, 1, 3, 3))) == 9.0
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into Linux's list of what is loaded")
def test_they_are_loaded_before_torch_is() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
