"""Pairs whose references have the tones that light gave to the dark pictures.

    PYTHONPATH=. python docs/tone_pairs.py relit/lol toned/lol

What light makes of a dark picture has other tones than the reference, which detail is not to learn:
it takes noise away, and its tones are taken back (``TonesKept``). So the reference is brought to
the brightness of each colour there, place by place, by a factor that is smooth but at its edges;
its texture stays as strong as it is. Windows are wider than blotches of noise.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import cv2
import numpy as np

from mirnet_gui.photo.pairs import paired_folder
from mirnet_gui.photo.values import floats_of, reduced
from mirnet_gui.tone.affine_map import COPY_PIXELS, fitted_in_windows, reduction_to
from mirnet_gui.trainer.data.pairs import PictureCache, to_float

# In pixels of the copy: 25 of 387 at a side, 5 for what factors are taken of.
_RADIUS, _SMALL = 12, (5, 5)
# Differences of the reference that are no edges of its light, and what black is taken for.
_EPS, _BLACK = 1e-2, 0.02


def main() -> None:
    """Write ``low/``, the files as they are, and ``high/``, 16-bit PNG."""
    parser = argparse.ArgumentParser()
    parser.add_argument("pairs", type=Path)
    parser.add_argument("output", type=Path)
    arguments = parser.parse_args()
    for side in ("low", "high"):
        (arguments.output / side).mkdir(parents=True, exist_ok=True)
    for pair in paired_folder(arguments.pairs):
        shutil.copy(pair.low, arguments.output / "low")
        lit, clean = map(to_float, PictureCache().read_pair(pair))
        scale = reduction_to(COPY_PIXELS, *clean.shape[:2])
        guide, wanted = (floats_of(reduced(each, scale)) for each in (clean, lit))
        lit_means, means = (cv2.blur(each, _SMALL) + _BLACK for each in (wanted, guide))
        factors = fitted_in_windows(guide, lit_means / means, _RADIUS, _EPS)
        height, width = clean.shape[:2]
        slope, offset = factors.part((slice(0, height), slice(0, width)), (height, width))
        toned = (clean * (clean * slope + offset)).clip(0.0, 1.0)
        file = arguments.output / "high" / f"{pair.high.stem}.png"
        values = np.rint(toned * 65535).astype(np.uint16)
        cv2.imwrite(str(file), cv2.cvtColor(values, cv2.COLOR_RGB2BGR))


if __name__ == "__main__":
    main()
