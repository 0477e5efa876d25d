"""A few hundred damaged files of every kind through the reader and through one batch."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_damaged_files_end_in_sentences() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "fuzz.py", "--count", "300", "--seed", "18"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "0 faults" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 0
