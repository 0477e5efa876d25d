r"""Twelve large photographs, darkened at full size, to judge weights by eye.

    PYTHONPATH=. python docs/make_large_dark_photographs.py FOLDER... --output large-dark
    python docs/make_contact_sheet.py large-dark --output docs/lowlight-large-fit.jpg \
        --sources "freely licensed photographs, darkened at full size"

The folders are ``backgrounds`` of github.com/elementary/wallpapers and of
github.com/BuddiesOfBudgie/budgie-backgrounds, whose photographs are freely licensed. None of the
twelve was learnt from at this size; how dark each becomes is drawn by its name, so that it is the
same for everybody. Noise is as coarse as that of phones and of cameras at high gain.
"""

from __future__ import annotations

import argparse
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from mirnet_gui.trainer.data.degradation import Darkness, dark_pair, draw_darkness

NAMES = (
    "Mr. Lee",
    "Viktor Forgacs",
    "Sunset by the Pier",
    "beacon-street-sunset",
    "casa-mila",
    "lake-sherburne",
    "oakland-zoo-otters",
    "perched-osprey",
    "roman-colosseum",
    "singaporean-cityscape",
    "tea-gardens",
    "the-spices-of-life",
)


def main() -> None:
    """Write one JPEG of each."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        [path] = [each for folder in arguments.folders for each in folder.glob(f"{name}.jpg")]
        with Image.open(path) as opened:
            picture = np.asarray(opened.convert("RGB"), dtype=np.float32) / np.float32(255.0)
        rng = np.random.default_rng(zlib.crc32(name.encode()))
        dark = dark_pair(picture, _darkness(rng), rng)[0]
        values = np.rint(dark.clip(0.0, 1.0) * 255.0).astype(np.uint8)
        file = arguments.output / f"{name.replace(' ', '_')}.jpg"
        Image.fromarray(values).save(file, quality=95)


def _darkness(rng: np.random.Generator) -> Darkness:
    drawn = draw_darkness(rng)
    while drawn.is_lit:
        drawn = draw_darkness(rng)
    grain, blotches = float(rng.uniform(0.8, 1.6)), float(rng.uniform(1.5, 3.5))
    return replace(drawn, grain=grain, blotches=blotches, jpeg=None)


if __name__ == "__main__":
    main()
