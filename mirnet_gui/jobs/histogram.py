"""How the brightness and the colours of a picture are spread, small enough to be drawn."""

from __future__ import annotations

from typing import Any, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from mirnet_gui.jobs.clipping import HIGHLIGHT, SHADOW, clipping_marks
from mirnet_gui.jobs.display import DisplayPicture
from mirnet_gui.photo.colour.srgb import Bytes, to_bytes
from mirnet_gui.tone.layers import mixed

BINS = 128

Histogram = tuple[float, ...]
"""``BINS`` heights from dark to bright, in 0..1; the square root of the shares, so that a dark
picture's one peak does not flatten everything else."""

_SMOOTHING = 1.2
_END = 4
"""Bins at either end that a peak there reaches into by smoothing."""


class PictureHistogram(NamedTuple):
    """The spread of ``luma``, with a peak of one; those of red, green, blue and luma to one scale.

    That of the ``channels`` leaves out the ends, where what is clipped would flatten all the rest.
    ``shadows`` and ``highlights`` are the shares (0..1) of the pixels that are clipped there, as
    :func:`clipping_marks` has it.
    """

    luma: Histogram
    channels: tuple[Histogram, Histogram, Histogram, Histogram]
    shadows: float
    highlights: float


def histogram(picture: DisplayPicture) -> PictureHistogram:
    """Of the smallest level; some milliseconds' work."""
    return histogram_of(picture.levels[-1])


def blended_histogram(before: Bytes, after: Bytes, strength: float) -> PictureHistogram:
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


def histogram_of(pixels: Bytes) -> PictureHistogram:
    """Of ``pixels`` (H, W, 3 or 4), uint8."""
    rgb = np.ascontiguousarray(pixels[..., :3])
    luma = _heights(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY))
    channels = (*(_heights(plane) for plane in cv2.split(rgb)), luma)
    inner = max(float(each[_END:-_END].max()) for each in channels)
    highest = inner or max(float(each.max()) for each in channels)
    red, green, blue, grey = (_told((each / highest).clip(0.0, 1.0)) for each in channels)
    marks = clipping_marks(pixels)
    shadows, highlights = (float(np.mean(marks == mark)) for mark in (SHADOW, HIGHLIGHT))
    return PictureHistogram(_told(luma / luma.max()), (red, green, blue, grey), shadows, highlights)


def _heights(plane: npt.NDArray[Any]) -> npt.NDArray[Any]:
    counts = cv2.calcHist([plane], [0], None, [BINS], [0, 256]).reshape(1, -1)
    return np.sqrt(cv2.GaussianBlur(counts, (0, 0), _SMOOTHING)).ravel()


def _told(heights: npt.NDArray[Any]) -> Histogram:
    return tuple(float(height) for height in heights)
