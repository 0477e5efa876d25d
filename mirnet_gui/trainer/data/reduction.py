"""Small pictures made from large ones, the way cameras and the web make them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image

from mirnet_gui.photo.values import Floats, floats_of, from_floats
from mirnet_gui.trainer.data.stored import stored

_FILTERS = (Image.Resampling.BICUBIC, Image.Resampling.LANCZOS, Image.Resampling.BOX)


@dataclass(frozen=True, slots=True)
class Reduction:
    """How a picture became small: all that :func:`reduce` does is told here.

    ``blur`` is the deviation, in pixels of the large picture, of the lens' and the motion's
    Gaussian; ``resampling`` the filter, widened by the factor so that nothing aliases; ``noise``
    the deviation of Gaussian noise in the small one, of 1; ``jpeg`` a quality (4:2:0) or None.
    """

    blur: float = 0.0
    resampling: Image.Resampling = Image.Resampling.BICUBIC
    noise: float = 0.0
    jpeg: int | None = None


def draw_reduction(scale: int, plain: float, rng: np.random.Generator) -> Reduction:
    """A reduction by ``scale``, such as pictures that ask to be enlarged went through.

    The share ``plain``, from 0 to 1, is reduced bicubically and nothing else.
    """
    if rng.random() < plain:
        return Reduction()
    return Reduction(
        blur=float(rng.uniform(0.1, 0.45)) * scale if rng.random() < 0.5 else 0.0,
        resampling=_FILTERS[int(rng.integers(len(_FILTERS)))],
        noise=float(rng.uniform(0.0, 0.02)) if rng.random() < 0.5 else 0.0,
        jpeg=int(rng.integers(50, 97)) if rng.random() < 0.8 else None,
    )


def reduce(picture: Floats, scale: int, reduction: Reduction, rng: np.random.Generator) -> Floats:
    """``picture`` (S * H, S * W, 3) in [0, 1] as (H, W, 3), of the 256 levels of a file."""
    blurred = cv2.GaussianBlur(picture, (0, 0), reduction.blur) if reduction.blur else picture
    height, width = picture.shape[0] // scale, picture.shape[1] // scale
    image = Image.fromarray(from_floats(np.asarray(blurred, dtype=np.float32), np.dtype(np.uint8)))
    small = floats_of(np.asarray(image.resize((width, height), reduction.resampling)))
    if reduction.noise:
        small += rng.normal(0.0, reduction.noise, small.shape)
    return stored(small, reduction.jpeg)
