"""Noisy photographs made from clean ones, at whatever brightness they were taken.

The noise is that of :mod:`mirnet_gui.trainer.data.degradation`, without its darkness: photons and
read-out, correlated by the camera's own processing, and JPEG. Its strength covers base sensitivity
and a phone at night alike (Brooks et al., CVPR 2019, section 3.1, whose range is that of RAW files,
halved for what left a camera).
"""

from __future__ import annotations

import math

import numpy as np

from mirnet_gui.photo.values import Floats
from mirnet_gui.tone.curves import linear_to_srgb, srgb_to_linear
from mirnet_gui.trainer.data.degradation import Darkness, darken

_LEAST_SHOT, _MOST_SHOT = 1e-5, 8e-3
# Half of all pictures lose light first, in which the noise is seen as in their shadows.
_MOST_LOST = 3.0
# One in ten has hardly any: what is clean must stay as it is.
_CLEAN_SHARE = 0.1


def draw_noise(rng: np.random.Generator) -> Darkness:
    """A noise such as real photographs of any exposure have."""
    if rng.random() < _CLEAN_SHARE:
        return Darkness(shot=1e-6, read=1e-8)
    shot = math.exp(rng.uniform(math.log(_LEAST_SHOT), math.log(_MOST_SHOT)))
    read = math.exp(2.18 * math.log(shot) + 1.2 + rng.normal(0.0, 0.5))
    # As many have the white noise of a converted RAW file as have a camera's own grain.
    grain = float(rng.uniform(0.3, 1.8)) if rng.random() < 0.6 else 0.0
    blotches = grain + float(rng.uniform(0.0, 3.0)) if rng.random() < 0.8 else 0.0
    # PolyU's grain is fine and coarse at once: of its luminance a tenth still is alike at 4 pixels.
    coarse = float(rng.uniform(0.0, 0.4)) if rng.random() < 0.6 else 0.0
    return Darkness(
        shot=shot,
        read=read,
        grain=grain,
        blotches=blotches,
        chroma=float(rng.uniform(0.4, 1.0)),
        coarse=coarse,
        jpeg=int(rng.integers(60, 99)) if rng.random() < 0.5 else None,
    )


def noisy_pair(clean: Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """``clean`` (H, W, 3), sRGB in [0, 1], with noise, and without, at a brightness drawn."""
    if rng.random() < 0.5:
        share = np.float32(math.exp2(-rng.uniform(0.0, _MOST_LOST)))
        clean = linear_to_srgb(srgb_to_linear(clean) * share)
    return darken(clean, draw_noise(rng), rng), clean
