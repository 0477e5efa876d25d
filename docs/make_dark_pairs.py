"""Pairs of well-lit photographs and what is left of them in the dark, two of each.

    PYTHONPATH=. python docs/make_dark_pairs.py ../shared/data/clean dark

The trainer darkens photographs on the fly (``trainer/data/degradation.py``); as files they can be
relit by light, so that detail learns from what light makes of them (``detail.lit``).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from PIL import Image

from mirnet_gui.photo.pairs import pictures_in
from mirnet_gui.trainer.data.degradation import dark_pair, draw_darkness

EACH = 2


def main() -> None:
    """Write ``low/`` and ``high/``."""
    parser = argparse.ArgumentParser()
    parser.add_argument("photographs", type=Path)
    parser.add_argument("output", type=Path)
    arguments = parser.parse_args()
    for number, path in enumerate(pictures_in(arguments.photographs)):
        with Image.open(path) as opened:
            picture = np.divide(opened.convert("RGB"), 255.0, dtype=np.float32)
        for turn in range(EACH):
            rng = np.random.default_rng([number, turn])
            pair = dark_pair(picture, draw_darkness(rng), rng)
            for folder, side in zip(("low", "high"), pair, strict=True):
                _save(arguments.output / folder / f"{path.stem}-{turn}.png", side)


def _save(path: Path, picture: np.ndarray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.rint(picture.clip(0.0, 1.0) * 255.0).astype(np.uint8)).save(path)


if __name__ == "__main__":
    main()
