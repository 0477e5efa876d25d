"""Photographs to learn enlarging and denoising from, without JPEG's blocks and halved colours.

    python docs/reduce_photographs.py ../shared/data/clean sharp/clean
    python docs/reduce_photographs.py photographs sharp/large
    python docs/reduce_photographs.py photographs sharp/small --megapixels 0.8

Each is reduced by two, or further to 5 megapixels, by Pillow's Lanczos filter, and stored as PNG. A
network that learns from JPEG files as they are learns to draw their blocks. Small ones have as much
detail in every pixel as pictures of the web, which are reduced ones, too.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from PIL import Image

from mirnet_gui.photo.pairs import pictures_in

_LEAST = 2.0


def main() -> None:
    """Write a PNG for each photograph of a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photographs", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--megapixels", type=float, default=5.0, help="at most")
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    for path in pictures_in(arguments.photographs):
        with Image.open(path) as opened:
            picture = opened.convert("RGB")
        width, height = picture.size
        factor = max(_LEAST, (width * height / (arguments.megapixels * 1e6)) ** 0.5)
        size = round(width / factor), round(height / factor)
        smaller = picture.resize(size, Image.Resampling.LANCZOS)
        smaller.save(arguments.output / f"{path.stem}.png")


if __name__ == "__main__":
    main()
