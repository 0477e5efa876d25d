"""kill -9 at random moments, then resume: are the results those of an unbroken run?

    python benchmarks/kill_and_resume.py [--times 100] [--photographs 120] [--method gamma]

Runs ``mirnet-gui enhance`` on photographs of several formats, kills it at a moment drawn from the
whole of its work, and goes on with ``--resume`` until it is through; then begins anew, until it was
killed so often. After every kill each file that stands must be whole, in the end all of them must
be byte for byte those of a run that nobody killed, and none may have been written twice.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyvips
from PIL import Image
from skimage import data

FORMATS = ("jpg", "png", "webp", "tif")


def main() -> None:
    """Print what was found; ends with 1 when anything differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--photographs", type=int, default=120)
    parser.add_argument("--method", default="gamma")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    with TemporaryDirectory() as name:
        place = Path(name)
        make_photographs(place / "in", arguments.photographs)
        trial = Trial(place, arguments.method, random.Random(arguments.seed))  # noqa: S311
        while trial.kills < arguments.times:
            trial.run_through(arguments.times - trial.kills)
    outcome = {"kills": trial.kills, "batches": trial.batches, "photographs": arguments.photographs,
            "differing": trial.differing, "half_written": trial.half_written,
            "written_twice": trial.written_twice, "left_over": trial.left_over}  # fmt: skip
    print(json.dumps(outcome))
    sys.exit(any((trial.differing, trial.half_written, trial.written_twice, trial.left_over)))


def make_photographs(folder: Path, count: int) -> None:
    """Small dark photographs of four formats, the TIFFs of 16 bits."""
    folder.mkdir()
    for number in range(count):
        pixels = np.roll(data.chelsea()[:160, :240], 3 * number, axis=1) // 4
        path = folder / f"{number:04}.{FORMATS[number % len(FORMATS)]}"
        if path.suffix == ".tif":
            deep = pixels.astype(np.uint16) * 257
            pyvips.Image.new_from_array(deep).copy(interpretation="rgb16").write_to_file(str(path))
        else:
            Image.fromarray(pixels).save(path)


class Trial:
    """Batches that are killed, against one that was not."""

    def __init__(self, place: Path, method: str, chance: random.Random) -> None:
        self._place = place
        self._method = method
        self._chance = chance
        self.kills = self.batches = 0
        self.differing = self.half_written = self.written_twice = self.left_over = 0
        started = time.monotonic()
        process = self._start("unbroken")
        assert process.stdout  # noqa: S101
        process.stdout.readline()
        self._before_first = time.monotonic() - started
        process.communicate()
        self._whole = time.monotonic() - started
        self._wanted = _hashes(place / "unbroken")

    def run_through(self, most: int) -> None:
        """One batch, killed at most ``most`` times, and looked at."""
        self.batches += 1
        name = f"out{self.batches}"
        out = self._place / name
        seen: dict[str, tuple[int, int]] = {}
        killed = 0
        while killed < most and self._is_killed(name):
            killed += 1
            found = _hashes(out)
            self.half_written += sum(self._wanted[key] != value for key, value in found.items())
            now = {key: _identity(out / key) for key in found}
            self.written_twice += sum(now.get(key) != value for key, value in seen.items())
            seen = now
        self.kills += killed
        self._start(name).communicate()
        self.differing += _hashes(out) != self._wanted
        self.written_twice += sum(_identity(out / key) != value for key, value in seen.items())
        self.left_over += sum(path.name.startswith(".mirnet-") for path in out.iterdir())

    def _is_killed(self, name: str) -> bool:
        process = self._start(name)
        # Most of the time before the first result goes into loading the program.
        moment = self._chance.uniform(0.8 * self._before_first, self._whole)
        try:
            process.communicate(timeout=moment)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return True
        return False

    def _start(self, name: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "mirnet_gui.cli", "enhance", str(self._place / "in")]
        options = ["--output", str(self._place / name), "--method", self._method]
        state = {"XDG_STATE_HOME": str(self._place / "state" / name)}
        return subprocess.Popen(
            [*command, *options, "--resume", "--json"],
            env=os.environ | state,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )


def _hashes(folder: Path) -> dict[str, str]:
    found = [path for path in folder.glob("*") if not path.name.startswith(".")]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def _identity(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_ino, found.st_mtime_ns


if __name__ == "__main__":
    main()
