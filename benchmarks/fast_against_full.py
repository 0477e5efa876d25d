"""What `--speed fast` gives against `--speed full`, with a reference and without.

    PYTHONPATH=. python benchmarks/fast_against_full.py PAIRS [--photos DIR] [--model lowlight]

PAIRS has low/ and high/: both are measured against the reference (RGB, full size, no
ground-truth-mean correction). DIR holds noisy photographs without one: there the standard deviation
of noise that is left (Immerkaer's estimate, in 1/255) and the agreement of fast with full are told.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from statistics import fmean

import numpy as np
import torch

from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.photo.naming import photographs_in
from mirnet_gui.photo.pairs import paired_folder
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.progress import CancelToken, silent
from mirnet_gui.quality.no_reference import measured
from mirnet_gui.quality.reference import psnr, ssim

SPEEDS = ("fast", "full")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--photos", type=Path)
    parser.add_argument("--model", default="lowlight")
    arguments = parser.parse_args()
    methods = {speed: MirnetMethod(model=arguments.model, speed=speed) for speed in SPEEDS}
    _against_references(arguments.pairs, methods)
    if arguments.photos:
        _against_each_other(arguments.photos, methods)


def _against_references(folder: Path, methods: dict[str, MirnetMethod]) -> None:
    figures: dict[str, list[tuple[float, float, float]]] = {speed: [] for speed in SPEEDS}
    pairs = paired_folder(folder)
    for pair in pairs:
        dark, reference = read_photo(pair.low).pixels, _tensor(read_photo(pair.high).pixels)
        for speed, method in methods.items():
            result, seconds = _timed(method, dark)
            output = _tensor(result)
            figures[speed].append((psnr(output, reference), ssim(output, reference), seconds))
    print(f"{len(pairs)} pairs of {folder}\n\n| speed | PSNR | SSIM | seconds |\n|---|---|---|---|")
    for speed, rows in figures.items():
        mean = [fmean(column) for column in zip(*rows, strict=True)]
        print(f"| {speed} | {mean[0]:.2f} dB | {mean[1]:.3f} | {mean[2]:.2f} |")


def _against_each_other(folder: Path, methods: dict[str, MirnetMethod]) -> None:
    rows = []
    photos = list(photographs_in(folder))
    for path in photos:
        dark = read_photo(path).pixels
        results = {speed: _timed(method, dark)[0] for speed, method in methods.items()}
        fast, full = (_tensor(results[speed]) for speed in SPEEDS)
        rows.append((_noise(dark), *(_noise(results[speed]) for speed in SPEEDS), psnr(fast, full)))
    mean = [fmean(column) for column in zip(*rows, strict=True)]
    print(f"\n{len(photos)} photographs of {folder}\n\n| | noise left, in 1/255 |\n|---|---|")
    print(f"| as it was | {mean[0]:.2f} |\n| fast | {mean[1]:.2f} |\n| full | {mean[2]:.2f} |")
    print(f"\nfast against full: {mean[3]:.1f} dB")


def _timed(method: MirnetMethod, pixels: Pixels) -> tuple[Pixels, float]:
    start = time.perf_counter()
    result = method.apply(pixels, silent, CancelToken())
    return result, time.perf_counter() - start


def _tensor(pixels: Pixels) -> torch.Tensor:
    scale = np.float32(np.iinfo(pixels.dtype).max)
    return torch.from_numpy(pixels.transpose(2, 0, 1)[None] / scale)


def _noise(pixels: Pixels) -> float:
    return measured(pixels)["noise"]


if __name__ == "__main__":
    main()
