"""Pairs as detail sees them in use: relit, and smaller copies cleaned by what cleans them there.

    PYTHONPATH=. python docs/coarse_pairs.py toned/lol --dark lol-pairs/low --output coarse/lol

Detail at full size gets what a quarter and a half of the picture have lost their noise of already.
So it learns from pictures like that, of their own size: resized ones have noise of another kind.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import cv2
import numpy as np

from mirnet_gui.inference.engine import Engine
from mirnet_gui.inference.opening import open_restorer
from mirnet_gui.network.catalog import find_weights
from mirnet_gui.photo.pairs import paired_folder, pictures_in
from mirnet_gui.progress import CancelToken, silent
from mirnet_gui.trainer.data.pairs import PictureCache


def main() -> None:
    """Write ``low/``, 16-bit PNG, and ``high/``, the files as they are."""
    parser = argparse.ArgumentParser()
    parser.add_argument("pairs", type=Path, help="Pairs that light relit, as 16-bit PNG.")
    parser.add_argument("--dark", type=Path, required=True, help="What they were relit from.")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--model", default="lowlight")
    arguments = parser.parse_args()
    for side in ("low", "high"):
        (arguments.output / side).mkdir(parents=True, exist_ok=True)
    dark = {path.stem: path for path in pictures_in(arguments.dark)}
    restorer = open_restorer(find_weights(arguments.model).passes, Engine())
    for pair in paired_folder(arguments.pairs):
        relit = PictureCache().read(pair.low)
        before = PictureCache().read(dark[pair.low.stem]).astype(np.uint16) * np.uint16(257)
        fed = restorer.cleaned_in_copies(before, relit, silent, CancelToken())
        file = arguments.output / "low" / f"{pair.low.stem}.png"
        cv2.imwrite(str(file), cv2.cvtColor(fed, cv2.COLOR_RGB2BGR))
        shutil.copy(pair.high, arguments.output / "high")


if __name__ == "__main__":
    main()
