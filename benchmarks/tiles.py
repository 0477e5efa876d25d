"""Tiles against the whole picture: agreement for several overlaps and descriptors, and memory.

    python benchmarks/tiles.py PHOTO [--model lowlight]

Prints a markdown table of PSNR and largest difference (in 1/255) between the tiled and the whole
result of the same weights, and of the largest step where tiles meet (mean difference along a
border), and the working memory of the whole pass in maps of C channels, which
`inference/tile_plan.py` counts on. The last two rows are what the program does, the one before is
that with a larger copy.
"""

from __future__ import annotations

import argparse
import resource
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from mirnet_gui.inference.backends.torch_backend import TorchBackend
from mirnet_gui.inference.session import Session
from mirnet_gui.inference.tile_plan import LARGEST_TILE, TilePlan, tiled_plan
from mirnet_gui.network.catalog import find_weights
from mirnet_gui.network.checkpoints import load_weights
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.progress import CancelToken, silent

MOST = 1_500_000


def cases(height: int, width: int) -> list[TilePlan]:
    exact = [TilePlan(height, width, 256, overlap) for overlap in (16, 32, 48)]
    copies = [TilePlan(height, width, 256, 32, reduction) for reduction in (0.5, 0.25)]
    in_use = [tiled_plan(height, width, tile, MOST) for tile in (256, LARGEST_TILE)]
    return [*exact, *copies, replace(in_use[1], reduction=0.5), *in_use]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photo", type=Path)
    parser.add_argument("--model", default="lowlight")
    arguments = parser.parse_args()
    network = load_weights(find_weights(arguments.model).passes[-1].path)
    session = Session(TorchBackend(network, torch.device("cpu")))
    # Sixteen bits, so that rounding does not hide small differences.
    pixels = (read_photo(arguments.photo).pixels.astype(np.float32) * 257).astype(np.uint16)
    height, width = pixels.shape[:2]
    before = _peak_bytes()
    whole = _run(session, pixels, TilePlan(height, width, None))
    per_pixel = (_peak_bytes() - before) / (height * width)
    print(f"{width} x {height}: {per_pixel:.0f} bytes a pixel at the peak,", end=" ")
    print(f"{per_pixel / (4 * network.config.channels):.1f} maps of C channels\n")
    print("| tile | overlap | copy | crops | PSNR to whole | largest difference | step |")
    print("|---|---|---|---|---|---|---|")
    for plan in cases(height, width):
        error = (_run(session, pixels, plan).astype(float) - whole) / 65535
        psnr = -10 * np.log10(np.mean(error**2) + 1e-15)
        largest = np.abs(error).max() * 255
        print(
            f"| {plan.tile} | {plan.overlap} | {plan.reduction:.2f} | {len(plan.crops())}",
            end=" ",
        )
        print(f"| {psnr:.1f} dB | {largest:.2f} | {_step(error, plan.tile or 0) * 255:.3f} |")


def _step(error: npt.NDArray[np.float64], tile: int) -> float:
    down = np.abs(np.diff(error.mean(axis=(1, 2))))[tile - 1 :: tile]
    across = np.abs(np.diff(error.mean(axis=(0, 2))))[tile - 1 :: tile]
    return float(np.concatenate([down, across]).max(initial=0.0))


def _run(session: Session, pixels: Pixels, plan: TilePlan) -> Pixels:
    with torch.inference_mode():
        return session.run_as_planned(pixels, plan, silent, CancelToken())


def _peak_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main()
