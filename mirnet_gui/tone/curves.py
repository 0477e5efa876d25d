"""Curves over the values of pixels, as tables: one entry for each value that a pixel can have."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import cv2
import numpy as np

from mirnet_gui.photo.photo import Pixels, peak_of
from mirnet_gui.photo.values import Floats

Curve = Callable[[Floats], Floats]
"""From values in [0, 1] to floats, each by itself."""

_FINEST = 1 << 16


def looked_up(pixels: Pixels, curve: Curve) -> Floats:
    """``curve`` of each value of ``pixels`` (H, W, 3), in [0, 1] whatever their depth."""
    if pixels.dtype == np.float32:
        return curve(pixels.clip(0.0, 1.0))
    return from_table(pixels, table_of(curve, int(peak_of(pixels.dtype)) + 1))


def looked_up_below(pixels: Pixels, curve: Curve) -> Pixels:
    """As :func:`looked_up`, but integers, rounded down; the peak comes of the peak alone."""
    peak = int(peak_of(pixels.dtype))
    table = np.floor(table_of(curve, peak + 1) * np.float32(peak)).clip(0, peak - 1)
    table[-1] = peak
    entries = table.astype(pixels.dtype)
    if pixels.dtype == np.uint8:
        return cast(Pixels, cv2.LUT(pixels, entries))
    return np.take(entries, pixels.astype(np.uint16, copy=False))


def table_of(curve: Curve, entries: int) -> Floats:
    """The curve at ``entries`` values from 0 to 1."""
    return curve(np.linspace(0.0, 1.0, entries, dtype=np.float32))


def from_table(pixels: Pixels, table: Floats) -> Floats:
    """The entries of ``table``, (256 or 65536) or such with 3 columns for the channels each.

    Floats take the entry of the nearest of 65536 values.
    """
    if pixels.dtype == np.uint8:
        channels = 1 if table.ndim == 1 else table.shape[1]
        entries = table.reshape(1, 256, channels) if channels > 1 else table
        return cv2.LUT(pixels, entries).astype(np.float32, copy=False)
    places = pixels.astype(np.uint16, copy=False)
    if pixels.dtype == np.float32:
        places = np.rint(pixels.clip(0.0, 1.0) * np.float32(_FINEST - 1)).astype(np.uint16)
    if table.ndim == 1:
        return np.take(table, places)
    return np.stack([np.take(table[:, k], places[..., k]) for k in range(3)], axis=-1)


def table_for(pixels: Pixels, curve: Curve) -> Floats:
    """The table of ``curve`` that :func:`from_table` wants for such pixels."""
    return table_of(curve, 256 if pixels.dtype == np.uint8 else _FINEST)


def srgb_to_linear(encoded: Floats) -> Floats:
    """IEC 61966-2-1, from encoded [0, 1] to linear light in [0, 1]."""
    high = ((encoded + 0.055) / 1.055) ** 2.4
    return np.where(encoded <= 0.04045, encoded / 12.92, high).astype(np.float32)


def linear_to_srgb(light: Floats) -> Floats:
    """IEC 61966-2-1, from linear light in [0, 1] to encoded [0, 1]."""
    high = 1.055 * np.maximum(light, 1e-8) ** (1 / 2.4) - 0.055
    return np.where(light <= 0.0031308, light * 12.92, high).astype(np.float32)
