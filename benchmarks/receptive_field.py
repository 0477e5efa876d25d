"""How far a network looks: what cutting a photograph changes, by the distance from the cut.

    python benchmarks/receptive_field.py PHOTO [--model lowlight]

A middle part of PHOTO is restored once with all that surrounds it and once without, both with the
descriptors of the whole, so that nothing but the receptive field tells them apart. Prints, for
columns at 0, 8, 16, ... pixels from the cut, the largest and the mean difference in 1/255, and
the PSNR of all that lies at least so far from it: the overlap of tiles (OVERLAP in
mirnet_gui/inference/tile_plan.py) is the distance from which on the PSNR is above 60 dB.
"""

from __future__ import annotations

import argparse
import math
from pathlib import Path

import torch

from mirnet_gui.inference.backends.torch_backend import TorchBackend
from mirnet_gui.inference.pixels import gain_of, to_tensor
from mirnet_gui.network.catalog import find_weights
from mirnet_gui.network.checkpoints import load_weights
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.values import floats_of
from mirnet_gui.tone.exposure import expose

WIDE, MARGIN, HIGH = 256, 128, 256


def main() -> None:
    """Print one row a distance."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photo", type=Path)
    parser.add_argument("--model", default="lowlight")
    arguments = parser.parse_args()
    weights = find_weights(arguments.model).passes[-1]
    backend = TorchBackend(load_weights(weights.path), torch.device("cpu"))
    pixels = read_photo(arguments.photo).pixels
    picture = to_tensor(expose(floats_of(pixels), gain_of(pixels, backend.config)))
    top = (picture.shape[-2] - HIGH) // 2
    left = (picture.shape[-1] - WIDE) // 2 - MARGIN
    around = picture[..., top : top + HIGH, left : left + WIDE + 2 * MARGIN]
    survey = backend.survey(around, [], _ignore)
    cut = around[..., MARGIN : MARGIN + WIDE].contiguous()
    error = backend.restore(cut, survey.whole, _ignore) - survey.restored[..., MARGIN:-MARGIN]
    print("| pixels from the cut | largest, 1/255 | mean, 1/255 | PSNR from there on |")
    print("|---|---|---|---|")
    for far in range(0, WIDE // 2, 8):
        column = error[..., [far, WIDE - 1 - far]].abs() * 255
        rest = error[..., far : WIDE - far].square().mean().item()
        psnr = -10 * math.log10(rest) if rest else math.inf
        print(f"| {far} | {column.max():.3f} | {column.mean():.4f} | {psnr:.1f} dB |")


def _ignore(_share: float) -> None:
    pass


if __name__ == "__main__":
    main()
