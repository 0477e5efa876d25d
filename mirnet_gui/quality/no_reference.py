"""What can be said of a picture without a reference. None of it says whether a picture is good."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, cast

import cv2
import numpy as np
import numpy.typing as npt

from mirnet_gui.language import mark

Picture = npt.NDArray[Any]
"""(H, W, 3) RGB: uint8, uint16 or float in [0, 1]."""
_Floats = npt.NDArray[np.float32]

# Measured on about this many pixels, every so many rows and columns: sums over more say the same.
_SAMPLED: Final = 1_000_000
# What needs neighbours is measured in so many bands, each of so many rows at least: where two
# meet that do not belong together, noise is measured wrongly.
_BANDS: Final = 16
_LEAST_ROWS: Final = 8
_BT_601: Final = np.array([[0.299, 0.587, 0.114]], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure that is told of a picture, in ``unit``; ``tooltip`` says what it means and not."""

    name: str
    label: str
    unit: str
    tooltip: str
    digits: int
    of: Callable[[Sample], float]


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """About a megapixel of a picture: ``rgb`` and ``luma`` in 0..255, taken at even distances.

    ``patches`` are whole pieces of its luma, for what needs neighbours.
    """

    rgb: _Floats
    luma: _Floats
    patches: _Floats


def measured(picture: Picture) -> dict[str, float]:
    """All of :data:`MEASURES` of ``picture``, by name."""
    sample = sample_of(picture)
    return {measure.name: measure.of(sample) for measure in MEASURES}


def sample_of(picture: Picture) -> Sample:
    """What the measures look at."""
    stride = max(int((picture.shape[0] * picture.shape[1] / _SAMPLED) ** 0.5), 1)
    rgb = _scaled(picture[::stride, ::stride])
    return Sample(rgb, _luma(rgb), _luma(_scaled(_pieces(picture))))


def _pieces(picture: Picture) -> Picture:
    """Bands of whole rows, evenly spread, of about a megapixel together."""
    height, width = picture.shape[:2]
    rows = max(_SAMPLED // width // _BANDS, _LEAST_ROWS)
    if height <= _BANDS * rows:
        return picture
    starts = np.linspace(0, height - rows, _BANDS).astype(int)
    return np.concatenate([picture[top : top + rows] for top in starts])


def _scaled(picture: Picture) -> _Floats:
    peak = np.iinfo(picture.dtype).max if np.issubdtype(picture.dtype, np.integer) else 1.0
    return np.asarray(np.clip(picture, 0, peak) * (255.0 / peak), dtype=np.float32)


def _luma(rgb: _Floats) -> _Floats:
    return cast(_Floats, cv2.transform(np.ascontiguousarray(rgb), _BT_601))


def _mean(sample: Sample) -> float:
    return float(sample.luma.mean(dtype=np.float64))


def _contrast(sample: Sample) -> float:
    return float(sample.luma.std(dtype=np.float64))


def _noise(sample: Sample) -> float:
    height, width = sample.patches.shape
    if min(height, width) < 3:
        return 0.0
    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], dtype=np.float32)
    response = np.abs(cv2.filter2D(sample.patches, -1, kernel)[1:-1, 1:-1])
    # The median in place of Immerkaer's mean: edges answer as well, but they are the fewer.
    return float(np.median(response)) / (0.6745 * 6.0)


def _shadows(sample: Sample) -> float:
    return 100.0 * float((sample.rgb.max(axis=2) < 0.5).mean())


def _highlights(sample: Sample) -> float:
    return 100.0 * float((sample.rgb.max(axis=2) > 254.5).mean())


def _entropy(sample: Sample) -> float:
    counts = np.bincount(np.rint(sample.luma).astype(np.int64).ravel(), minlength=256)
    shares = counts[counts > 0] / counts.sum()
    return float(-(shares * np.log2(shares)).sum()) + 0.0


def _colour_shift(sample: Sample) -> float:
    lab = cv2.cvtColor(np.ascontiguousarray(sample.rgb / np.float32(255.0)), cv2.COLOR_RGB2Lab)
    return float(np.hypot(*(lab[..., c].mean(dtype=np.float64) for c in (1, 2))))


MEASURES: Final = (
    Measure(
        "mean",
        mark("Mean luminance"),
        "/ 255",
        mark(
            "How bright it is on average (BT.601 luma). A night may well be "
            "dark: more is not better."
        ),
        0,
        _mean,
    ),
    Measure(
        "contrast",
        mark("Contrast"),
        "/ 255",
        mark(
            "Standard deviation of the luminance (RMS contrast). Noise and halos count as contrast."
        ),
        0,
        _contrast,
    ),
    Measure(
        "noise",
        mark("Noise"),
        "/ 255",
        mark(
            "Standard deviation of fine grain, after Immerkaer (1996). Fine "
            "texture counts as noise, and a blurred picture has none."
        ),
        1,
        _noise,
    ),
    Measure(
        "shadows",
        mark("Clipped shadows"),
        "%",
        mark(
            "Places where all channels are black. It does not say whether "
            "anything was there to see."
        ),
        1,
        _shadows,
    ),
    Measure(
        "highlights",
        mark("Clipped highlights"),
        "%",
        mark("Places where a channel is at its end. Lamps are so in the photograph already."),
        1,
        _highlights,
    ),
    Measure(
        "entropy",
        mark("Entropy"),
        mark("bit"),
        mark(
            "How evenly grey levels are used, 8 at most. Equalization makes it "
            "so by construction, and noise raises it."
        ),
        2,
        _entropy,
    ),
    Measure(
        "colour_shift",
        mark("Colour shift"),
        "ΔE",
        mark(
            "How far the mean colour is from grey (CIE Lab). A sunset has a "
            "shift of its own: compare it with that of the photograph."
        ),
        1,
        _colour_shift,
    ),
)
"""In the order in which they are shown."""
