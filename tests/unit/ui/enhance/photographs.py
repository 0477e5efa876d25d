"""Results without a network, for what comes after it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mirnet_gui.jobs.display import display
from mirnet_gui.jobs.photo_jobs import EnhancedPhoto
from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.photo.photo import Photo
from mirnet_gui.tone.layers import Layers


def noisy_photo(height: int, width: int, seed: int = 1) -> Photo:
    """Dark, with a brighter half and noise all over."""
    rng = np.random.default_rng(seed)
    pixels = rng.integers(0, 60, (height, width, 3), dtype=np.uint8)
    pixels[:, width // 2 :] += 40
    return Photo(pixels)


def enhanced_of(photo: Photo, *, is_preview: bool = False) -> EnhancedPhoto:
    """Relit by 60, with half of what varies taken away."""
    relit = photo.pixels + np.asarray(60, photo.pixels.dtype)
    mean = relit.mean(axis=(0, 1), keepdims=True)
    finished = (mean + (relit - mean) / 2).astype(photo.pixels.dtype)
    layers = Layers(photo.pixels, relit, finished)
    pictures = (display(replace(photo, pixels=each)) for each in (relit, finished))
    return EnhancedPhoto(layers, *pictures, MirnetMethod(), is_preview=is_preview)


def nobody_looks(_share: float) -> None:
    """For who needs no progress."""
