"""Drives the real window through its states and takes its pictures: run it from the checkout.

    python docs/make_screenshots.py                    the pictures of docs/screenshots
    python docs/make_screenshots.py --every FOLDER     every state in every look, to be looked at
    python docs/make_screenshots.py --every FOLDER --only train --look dark:1280x720:1 --language hi

A look is a theme, the pixels of the screen that the window fills, and the scale of its desktop.
The languages xx-pseudo (longer, marked) and xx-mirrored (from right to left) are there for tests.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
README_LOOK: Final = "dark:1440x900:1"
LOOKS: Final = ("dark:1280x720:1", "light:1280x720:1", "dark:1280x800:1.5", "light:3840x2160:2")
TOURS: Final = ("start", "enhance", "working", "compare", "batch", "train", "dialogs")


def main() -> int:
    """Take the pictures, each tour of each look in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=Path, metavar="FOLDER", help="every state, not README's")
    parser.add_argument("--only", nargs="+", choices=TOURS, default=TOURS, help="these tours")
    parser.add_argument("--look", nargs="+", default=LOOKS, help="THEME:WIDTHxHEIGHT:SCALE")
    parser.add_argument("--language", default="en", help="code of the window's language")
    parser.add_argument("--tour", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.tour:
        return _play(options)
    looks = options.look if options.every else (README_LOOK,)
    failed = [
        f"{tour} ({look})"
        for look in looks
        for tour in options.only
        if not _played(tour, look, options)
    ]
    for each in failed:
        print(f"Not taken whole: {each}", file=sys.stderr)
    return 1 if failed else 0


def _played(tour: str, look: str, options: argparse.Namespace) -> bool:
    with tempfile.TemporaryDirectory() as home:
        # A user's own settings and weights have no place in the documentation.
        own = dict.fromkeys(("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "TMPDIR"), home)
        scale = {"QT_SCALE_FACTOR": look.split(":")[2], "MIRNET_LANGUAGE": options.language}
        platform = {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
        command = [sys.executable, __file__, "--tour", tour, "--look", look]
        if options.every is not None:
            name = f"{look.replace(':', '-')}-{options.language}"
            command += ["--every", str(options.every.absolute() / name)]
        environment = os.environ | own | scale | platform
        # This script itself, led through one tour.
        return subprocess.run(command, env=environment, check=False).returncode == 0  # noqa: S603


def _play(options: argparse.Namespace) -> int:
    sys.path[:0] = [str(ROOT), str(ROOT / "docs")]
    from screenshot_tours import Look, play  # noqa: PLC0415 - Qt reads the environment as it is loaded

    theme, pixels, scale = options.look[0].split(":")
    width, height = (round(int(side) / float(scale)) for side in pixels.split("x"))
    return play(options.tour, Look(theme, (width, height)), options.every)


if __name__ == "__main__":
    sys.exit(main())
