"""How nearly well-lit photographs are left alone: PSNR between input and output, in dB.

    python benchmarks/left_alone.py ../shared/data/clean --model lowlight --every 5

Well-lit is a photograph whose mean grey is 0.3 of white or more (``--least-grey``); one that is
darker may be dark on purpose or by mistake, and nobody can tell from its pixels.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from statistics import fmean

import cv2

from mirnet_gui.methods.registry import create_method
from mirnet_gui.photo.naming import photographs_in
from mirnet_gui.photo.photo import Pixels, peak_of
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.progress import CancelToken, silent
from mirnet_gui.quality.reference import psnr
from mirnet_gui.trainer.data.pairs import to_tensor


def main() -> None:
    """Print one line a photograph, and the mean."""
    arguments = _arguments()
    method = create_method("mirnet", model=arguments.model, device="cpu", strength=1.0)
    figures = []
    for path in list(photographs_in(arguments.pictures))[:: arguments.every]:
        before = _reduced(read_photo(path).pixels, arguments.scale)
        grey = before.mean() / peak_of(before.dtype)
        if grey < arguments.least_grey:
            continue
        after = method.apply(before, silent, CancelToken())
        figures.append(psnr(to_tensor(after)[None], to_tensor(before)[None]))
        print(f"{path.name:24} mean grey {grey:.2f}  {figures[-1]:5.1f} dB", flush=True)
    print(f"mean of {len(figures)}: {fmean(figures):.1f} dB, least {min(figures):.1f} dB")


def _reduced(pixels: Pixels, scale: float) -> Pixels:
    return cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pictures", type=Path)
    parser.add_argument("--model", default="lowlight")
    parser.add_argument("--every", type=int, default=1, help="Take every n-th photograph.")
    parser.add_argument("--least-grey", type=float, default=0.3)
    parser.add_argument("--scale", type=float, default=0.5)
    return parser.parse_args()


if __name__ == "__main__":
    main()
