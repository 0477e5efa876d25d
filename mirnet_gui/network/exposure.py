"""Light let in before the network, so that it sees every photograph about equally bright.

How much light is missing is one number a picture, yet most of what separates a restored picture
from its reference (docs/training.md). A network would have to find it by pooling, and to restore
detail and noise at a hundredth of full scale; a curve found from the picture's own levels leaves
it what it is good at. Weights made for such pictures say so (``MirnetConfig.exposed``).
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from mirnet_gui.network.config import MirnetConfig

# Mean of a well-exposed photograph in sRGB: 0.46 in LOL's references, 0.44 in SICE's.
_TARGET = 0.45
# Up to _DARK a picture is brought to the target; from _LIT on it is left as it is.
_DARK, _LIT = 0.15, 0.3
_MOST_GAIN = 60.0
# Where something is bright already, a night is meant to be one: more than _SAFE_GAIN is taken only
# as far as the brightest 0.2 % stay below _HIGHLIGHT.
_SAFE_GAIN, _HIGHLIGHT, _BRIGHTEST = 7.0, 0.95, 0.002
_LEVELS = 4096
_ENOUGH_PIXELS = 1 << 18
_HALVINGS = 40


def exposure_gain(picture: Tensor, config: MirnetConfig) -> float:
    """The gain, from 1 to 60, that a network of ``config`` wants ``picture`` to be exposed with.

    ``picture`` (..., 3, H, W) in [0, 1] is the whole photograph: tiles and patches of it are
    exposed alike. 1 where it is well-lit already and for networks that take it as it is.
    """
    if not config.exposed:
        return 1.0
    levels, shares = _histogram(picture)
    mean = float(levels @ shares)
    wanted = mean + (_TARGET - mean) * min(max((_LIT - mean) / (_LIT - _DARK), 0.0), 1.0)
    if mean >= wanted:
        return 1.0
    low, high = 1.0, _most_gain(levels, shares)
    for _ in range(_HALVINGS):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if expose(levels, middle) @ shares < wanted else (low, middle)
    return high


def expose(picture: Tensor, gain: float) -> Tensor:
    """``gain x / (1 + (gain - 1) x)``: dark parts brighter by ``gain``, black and white unchanged.

    Form of Reinhard et al., "Photographic Tone Reproduction for Digital Images" (2002), equation
    4, with the white point at 1: no highlight is clipped.
    """
    return picture if gain == 1.0 else gain * picture / (1.0 + (gain - 1.0) * picture)


def _most_gain(levels: Tensor, shares: Tensor) -> float:
    darker = int((shares.cumsum(0) < 1.0 - _BRIGHTEST).sum())
    bright = max(float(levels[darker]), 1.0 / _LEVELS)
    kept = _HIGHLIGHT / (1.0 - _HIGHLIGHT) * (1.0 - bright) / bright
    return min(max(kept, _SAFE_GAIN), _MOST_GAIN)


def sampling_stride(height: int, width: int) -> int:
    """Every so many rows and columns of a picture are enough for :func:`exposure_gain`."""
    return max(math.isqrt(height * width // _ENOUGH_PIXELS), 1)


def _histogram(picture: Tensor) -> tuple[Tensor, Tensor]:
    stride = sampling_stride(*picture.shape[-2:])
    some = picture[..., ::stride, ::stride].float().clamp(0.0, 1.0)
    places = (some * (_LEVELS - 1)).round().to("cpu", torch.int64).flatten()
    counts = torch.bincount(places, minlength=_LEVELS).double()
    return torch.linspace(0.0, 1.0, _LEVELS, dtype=torch.float64), counts / counts.sum()
