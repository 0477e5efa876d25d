"""How soon a large photograph shows something, and how soon the work on it stops.

    PYTHONPATH=. python benchmarks/latency.py PHOTO [--megapixels 12 60] [--cancels 20]

PHOTO is enlarged to each size. Preview: `--speed fast` by a loaded session, and that again when a
full run went before, whose graph it replaces. Cancel: a full run is cancelled at a random moment of
its first 20 seconds; told is how long it went on. Prints a markdown table of the median and the
largest of each.
"""

from __future__ import annotations

import argparse
import math
import threading
import time
from pathlib import Path
from statistics import median

import cv2
import numpy as np

from mirnet_gui.errors import Cancelled
from mirnet_gui.inference.engine import Engine
from mirnet_gui.inference.opening import open_restorer
from mirnet_gui.inference.restorer import Restorer
from mirnet_gui.network.catalog import find_weights
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.progress import CancelToken, silent

ROUNDS, LATEST = 7, 20.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photo", type=Path)
    parser.add_argument("--megapixels", type=float, nargs="+", default=[12, 60])
    parser.add_argument("--cancels", type=int, default=20)
    parser.add_argument("--model", default="lowlight")
    arguments = parser.parse_args()
    weights = find_weights(arguments.model)
    session = open_restorer(weights.passes, Engine())
    moments = np.random.default_rng(0)
    print(
        f"{session.name}\n\n| megapixels | what | median | largest |\n|---|---|---|---|", flush=True
    )
    for megapixels in arguments.megapixels:
        pixels = _enlarged(arguments.photo, megapixels)
        session.relight(pixels[:512, :512], silent, CancelToken())
        _row(megapixels, "preview", [_preview(session, pixels) for _ in range(ROUNDS)])
        cancels, after = [], []
        for _ in range(arguments.cancels):
            cancels.append(_cancel(session, pixels, moments.uniform(0.0, LATEST)))
            after.append(_preview(session, pixels))
        _row(megapixels, "preview after a run that was cancelled", after)
        _row(megapixels, "cancel", cancels)


def _enlarged(photo: Path, megapixels: float) -> Pixels:
    pixels = read_photo(photo).pixels
    scale = math.sqrt(megapixels * 1e6 / (pixels.shape[0] * pixels.shape[1]))
    enlarged = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    return np.asarray(enlarged, dtype=np.uint8)


def _preview(session: Restorer, pixels: Pixels) -> float:
    start = time.perf_counter()
    session.relight(pixels, silent, CancelToken())
    return time.perf_counter() - start


def _cancel(session: Restorer, pixels: Pixels, after: float) -> float:
    cancel = CancelToken()
    asked: list[float] = []

    def ask() -> None:
        asked.append(time.perf_counter())
        cancel.cancel()

    timer = threading.Timer(after, ask)
    timer.start()
    try:
        session.restore(pixels, silent, cancel)
    except Cancelled:
        return time.perf_counter() - asked[0]
    finally:
        timer.cancel()
    raise SystemExit("The run ended before it was cancelled: take a larger photograph.")


def _row(megapixels: float, what: str, seconds: list[float]) -> None:
    print(
        f"| {megapixels:g} | {what} | {median(seconds):.2f} s | {max(seconds):.2f} s |", flush=True
    )


if __name__ == "__main__":
    main()
