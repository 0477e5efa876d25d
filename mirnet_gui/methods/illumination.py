"""The illumination of a photograph: bright where it is lit, smooth but for its own edges.

LIME and BIMEF both take the largest channel for a first guess ``L`` and look for the ``T`` that
minimizes ``sum (T - L)^2 + strength * sum_d W_d (grad_d T)^2 / (|grad_d L| + eps)``, whose weights
``W_d`` are small at structures and large at texture. That sparse system is solved on a copy of at
most a tenth of a megapixel, and carried to full size by a guided filter whose guide is ``L`` itself
(He and Sun, "Fast Guided Filter", 2015), so that its edges stay those of the photograph.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple, cast

import cv2
import numpy as np

from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.values import Floats, floats_of, reduced, rows_enlarged
from mirnet_gui.progress import CancelToken
from mirnet_gui.tone.affine_map import fitted_in_windows

_MOST_PIXELS = 100_000
_RADIUS, _EPS = 4, 1e-3


class Weights(NamedTuple):
    """How much steps across and down count at each place, (H, W) each, 0 at the border's end."""

    across: Floats
    down: Floats


class Illumination(NamedTuple):
    """At each place of a copy: illumination = ``slope`` * largest channel + ``offset``."""

    slope: Floats
    offset: Floats

    def at(self, brightest: Floats, rows: slice, height: int) -> Floats:
        """For ``rows`` of a photograph of ``height`` rows, in (0, 1]."""
        size = (height, brightest.shape[1])
        slope, offset = (rows_enlarged(part, rows, size) for part in self)
        return (brightest * slope + offset).clip(1e-3, 1.0)


def illumination_of(
    brightest: Floats,
    weigh: Callable[[Floats], Weights],
    strength: float,
    cancel: CancelToken,
) -> Illumination:
    """Of a photograph whose largest channel is ``brightest`` (H, W) in [0, 1], at any size.

    Raises :class:`mirnet_gui.errors.Cancelled`.
    """
    scale = min(math.sqrt(_MOST_PIXELS / brightest.size), 1.0)
    guess = np.asarray(reduced(brightest, scale), dtype=np.float32)
    cancel.raise_if_cancelled()
    wanted = smoothed(guess, weigh(guess), strength)
    return Illumination(*fitted_in_windows(guess, wanted, _RADIUS, _EPS))


def brightest_of(pixels: Pixels) -> Floats:
    """The largest channel (H, W) in [0, 1] (LIME, equation 3)."""
    red, green, blue = cv2.split(pixels)
    return floats_of(cast(Pixels, cv2.max(cv2.max(red, green), blue))).clip(0.0, 1.0)


def steps(plane: Floats) -> Weights:
    """Differences to the next place across and down; 0 at the end."""
    across = np.diff(plane, axis=1, append=plane[:, -1:])
    return Weights(across, np.diff(plane, axis=0, append=plane[-1:]))


def smoothed(guess: Floats, weights: Weights, strength: float) -> Floats:
    """The plane (H, W) nearest to ``guess`` whose weighted steps are small, by sums of squares."""
    # Imported here: it takes a tenth of a second of every start of the window.
    from scipy.sparse import coo_array
    from scipy.sparse.linalg import splu

    places = np.arange(guess.size).reshape(guess.shape)
    here = np.concatenate([places[:, :-1].ravel(), places[:-1].ravel()])
    next_one = np.concatenate([places[:, 1:].ravel(), places[1:].ravel()])
    pulls = np.concatenate([weights.across[:, :-1].ravel(), weights.down[:-1].ravel()])
    pulls = pulls.astype(np.float64) * strength
    values = np.concatenate([np.ones(guess.size), pulls, pulls, -pulls, -pulls])
    rows = np.concatenate([places.ravel(), here, next_one, here, next_one])
    columns = np.concatenate([places.ravel(), here, next_one, next_one, here])
    solver = splu(
        coo_array((values, (rows, columns))).tocsc(),
        permc_spec="MMD_AT_PLUS_A",
        diag_pivot_thresh=0.0,
        options={"SymmetricMode": True},
    )
    plane = solver.solve(guess.ravel().astype(np.float64))
    return np.asarray(plane, dtype=np.float32).reshape(guess.shape)
