"""How the brightness of a picture is spread, small enough to be drawn."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from mirnet_gui.jobs.display import DisplayPicture
from mirnet_gui.photo.colour.srgb import Bytes, to_bytes
from mirnet_gui.tone.layers import mixed

BINS = 128

Histogram = tuple[float, ...]
"""``BINS`` heights from dark to bright, in 0..1; the square root of the shares, so that a dark
picture's one peak does not flatten everything else."""

_SMOOTHING = 1.2


def histogram(picture: DisplayPicture) -> Histogram:
    """Of the luma of the smallest level; a millisecond's work."""
    return histogram_of(picture.levels[-1])


def blended_histogram(before: Bytes, after: Bytes, strength: float) -> Histogram:
    """Of what is seen when ``after`` covers ``before`` with ``strength`` in 0..1, both small."""
    if before.shape != after.shape:
        size = (after.shape[1], after.shape[0])
        before = np.asarray(cv2.resize(before, size, interpolation=cv2.INTER_AREA), np.uint8)
    return histogram_of(to_bytes(mixed(before, after, strength)))


class ChannelHistograms(NamedTuple):
    """For red, green, blue and luma the share of the pixels in each of ``BINS`` bins."""

    red: tuple[float, ...]
    green: tuple[float, ...]
    blue: tuple[float, ...]
    luma: tuple[float, ...]


def channel_histograms(picture: DisplayPicture) -> ChannelHistograms:
    """Of the smallest level, of each channel by itself."""
    rgb = np.ascontiguousarray(picture.levels[-1][..., :3])
    planes = (*cv2.split(rgb), cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY))
    return ChannelHistograms(*(_shares(plane) for plane in planes))


def _shares(plane: np.ndarray) -> tuple[float, ...]:
    counts = cv2.calcHist([plane], [0], None, [BINS], [0, 256]).ravel()
    return tuple(float(count) for count in counts / plane.size)


def histogram_of(pixels: Bytes) -> Histogram:
    """Of the luma of ``pixels`` (H, W, 3 or more), uint8."""
    luma = cv2.cvtColor(np.ascontiguousarray(pixels[..., :3]), cv2.COLOR_RGB2GRAY)
    counts = cv2.calcHist([luma], [0], None, [BINS], [0, 256]).reshape(1, -1)
    heights = np.sqrt(cv2.GaussianBlur(counts, (0, 0), _SMOOTHING)).ravel()
    return tuple(float(height) for height in heights / heights.max())
