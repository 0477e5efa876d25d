"""LIME: low-light image enhancement via illumination map estimation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import cv2
import numpy as np

from mirnet_gui.language import mark
from mirnet_gui.methods.classical import Classical
from mirnet_gui.methods.illumination import Weights, brightest_of, illumination_of, steps
from mirnet_gui.methods.lightness import strips
from mirnet_gui.methods.parameters import Parameter, number
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.values import Floats, floats_of, from_floats
from mirnet_gui.progress import CancelToken, Progress, ProgressCallback

_SIGMA, _EPS = 2.0, 1e-3

ALPHA = Parameter(
    label=mark("Smoothness"),
    minimum=0.01,
    maximum=1.0,
    step=0.01,
    unit="",
    tooltip=mark(
        "How smooth the illumination is: less follows the photograph and flattens contrast."
    ),
)
GAMMA = Parameter(
    label=mark("Gamma"),
    minimum=0.3,
    maximum=1.0,
    step=0.05,
    unit="",
    tooltip=mark("How much of the darkness is taken away: 1 is all of it."),
)


@dataclass(frozen=True, slots=True)
class Lime(Classical):
    """The photograph divided by its illumination to the power of ``gamma``.

    Guo, Li and Ling, "LIME: Low-Light Image Enhancement via Illumination Map Estimation" (TIP
    2017): the largest channel (equation 3) refined by the sped-up solver (section III-C, equation
    19) with weights of strategy III (sigma 2), alpha 0.15 and gamma 0.8 as published. Denoising is
    a method of its own here: ``lime+bm3d`` is the paper's whole pipeline.
    """

    name: ClassVar[str] = "lime"
    label: ClassVar[str] = "LIME"
    purpose: ClassVar[str] = mark(
        "Lights the scene where light is missing: strong, natural colours, all of the noise."
    )

    alpha: float = number(0.15, ALPHA)
    gamma: float = number(0.8, GAMMA)

    def change(self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        """See :class:`mirnet_gui.methods.classical.Classical`."""
        brightest = brightest_of(pixels)
        illumination = illumination_of(brightest, _weights, self.alpha, cancel)
        result, height = np.empty_like(pixels), pixels.shape[0]
        for rows in strips(pixels):
            cancel.raise_if_cancelled()
            lit = illumination.at(brightest[rows], rows, height) ** np.float32(self.gamma)
            result[rows] = from_floats(floats_of(pixels[rows]) / lit[..., None], pixels.dtype)
            progress(Progress(min(rows.stop, height), height, "row"))
        return result


def _weights(guess: Floats) -> Weights:
    across, down = (_weight(each) for each in steps(guess))
    return Weights(across, down)


def _weight(differences: Floats) -> Floats:
    structure = np.abs(cv2.GaussianBlur(differences, (0, 0), _SIGMA))
    return np.reciprocal((structure + _EPS) * (np.abs(differences) + _EPS), dtype=np.float32)
