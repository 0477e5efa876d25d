"""Makes the sample photographs: freely usable pictures, taken again in the dark.

    python resources/samples/make_samples.py

The pictures come with scikit-image (CREDITS.md says whose they are); how dark each becomes is
told here, and the noise is drawn from a fixed seed, so that the same files come out every time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image
from skimage import data

from mirnet_gui.trainer.data.degradation import Darkness, darken

FOLDER = Path(__file__).resolve().parent
QUALITY = 92


@dataclass(frozen=True, slots=True)
class Sample:
    """A picture (H, W, 3), uint8 sRGB, and the light it is taken in."""

    name: str
    picture: Callable[[], npt.NDArray[np.uint8]]
    darkness: Darkness
    seed: int


SAMPLES = (
    Sample(
        "coffee-by-candlelight",
        data.coffee,
        Darkness(0.025, lamps=1, shot=1e-4, read=2e-8, gains=(1.12, 1.0, 0.8), grain=0.6),
        seed=1,
    ),
    Sample(
        "cat-in-the-dusk",
        data.chelsea,
        Darkness(0.06, shot=3e-4, read=8e-8, gains=(0.94, 1.0, 1.1), curve=1.1, grain=0.5),
        seed=2,
    ),
    Sample(
        "portrait-in-the-shade",
        data.astronaut,
        Darkness(0.05, highlights=14.0, shot=1e-4, read=2e-8, gains=(0.97, 1.0, 1.05), grain=0.5),
        seed=3,
    ),
)


def make(sample: Sample) -> Path:
    """Write the darkened ``sample`` as JPEG without chroma subsampling; gives back where."""
    picture = np.divide(sample.picture(), 255.0, dtype=np.float32)
    dark = darken(picture, sample.darkness, np.random.default_rng(sample.seed))
    path = FOLDER / f"{sample.name}.jpg"
    pixels = np.rint(dark * 255.0).astype(np.uint8)
    Image.fromarray(pixels).save(path, quality=QUALITY, subsampling="4:4:4", optimize=True)
    return path


if __name__ == "__main__":
    for each in SAMPLES:
        made = make(each)
        print(f"{made.name}: {made.stat().st_size // 1024} KB")  # noqa: T201 - a script
