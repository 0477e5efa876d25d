"""Pairs of noise whose references have the levels of the noisy pictures.

    PYTHONPATH=. python docs/level_pairs.py ../shared/data/real_noise levelled

Exposures of one scene differ by up to four levels of 255, which nobody can know of a noisy picture
alone, and which a loss takes for as much as all of the noise. Of each colour the line is fitted
that makes the reference the noisy picture but for its noise (least squares; a reference has none).
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import cv2
import numpy as np

from mirnet_gui.photo.pairs import paired_folder
from mirnet_gui.trainer.data.pairs import PictureCache, to_float


def main() -> None:
    """Write ``noisy/``, the files as they are, and ``clean/``, 16-bit PNG."""
    parser = argparse.ArgumentParser()
    parser.add_argument("pairs", type=Path)
    parser.add_argument("output", type=Path)
    arguments = parser.parse_args()
    for side in ("noisy", "clean"):
        (arguments.output / side).mkdir(parents=True, exist_ok=True)
    for pair in paired_folder(arguments.pairs):
        shutil.copy(pair.low, arguments.output / "noisy")
        noisy, clean = map(to_float, PictureCache().read_pair(pair))
        values = np.rint(_levelled(clean, noisy) * 65535).astype(np.uint16)
        file = arguments.output / "clean" / f"{pair.high.stem}.png"
        cv2.imwrite(str(file), cv2.cvtColor(values, cv2.COLOR_RGB2BGR))


def _levelled(clean: np.ndarray, noisy: np.ndarray) -> np.ndarray:
    levelled = np.empty_like(clean)
    for colour in range(3):
        given = clean[..., colour].ravel().astype(float)
        slope, offset = np.polyfit(given, noisy[..., colour].ravel(), 1)
        levelled[..., colour] = slope * clean[..., colour] + offset
    return levelled.clip(0.0, 1.0)


if __name__ == "__main__":
    main()
