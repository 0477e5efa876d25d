"""A result in a second: the network on a small proxy, its effect carried to full size.

What the network does to a picture is, place by place, nearly an affine map of each channel. That
map is fitted on a proxy of a fifth of a megapixel in the manner of He and Sun, "Fast Guided
Filter" (2015), and applied to the picture itself, so that edges stay where they are. Where the
proxy shows nothing but a flat surface the map is flat too, which takes some of the noise away;
noise on detail stays, and detail that the network would have found in noise is not found.
"""

from __future__ import annotations

import math
from typing import NamedTuple, cast

import cv2
import numpy as np
import torch

from mirnet_gui.inference.backends.backend import Backend, Look
from mirnet_gui.inference.pixels import gain_of, to_tensor
from mirnet_gui.tone.exposure import expose
from mirnet_gui.network.padding import pad_to_multiple
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.values import Floats, floats_of, from_floats, reduced, rows_enlarged

PROXY_PIXELS = 200_000
# Windows of 9 x 9 pixels of the proxy; variances well below _EPS count as noise.
_RADIUS, _EPS = 4, 4e-4
_STRIP = 256


class AffineMap(NamedTuple):
    """For each place (H, W) and channel of a proxy: result = ``slope`` * exposed + ``offset``."""

    slope: Floats
    offset: Floats


def run_fast(pixels: Pixels, backend: Backend, look: Look) -> Pixels:
    """Restore ``pixels`` (H, W, 3) roughly; same shape and dtype. ``look`` sums to 1."""
    height, width = pixels.shape[:2]
    gain = gain_of(pixels, backend.config)
    scale = min(math.sqrt(PROXY_PIXELS / (height * width)), 1.0)
    proxy = expose(to_tensor(reduced(pixels, scale)), gain)
    padded = pad_to_multiple(proxy, backend.config.size_multiple)
    survey = backend.survey(padded, [], lambda share: look(share / 2.0))
    restored = survey.restored[..., : proxy.shape[-2], : proxy.shape[-1]].clamp(0.0, 1.0)
    fitted = _fit(_channels_last(proxy), _channels_last(restored))
    result = np.empty_like(pixels)
    for top in range(0, height, _STRIP):
        look(0.5 * min(_STRIP, height - top) / height)
        rows = slice(top, top + _STRIP)
        result[rows] = _apply(fitted, pixels[rows], gain, top, (height, width))
    return result


def _channels_last(picture: torch.Tensor) -> Floats:
    return np.ascontiguousarray(picture[0].permute(1, 2, 0).numpy())


def _fit(guide: Floats, wanted: Floats) -> AffineMap:
    mean_guide, mean_wanted = _box(guide), _box(wanted)
    variance = _box(guide * guide) - mean_guide * mean_guide
    covariance = _box(guide * wanted) - mean_guide * mean_wanted
    slope: Floats = np.divide(covariance, variance + _EPS, dtype=np.float32)
    return AffineMap(_box(slope), _box(mean_wanted - slope * mean_guide))


def _box(picture: Floats) -> Floats:
    side = 2 * _RADIUS + 1
    return cast(Floats, cv2.blur(picture, (side, side), borderType=cv2.BORDER_REFLECT))


def _apply(
    fitted: AffineMap, strip: Pixels, gain: float, top: int, size: tuple[int, int]
) -> Pixels:
    exposed = expose(torch.from_numpy(floats_of(strip)), gain).numpy()
    rows = slice(top, top + strip.shape[0])
    slope, offset = (rows_enlarged(part, rows, size) for part in fitted)
    return from_floats(exposed * slope + offset, strip.dtype)
