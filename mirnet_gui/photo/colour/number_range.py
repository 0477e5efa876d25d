"""The one rule for floating-point pixels: black is 0, white is 1, and every value is a number."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from mirnet_gui.language import tr
from mirnet_gui.photo.photo import Pixels


def brought_into_range(pixels: Pixels, alpha: Pixels | None) -> tuple[str, ...]:
    """Bring floats into [0, 1], in place; sentences tell what was done to the pixels.

    What is no number becomes 0, positive infinity the largest number. Below 0 is black. Where
    there is more than 1, all is divided by the largest value, so that no light is cut off.
    """
    if pixels.dtype != np.float32:
        return ()
    warnings = []
    if not _is_finite(pixels):
        peak = float(np.max(pixels, initial=1.0, where=np.isfinite(pixels)))
        np.nan_to_num(pixels, copy=False, nan=0.0, posinf=peak, neginf=0.0)
        warnings.append(tr("Some of its values are not numbers and became black or white."))
    if pixels.min(initial=0.0) < 0.0:
        np.maximum(pixels, 0.0, out=pixels)
        warnings.append(tr("Some of its values lie below 0 and became black."))
    peak = float(pixels.max(initial=0.0))
    if peak > 1.0:
        np.divide(pixels, np.float32(peak), out=pixels)
        np.minimum(pixels, 1.0, out=pixels)
        warnings.append(
            tr("Its values reach {peak:.4g} and were scaled so that this is white.", peak=peak)
        )
    if alpha is not None:
        np.nan_to_num(alpha, copy=False, nan=0.0, posinf=1.0, neginf=0.0)
        np.clip(alpha, 0.0, 1.0, out=alpha)
    return tuple(warnings)


def _is_finite(array: npt.NDArray[Any]) -> bool:
    # The sum is no number when one of them is none, and takes no memory.
    with np.errstate(all="ignore"):
        return bool(np.isfinite(array.sum(dtype=np.float64)))
