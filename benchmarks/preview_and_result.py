"""How long a photograph's preview and result take, and how far the two agree in their tones.

    PYTHONPATH=. python benchmarks/preview_and_result.py PHOTO... [--megapixels 12]

Both are reduced to 64 x 36 pixels; the mean and the largest difference are told in 1/255. With
--megapixels photographs are enlarged to that size first. Seconds are those of a session that is
loaded and has seen a photograph before.
"""

from __future__ import annotations

import argparse
import math
import time
from pathlib import Path

import cv2
import numpy as np

from mirnet_gui.inference.engine import Engine
from mirnet_gui.inference.opening import open_restorer
from mirnet_gui.network.catalog import find_weights
from mirnet_gui.photo.photo import Pixels, peak_of
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.progress import CancelToken, silent

CELLS = (64, 36)


def main() -> None:
    arguments = _arguments()
    restorer = open_restorer(find_weights(arguments.model).passes, Engine())
    print(f"{arguments.model}: {restorer.name}\n")
    print("| photograph | megapixels | preview | result | s / MP | mean | largest |")
    print("|---|---|---|---|---|---|---|", flush=True)
    for photo in arguments.photos:
        pixels = read_photo(photo).pixels
        if arguments.megapixels:
            pixels = _enlarged(pixels, arguments.megapixels)
        restorer.relight(pixels[:512, :512], silent, CancelToken())
        start = time.perf_counter()
        preview = restorer.relight(pixels, silent, CancelToken())
        previewed = time.perf_counter()
        result = restorer.restore(pixels, silent, CancelToken()).finished
        done = time.perf_counter()
        megapixels = pixels.shape[0] * pixels.shape[1] / 1e6
        off = np.abs(_cells(preview) - _cells(result)) * 255.0
        print(
            f"| {photo.stem} | {megapixels:.1f} | {previewed - start:.2f} s |"
            f" {done - previewed:.1f} s | {(done - previewed) / megapixels:.2f} |"
            f" {off.mean():.2f} | {off.max():.1f} |",
            flush=True,
        )


def _enlarged(pixels: Pixels, megapixels: float) -> Pixels:
    scale = math.sqrt(megapixels * 1e6 / (pixels.shape[0] * pixels.shape[1]))
    enlarged = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    return np.asarray(enlarged, dtype=pixels.dtype)


def _cells(pixels: Pixels) -> np.ndarray:
    reduced = cv2.resize(pixels, CELLS, interpolation=cv2.INTER_AREA)
    return reduced.astype(np.float64) / peak_of(pixels.dtype)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photos", type=Path, nargs="+")
    parser.add_argument("--model", default="lowlight")
    parser.add_argument("--megapixels", type=float)
    return parser.parse_args()


if __name__ == "__main__":
    main()
