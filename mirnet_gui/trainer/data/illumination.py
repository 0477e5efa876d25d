"""The light that came in when a dark photograph was taken: how much, and where."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from mirnet_gui.photo.values import Floats

# From a little dim (0.7 EV) to LOL's darkest pairs, which lack about 7.5 EV.
_LEAST_LOST, _MOST_LOST = 0.7, 7.5


@dataclass(frozen=True, slots=True)
class Illumination:
    """The share of the light that is left in a photograph, place by place.

    ``lost`` stops are missing everywhere; ``backlight`` more of them where the scene is dark
    (the sky keeps its light, who stands before it does not; the border lies between the quantiles
    ``shade`` of what is bright in it); ``unevenness`` is the standard deviation, in stops, of light
    that changes over the picture; ``lamps`` round places keep their light, and so do highlights
    when ``highlights`` is above 0 (the higher, the fewer of them).
    """

    lost: float = 0.0
    backlight: float = 0.0
    shade: tuple[float, float] = (0.4, 0.8)
    unevenness: float = 0.0
    lamps: int = 0
    highlights: float = 0.0

    @property
    def darkest(self) -> float:
        """The share of light, in (0, 1], that is left where it is darkest."""
        return math.exp2(-(self.lost + self.backlight))


EVEN = Illumination()
"""All of the light."""


def draw_illumination(rng: np.random.Generator) -> Illumination:
    """An illumination such as dim, dark, backlit and unevenly lit photographs have."""
    if rng.random() < 0.4:
        return Illumination(
            lost=float(rng.uniform(0.0, 1.2)),
            backlight=float(rng.uniform(0.8, 5.0)),
            shade=(float(rng.uniform(0.2, 0.6)), float(rng.uniform(0.7, 0.97))),
            unevenness=float(rng.uniform(0.1, 0.6)) if rng.random() < 0.3 else 0.0,
        )
    return Illumination(
        lost=float(rng.uniform(_LEAST_LOST, _MOST_LOST)),
        unevenness=float(rng.uniform(0.1, 1.0)) if rng.random() < 0.35 else 0.0,
        lamps=int(rng.integers(1, 4)) if rng.random() < 0.3 else 0,
        highlights=float(rng.uniform(1.5, 5.0)) if rng.random() < 0.35 else 0.0,
    )


def light_field(picture: Floats, illumination: Illumination, rng: np.random.Generator) -> Floats:
    """The share of light, (H, W, 1) in (0, 1], that is left of ``picture`` (H, W, 3), sRGB."""
    height, width = picture.shape[:2]
    stops = np.full((height, width), illumination.lost, dtype=np.float32)
    if illumination.backlight:
        stops += illumination.backlight * _shaded(picture, illumination.shade, rng)
    if illumination.unevenness:
        stops += illumination.unevenness * _changing(height, width, rng)
    field = np.exp2(-stops.clip(0.0, None))
    # Without lamps and highlights that keep their light, training would know no lamp in a dark
    # room, and a network that has only seen evenly dark pictures burns every one of them.
    kept = np.zeros_like(field)
    rows, columns = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    for _ in range(illumination.lamps):
        row, column, reach = rng.uniform((0.0, 0.0, 0.08), (1.0, 1.0, 0.35))
        distance = (rows - row) ** 2 + (columns - column) ** 2
        kept = np.maximum(kept, np.exp(-distance / (2.0 * reach**2)).astype(np.float32))
    if illumination.highlights:
        kept = np.maximum(kept, picture.max(axis=2) ** np.float32(illumination.highlights))
    lit: Floats = (field + (1.0 - field) * kept).astype(np.float32)
    return lit[..., None]


def _shaded(picture: Floats, shade: tuple[float, float], rng: np.random.Generator) -> Floats:
    # Light falls on surfaces, not on pixels: what belongs together is lit alike.
    reach = float(rng.uniform(0.02, 0.1)) * max(picture.shape[:2])
    bright = cv2.GaussianBlur(picture.mean(axis=2), (0, 0), reach)
    low, high = np.quantile(bright, shade)
    share = ((bright - low) / max(float(high - low), 0.05)).clip(0.0, 1.0)
    shaded: Floats = (1.0 - share**2 * (3.0 - 2.0 * share)).astype(np.float32)
    return shaded


def _changing(height: int, width: int, rng: np.random.Generator) -> Floats:
    cells = rng.uniform(1.0, 4.0) / max(height, width)
    grid = [max(math.ceil(side * cells), 1) + 1 for side in (height, width)]
    drawn = rng.normal(0.0, 1.0, grid).astype(np.float32)
    smooth = cv2.resize(drawn, (width, height), interpolation=cv2.INTER_CUBIC)
    return smooth.astype(np.float32)
