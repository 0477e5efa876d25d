"""Programs of their own, for what must not happen to the tests' or could not be measured in it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def printed_apart(program: str, path: Path) -> str:
    """What ``program`` prints that is given ``path`` as its argument, errors too."""
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=True,
    )
    return done.stdout
