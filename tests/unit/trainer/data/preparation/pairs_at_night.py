"""Real photographs, the same as a camera would have seen them at night, and pairs of both."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image
from skimage import data

from mirnet_gui.trainer.data.degradation import Darkness, darken
from mirnet_gui.trainer.data.illumination import Illumination

NAMES = ["chelsea", "coffee", "astronaut", "rocket"]


def photograph(name: str) -> np.ndarray:
    return np.ascontiguousarray(getattr(data, name)()[:300, :400])


def at_night(lit: np.ndarray, seed: int = 0) -> np.ndarray:
    darkness = Darkness(Illumination(lost=6.64), shot=1e-4, read=1e-6)
    dark = darken((lit / 255).astype(np.float32), darkness, np.random.default_rng(seed))
    return np.rint(dark * 255).astype(np.uint8)


def save_pair(folder: Path, name: str, high: np.ndarray, low: np.ndarray | None = None) -> None:
    for side, pixels in (("low", at_night(high) if low is None else low), ("high", high)):
        (folder / side).mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels).save(folder / side / f"{name}.png")
