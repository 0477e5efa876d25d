"""The first pass: a network looks at all of a photograph on a small copy and says how it is lit.

It takes well under a second at any size, is the preview, and fixes the tones of the result.
"""

from __future__ import annotations

import numpy as np

from mirnet_gui.inference.backends.backend import Backend
from mirnet_gui.inference.pixels import gain_of, to_floats, to_tensor
from mirnet_gui.network.padding import pad_to_multiple
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.values import floats_of, reduced
from mirnet_gui.progress import Look
from mirnet_gui.tone.affine_map import COPY_PIXELS, fit_map, reduction_to, relit_pixels
from mirnet_gui.tone.exposure import expose
from mirnet_gui.tone.limits import limited

# Networks that restore all at once were trained on patches of full size, and like copies larger.
_WHOLE_PIXELS = 200_000


def relight(pixels: Pixels, backend: Backend, look: Look) -> Pixels:
    """``pixels`` (H, W, 3) as lit by the network; same shape and dtype. ``look`` sums to 1."""
    height, width = pixels.shape[:2]
    gain = gain_of(pixels, backend.config)
    most = COPY_PIXELS if backend.config.task == "light" else _WHOLE_PIXELS
    scale = reduction_to(most, height, width)
    before = floats_of(reduced(pixels, scale))
    copy = expose(before, gain)
    padded = pad_to_multiple(to_tensor(copy), backend.config.size_multiple)
    survey = backend.survey(padded, [], lambda share: look(share / 2.0))
    wanted = np.ascontiguousarray(to_floats(survey.restored, *copy.shape[:2]).clip(0.0, 1.0))
    if backend.config.task == "light":
        wanted = limited(wanted, copy, before, scale)
    fitted = fit_map(copy, wanted)
    return relit_pixels(fitted, pixels, gain, lambda share: look(share / 2.0))
