"""Light let in before the network, so that it sees every photograph about equally bright.

How much light is missing is one number a picture, yet most of what separates a restored picture
from its reference (docs/training.md). A network would have to find it by pooling, and to restore
detail and noise at a hundredth of full scale; a curve found from the picture's own levels leaves
it what it is good at. Weights made for such pictures say so (their configuration's ``exposed``).
"""

from __future__ import annotations

import math
from functools import partial

import numpy as np
import numpy.typing as npt

from mirnet_gui.photo.values import Floats
from mirnet_gui.tone.curves import Curve

Shares = npt.NDArray[np.float64]

# Mean of a well-exposed photograph in sRGB: 0.46 in LOL's references, 0.44 in SICE's.
_TARGET = 0.45
# Up to _DARK a picture is brought to the target; from _LIT on it is left as it is.
_DARK, _LIT = 0.15, 0.3
_MOST_GAIN = 60.0
# Where something is bright already, a night is meant to be one: more than _SAFE_GAIN is taken only
# as far as the brightest 0.2 % stay below _HIGHLIGHT.
_SAFE_GAIN, _HIGHLIGHT, _BRIGHTEST = 7.0, 0.95, 0.002
# Nor where JPEG has left nothing of the dark but flat blocks: from _CRUSHED of the picture on
# less and less gain is taken, from _HOPELESS on no more than _SAFE_GAIN.
_CRUSHED, _HOPELESS, _DEEP = 0.15, 0.5, 12.0 / 255.0
# What a network may make of what is still dark after exposure, as luminance of a window.
_CEILING, _BRIGHT = 16.0, 0.92
_LEVELS = 4096
_ENOUGH_PIXELS = 1 << 18
_HALVINGS = 40


def exposure_gain(picture: Floats) -> float:
    """The gain, from 1 to 60, that ``picture`` should be exposed with.

    ``picture`` (H, W, 3) in [0, 1] is the whole photograph: tiles and patches of it are
    exposed alike. 1 where it is well lit already.
    """
    some = _sampled(picture)
    levels, shares = _histogram(some)
    mean = float(levels @ shares)
    wanted = mean + (_TARGET - mean) * min(max((_LIT - mean) / (_LIT - _DARK), 0.0), 1.0)
    if mean >= wanted:
        return 1.0
    low, high = 1.0, min(_gain_of_highlights(levels, shares), _gain_of_blacks(some))
    for _ in range(_HALVINGS):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if _mean(levels, shares, middle) < wanted else (low, middle)
    return high


def _mean(levels: Shares, shares: Shares, gain: float) -> float:
    return float((gain * levels / (1.0 + (gain - 1.0) * levels)) @ shares)


def expose(picture: Floats, gain: float) -> Floats:
    """``gain x / (1 + (gain - 1) x)``: dark parts brighter by ``gain``, black and white unchanged.

    Form of Reinhard et al., "Photographic Tone Reproduction for Digital Images" (2002), equation
    4, with the white point at 1: no highlight is clipped.
    """
    if gain == 1.0:
        return picture
    factor = np.float32(gain)
    return picture * factor / (picture * (factor - np.float32(1.0)) + np.float32(1.0))


def exposure_curve(gain: float) -> Curve:
    """:func:`expose` with ``gain`` as a curve."""
    return partial(expose, gain=gain)


def ceiling_curve(gain: float) -> Curve:
    """The most that may become of values that are exposed with ``gain``: 1 of white alone.

    Above _BRIGHT a curve as of :func:`expose`, so that what differed among highlights still
    differs; noise that fell to black in the dark is free to become what lies round it.
    """

    def ceiling(values: Floats) -> Floats:
        most: Floats = np.maximum(expose(values, gain * _CEILING), np.float32(_BRIGHT))
        return most

    return ceiling


def sampled_places(side: int, stride: int) -> list[int]:
    """Rows or columns that tell enough of a picture: every ``stride``-th pair of neighbours."""
    return [start + place for start in range(0, side - 1, 2 * stride) for place in (0, 1)]


def sampling_stride(height: int, width: int) -> int:
    """Which :func:`sampled_places` of a picture are enough for :func:`exposure_gain`."""
    return max(math.isqrt(height * width // _ENOUGH_PIXELS), 1)


def _sampled(picture: Floats) -> Floats:
    stride = sampling_stride(*picture.shape[:2])
    rows, columns = (sampled_places(side, stride) for side in picture.shape[:2])
    some = picture[np.ix_(rows, columns)] if rows and columns else picture
    return some.clip(0.0, 1.0)


def _gain_of_highlights(levels: Shares, shares: Shares) -> float:
    darker = int((shares.cumsum() < 1.0 - _BRIGHTEST).sum())
    bright = max(float(levels[darker]), 1.0 / _LEVELS)
    kept = _HIGHLIGHT / (1.0 - _HIGHLIGHT) * (1.0 - bright) / bright
    return min(max(kept, _SAFE_GAIN), _MOST_GAIN)


def _gain_of_blacks(picture: Floats) -> float:
    lost = (_crushed_share(picture) - _CRUSHED) / (_HOPELESS - _CRUSHED)
    return float(_MOST_GAIN * (_SAFE_GAIN / _MOST_GAIN) ** min(max(lost, 0.0), 1.0))


def _crushed_share(picture: Floats) -> float:
    # Noise lets no two neighbours in the dark be equal in all channels, not even one level above
    # black; where they are, compression took away whatever there was.
    height, width = (side // 2 * 2 for side in picture.shape[:2])
    if not height or not width:
        return 0.0
    even = picture[:height, :width]
    first = even[::2, ::2]
    flat = (first == even[1::2, ::2]) & (first == even[::2, 1::2])
    return float((flat & (first < _DEEP)).all(axis=-1).mean())


def _histogram(picture: Floats) -> tuple[Shares, Shares]:
    places = np.rint(picture * (_LEVELS - 1)).astype(np.int64).ravel()
    counts = np.bincount(places, minlength=_LEVELS)
    return np.linspace(0.0, 1.0, _LEVELS), counts / counts.sum()
