"""The first pass: a network looks at all of a photograph on a small copy and says how it is lit.

It takes well under a second at any size, is the preview, and fixes the tones of the result.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from torch import Tensor

from mirnet_gui.inference.backends.backend import Backend
from mirnet_gui.inference.pixels import gain_of, to_floats, to_tensor
from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.network.padding import pad_to_multiple
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.values import Floats, reduced_floats
from mirnet_gui.progress import Look
from mirnet_gui.tone.affine_map import (
    COPY_PIXELS,
    AffineMap,
    fit_map,
    reduction_to,
    relit_pixels,
)
from mirnet_gui.tone.exposure import expose
from mirnet_gui.tone.limits import limited

# Networks that restore all at once were trained on patches of full size, and like copies larger.
_WHOLE_PIXELS = 200_000


class ExposedCopy(NamedTuple):
    """A photograph reduced by ``scale``, ``before`` and after it was ``exposed`` with ``gain``.

    Both (h, w, 3) in [0, 1].
    """

    before: Floats
    exposed: Floats
    gain: float
    scale: float


def copy_pixels(config: MirnetConfig) -> int:
    """How many pixels the copy has at most that a network of ``config`` looks at."""
    return COPY_PIXELS if config.task == "light" else _WHOLE_PIXELS


def relight(pixels: Pixels, backend: Backend, look: Look, *, finely: bool = False) -> Pixels:
    """``pixels`` (H, W, 3) as lit by the network; same shape and dtype. ``look`` sums to 1.

    ``finely`` gives 16 bits where ``pixels`` have 8.
    """
    config = backend.config
    copy = exposed_copy(pixels, config, copy_pixels(config))
    padded = pad_to_multiple(to_tensor(copy.exposed), config.size_multiple)
    survey = backend.survey(padded, [], lambda share: look(share / 2.0))
    fitted = fitted_light(copy, survey.restored, config)
    return relit_pixels(fitted, pixels, copy.gain, lambda share: look(share / 2.0), finely=finely)


def exposed_copy(pixels: Pixels, config: MirnetConfig, most: int) -> ExposedCopy:
    """``pixels`` (H, W, 3) with ``most`` pixels, lit as a network of ``config`` wants them."""
    gain = gain_of(pixels, config)
    scale = reduction_to(most, *pixels.shape[:2])
    before = reduced_floats(pixels, scale)
    return ExposedCopy(before, expose(before, gain), gain, scale)


def fitted_light(copy: ExposedCopy, restored: Tensor, config: MirnetConfig) -> AffineMap:
    """What a network of ``config`` did to ``copy``, where it gave ``restored`` (1, 3, ...)."""
    size = copy.exposed.shape[:2]
    wanted = np.ascontiguousarray(to_floats(restored, *size).clip(0.0, 1.0))
    if config.task == "light":
        wanted = limited(wanted, copy.exposed, copy.before, copy.scale)
    return fit_map(copy.exposed, wanted)
