"""BIMEF: a bio-inspired multi-exposure fusion framework for low-light image enhancement."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar, cast

import cv2
import numpy as np

from mirnet_gui.language import mark
from mirnet_gui.methods.classical import Classical
from mirnet_gui.methods.illumination import (
    Illumination,
    Weights,
    brightest_of,
    illumination_of,
    steps,
)
from mirnet_gui.methods.lightness import strips
from mirnet_gui.methods.parameters import Parameter, number
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.values import Floats, floats_of, from_floats
from mirnet_gui.progress import CancelToken, Progress, ProgressCallback

# The camera response model of section III-B, fitted to the cameras of the DoRF database.
_A, _B = -0.3293, 1.1258
_STRENGTH, _WINDOW, _EPS = 0.5, 5, 1e-3
_DARK, _LEAST, _MOST = 0.5, 1.0, 7.0
_SIDE_OF_SAMPLE = 50

MU = Parameter(
    label=mark("Enhancement"),
    minimum=0.0,
    maximum=1.0,
    step=0.05,
    unit="",
    tooltip=mark("How much of the brighter exposure is taken: 0 leaves the photograph as it is."),
)


@dataclass(frozen=True, slots=True)
class Bimef(Classical):
    """The photograph fused with a brighter exposure of itself, made by a camera response model.

    Ying, Li and Gao, "A Bio-Inspired Multi-Exposure Fusion Framework for Low-light Image
    Enhancement" (2017): weights are the illumination to the power of ``mu``, 0.5 as published; the
    exposure ratio is the one of the most entropy where it is dark.
    """

    name: ClassVar[str] = "bimef"
    label: ClassVar[str] = "BIMEF"
    purpose: ClassVar[str] = mark(
        "Mixes in a longer exposure where it is dark: gentle, and keeps bright places."
    )

    mu: float = number(0.5, MU)

    def change(self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        """See :class:`mirnet_gui.methods.classical.Classical`."""
        brightest = brightest_of(pixels)
        illumination = illumination_of(brightest, _weights, _STRENGTH, cancel)
        ratio = _exposure_ratio(pixels, illumination)
        result, height = np.empty_like(pixels), pixels.shape[0]
        for rows in strips(pixels):
            cancel.raise_if_cancelled()
            weight = illumination.at(brightest[rows], rows, height)[..., None] ** self.mu
            before = floats_of(pixels[rows])
            result[rows] = from_floats(
                before * weight + exposed(before, ratio) * (1.0 - weight), pixels.dtype
            )
            progress(Progress(min(rows.stop, height), height, "row"))
        return result


def exposed(values: Floats, ratio: float) -> Floats:
    """What a camera would have recorded in place of ``values`` in [0, 1] with ``ratio`` times the
    exposure (equation 13 with the beta-gamma model); may exceed 1.
    """
    gamma = ratio**_A
    beta = math.exp(_B * (1.0 - gamma))
    return cast(Floats, np.float32(beta) * values ** np.float32(gamma))


def _exposure_ratio(pixels: Pixels, illumination: Illumination) -> float:
    """The ratio from 1 to 7 that gives what is dark the most entropy (section III-D)."""
    size = (_SIDE_OF_SAMPLE, _SIDE_OF_SAMPLE)
    sample = floats_of(cast(Pixels, cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)))
    lit = illumination.at(sample.max(axis=2), slice(0, _SIDE_OF_SAMPLE), _SIDE_OF_SAMPLE)
    dark = np.cbrt(sample.clip(0.0, 1.0).prod(axis=2))[lit < _DARK]
    if dark.size == 0:
        return _LEAST
    ratios = np.linspace(_LEAST, _MOST, 121)
    return float(max(ratios, key=lambda ratio: _entropy(exposed(dark, ratio))))


def _entropy(values: Floats) -> float:
    counts = np.bincount(np.rint(values.clip(0.0, 1.0) * 255.0).astype(np.int64))
    shares = counts[counts > 0] / values.size
    return float(-(shares * np.log2(shares)).sum())


def _weights(guess: Floats) -> Weights:
    across, down = (_weight(each) for each in steps(guess))
    return Weights(across, down)


def _weight(differences: Floats) -> Floats:
    summed = cv2.boxFilter(differences, -1, (_WINDOW, _WINDOW), normalize=False)
    return np.reciprocal((np.abs(summed) + _EPS) * (np.abs(differences) + _EPS), dtype=np.float32)
