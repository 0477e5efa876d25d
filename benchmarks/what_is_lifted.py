"""What light does to photographs: gain of luminance, on the whole and in the darkest quarter.

    PYTHONPATH=. python benchmarks/what_is_lifted.py FOLDER [--model lowlight]

Luminance is that of encoded RGB, in [0, 1]. The dim and backlit photographs that are named below
are told by their median, those of a mean from 0.4 on by how much they change.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from statistics import fmean, median

import numpy as np

from mirnet_gui.inference.engine import Engine
from mirnet_gui.inference.opening import open_restorer
from mirnet_gui.network.catalog import find_weights
from mirnet_gui.photo.naming import photographs_in
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.progress import CancelToken, silent
from mirnet_gui.tone.controls import luminance_of

DICM = (4, 7, 10, 33, 36, 39, 42, 65)
SCI = ("0018", "0245", "0534", "0934", "2062")
DIM = {f"dicm_{number:02}" for number in DICM} | {f"sci_{number}" for number in SCI}
LIT = 0.4


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", default="lowlight")
    arguments = parser.parse_args()
    restorer = open_restorer(find_weights(arguments.model).passes, Engine())
    gains, dark_gains, changes = [], [], []
    print(
        "| photograph | mean | gain | in the darkest quarter | changed by |\n|---|---|---|---|---|"
    )
    for path in photographs_in(arguments.folder):
        pixels = read_photo(path).pixels
        before = luminance_of(pixels)
        after = luminance_of(restorer.relight(pixels, silent, CancelToken()))
        dark = before <= np.quantile(before, 0.25)
        gain, dark_gain = float((after - before).mean()), float((after - before)[dark].mean())
        change = float(np.abs(after - before).mean())
        figures = f"{before.mean():.3f} | {gain:+.3f} | {dark_gain:+.3f} | {change:.3f}"
        print(f"| {path.stem} | {figures} |", flush=True)
        if path.stem in DIM:
            gains.append(gain)
            dark_gains.append(dark_gain)
        if before.mean() >= LIT:
            changes.append(change)
    if gains:
        print(f"\n{len(gains)} dim ones, median: {median(gains):+.3f}, {median(dark_gains):+.3f}")
    if changes:
        print(f"{len(changes)} of a mean from {LIT} on change by {fmean(changes):.3f} on average")


if __name__ == "__main__":
    main()
