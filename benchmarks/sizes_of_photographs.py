"""Seconds and peak memory of whole photographs, from 1 to 60 megapixels.

    PYTHONPATH=. python benchmarks/sizes_of_photographs.py PHOTO [--megapixels 1 4 12 24 60]

PHOTO is enlarged to each size, to a JPEG or (--deep) a TIFF of 16 bits, and enhanced by the command
of the program in a process of its own, from file to file. Prints a markdown table: seconds for a
megapixel, what the plan had promised before the start, peak resident memory, and that beyond the
smallest size's in bytes for each pixel more.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import cv2

from mirnet_gui.inference.engine import Engine
from mirnet_gui.inference.opening import open_restorer
from mirnet_gui.inference.restorer import Restorer
from mirnet_gui.network.catalog import find_weights

ROOT = Path(__file__).resolve().parents[1]


class Measured(NamedTuple):
    pixels: int
    seconds: float
    promised: float
    peak: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photo", type=Path)
    parser.add_argument("--megapixels", type=float, nargs="+", default=[1, 4, 12, 24, 60])
    parser.add_argument("--model", default="lowlight")
    parser.add_argument("--deep", action="store_true")
    arguments = parser.parse_args()
    weights = find_weights(arguments.model)
    session = open_restorer(weights.passes, Engine())
    print(f"{session.name}\n")
    print("| megapixels | seconds | for a megapixel | promised | error | peak | bytes a pixel |")
    print("|---|---|---|---|---|---|---|", flush=True)
    rows: list[Measured] = []
    for megapixels in arguments.megapixels:
        rows.append(_measure(arguments, megapixels, session))
        _print(rows[-1], rows[0])


def _measure(arguments: argparse.Namespace, megapixels: float, session: Restorer) -> Measured:
    with tempfile.TemporaryDirectory() as name:
        enlarged = Path(name) / ("photo.tif" if arguments.deep else "photo.jpg")
        height, width = _enlarge(arguments.photo, megapixels, enlarged)
        promised = session.seconds(height, width) or math.nan
        seconds, peak = _enhance(enlarged, arguments.model)
    return Measured(height * width, seconds, promised, peak)


def _enlarge(photo: Path, megapixels: float, target: Path) -> tuple[int, int]:
    picture = cv2.imread(str(photo))
    scale = math.sqrt(megapixels * 1e6 / (picture.shape[0] * picture.shape[1]))
    enlarged = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    if target.suffix == ".tif":
        enlarged = enlarged.astype("uint16") * 257
    cv2.imwrite(str(target), enlarged)
    return enlarged.shape[0], enlarged.shape[1]


def _enhance(photo: Path, model: str) -> tuple[float, int]:
    command = [sys.executable, str(ROOT / "main.py"), "enhance", str(photo), "--model", model]
    command += ["--output", str(photo.parent / "out"), "--json"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, **pipes) as process:
        record = json.loads(process.stdout.readline())
        _, status, usage = os.wait4(process.pid, 0)
    if status or record["status"] != "done":
        raise SystemExit(f"{photo.name}: {record.get('reason') or status}")
    return record["seconds"], usage.ru_maxrss * 1024


def _print(row: Measured, first: Measured) -> None:
    more = row.pixels - first.pixels
    per_pixel = f"{(row.peak - first.peak) / more:.1f}" if more else ""
    error = row.promised / row.seconds - 1
    print(
        f"| {row.pixels / 1e6:.1f} | {row.seconds:.1f} | {row.seconds / row.pixels * 1e6:.2f} "
        f"| {row.promised:.1f} | {error:+.0%} | {row.peak / 1e6:.0f} MB | {per_pixel} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
