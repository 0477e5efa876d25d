"""Builds the frozen program into dist/mirnet-gui and proves that it works on its own.

    python packaging/build.py
    python packaging/build.py --only-prove

Takes minutes and needs the dev extra. A program for a system is built on that system.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from smoke import Unproven, prove

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = ROOT / "dist" / "mirnet-gui"


def build() -> None:
    """Run PyInstaller; what stood in dist/mirnet-gui goes."""
    places = ["--distpath", str(PROGRAM.parent), "--workpath", str(ROOT / "build")]
    spec = str(ROOT / "packaging" / "mirnet-gui.spec")
    subprocess.run(
        [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=WARN", *places, spec],
        check=True,
        cwd=ROOT,
    )


def print_sizes() -> None:
    """Say how large the program is and what makes it so."""
    parts = sorted((PROGRAM / "_internal").iterdir(), key=_size, reverse=True)
    programs = [path for path in PROGRAM.iterdir() if path.is_file()]
    print(f"{PROGRAM}: {_megabytes(PROGRAM)}")
    for path in [*programs, *parts[:8]]:
        print(f"  {path.relative_to(PROGRAM)!s:32} {_megabytes(path)}")


def _size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file() and not file.is_symlink())


def _megabytes(path: Path) -> str:
    return f"{_size(path) / 1e6:.0f} MB"


def main() -> int:
    """Build and prove; gives back 1 when a proof failed."""
    parser = argparse.ArgumentParser(description="Build the frozen program and prove it.")
    parser.add_argument("--only-prove", action="store_true", help="what was built before")
    if not parser.parse_args().only_prove:
        build()
    print_sizes()
    try:
        prove(PROGRAM, ROOT / "resources" / "samples" / "coffee-by-candlelight.jpg")
    except Unproven as failure:
        print(f"NOT PROVED: {failure}", file=sys.stderr)
        return 1
    print("Proved.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
