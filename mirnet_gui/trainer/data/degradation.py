"""Dark photographs made from well-lit ones, the way a camera would have seen them.

A photograph is brought to linear light, less light is let in (everywhere alike, unevenly, less
where the scene is dark anyway, or less where no lamp reaches), haze may lie over it, the sensor
adds its noise (photons: Poisson; read-out: Gaussian), the white balance errs, colours fade, and the
camera's own tone curve, 8 bits and JPEG follow. Ranges of the noise follow Brooks et al.,
"Unprocessing Images for Learned Raw Denoising" (CVPR 2019), section 3.1, moved down by a factor of
eight, because photographs that come out of a camera were denoised there already. That denoising
leaves grain and, more of it, blotches of colour: the correlation lengths drawn here cover those
measured in real dark photographs (neighbouring pixels 0.5 to 0.8 in luminance, 0.6 to 0.9 in
chrominance), and the coarser ones of large sensors.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from mirnet_gui.photo.values import LUMINANCE, Floats
from mirnet_gui.tone.curves import linear_to_srgb, srgb_to_linear
from mirnet_gui.trainer.data.illumination import EVEN, Illumination, draw_illumination, light_field
from mirnet_gui.trainer.data.stored import stored

_LIT_SHARE = 0.15
# Cameras turn up their gain as light goes, and their noise with it: 0.6 and the cap on read noise
# put the noise of evenly dark patches where it was measured in real dark photographs.
_GAIN_OF_ISO = 0.6
_MOST_READ = 5e-6
# LOL's darkest pairs ask for a gain of about 40.
_MOST_GAIN = 60.0


@dataclass(frozen=True, slots=True)
class Darkness:
    """How a photograph was taken: all that :func:`darken` does is told here.

    ``illumination`` is the light that came in; ``haze`` the share of the scene's light that is a
    veil of ``haze_level`` (linear, of the scene's own brightest); ``shot`` and ``read`` are the
    noise's variance per unit of light and at black; ``gains`` multiply R, G and B; ``saturation``
    what is coloured; ``curve`` is an exponent on the encoded picture, ``contrast`` the share of a
    smoothstep in it; ``grain`` and ``blotches`` are the standard deviations, in pixels, of the
    Gaussians that correlate the luminance and the chrominance of the noise without weakening it,
    and ``chroma`` is the share of its chrominance that the camera left; ``coarse`` is the share of
    the noise, as amplitude, whose correlations reach three times as far; ``jpeg`` is a JPEG quality
    (4:2:0) or None.
    """

    illumination: Illumination = EVEN
    haze: float = 0.0
    haze_level: float = 0.5
    shot: float = 1e-5
    read: float = 1e-7
    gains: tuple[float, float, float] = (1.0, 1.0, 1.0)
    saturation: float = 1.0
    curve: float = 1.0
    contrast: float = 0.0
    grain: float = 0.0
    blotches: float = 0.0
    chroma: float = 1.0
    coarse: float = 0.0
    jpeg: int | None = None

    @property
    def is_lit(self) -> bool:
        """Whether the photograph stays as well lit as it was."""
        return self.illumination == EVEN

    def seen_reduced(self, scale: float) -> Darkness:
        """The same photograph as a copy of ``scale`` in (0, 1] shows it: noise averages out."""
        return replace(
            self,
            shot=self.shot * scale**2,
            read=self.read * scale**2,
            grain=self.grain * scale,
            blotches=self.blotches * scale,
            jpeg=None if scale < 0.5 else self.jpeg,
        )


def draw_darkness(rng: np.random.Generator) -> Darkness:
    """A darkness such as real photographs have; one in seven is well lit and as it was."""
    if rng.random() < _LIT_SHARE:
        return Darkness()
    illumination = draw_illumination(rng)
    darkest = illumination.darkest
    shot = math.exp(rng.uniform(math.log(2e-5), math.log(1e-3))) * (0.5 / darkest) ** _GAIN_OF_ISO
    read = math.exp(2.18 * math.log(shot) + 1.2 + rng.normal(0.0, 0.26))
    grain = float(rng.uniform(0.0, 1.6) if rng.random() < 0.75 else rng.uniform(1.6, 3.2))
    cast = 0.2 if rng.random() < 0.12 else 0.07
    red, green, blue = np.exp(rng.normal(0.0, cast, 3)).tolist()
    return Darkness(
        illumination=illumination,
        haze=float(rng.uniform(0.02, 0.35)) if rng.random() < 0.2 else 0.0,
        haze_level=float(rng.uniform(0.1, 0.8)),
        shot=shot,
        read=min(read, _MOST_READ),
        gains=(red, green, blue),
        saturation=float(rng.uniform(0.6, 1.05)),
        curve=float(rng.uniform(0.85, 1.3)),
        contrast=float(rng.uniform(0.0, 0.6)) if rng.random() < 0.4 else 0.0,
        grain=grain,
        blotches=grain + float(rng.uniform(0.0, 2.0)),
        chroma=float(rng.uniform(0.3, 1.0)),
        jpeg=int(rng.integers(50, 98)) if rng.random() < 0.65 else None,
    )


def darken(picture: Floats, darkness: Darkness, rng: np.random.Generator) -> Floats:
    """The photograph ``picture`` (H, W, 3), sRGB in [0, 1], as taken in ``darkness``."""
    return dark_pair(picture, darkness, rng)[0]


def dark_pair(
    picture: Floats, darkness: Darkness, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """``picture`` as taken in ``darkness``, and what that is to be restored to, both (H, W, 3).

    The latter is ``picture`` itself, but for places which so little light came from that all of
    them would have to be invented: light is raised by 60 at most, so that a night stays a night.
    """
    if darkness == Darkness():
        return picture, picture
    field = light_field(picture, darkness.illumination, rng)
    light = srgb_to_linear(picture)
    return _taken(light * field, darkness, rng), _restored(picture, light, field)


def _taken(light: Floats, darkness: Darkness, rng: np.random.Generator) -> Floats:
    balanced = _faded(light, darkness) * np.array(darkness.gains, dtype=np.float32)
    noise = _noise(balanced, darkness, rng)
    encoded = linear_to_srgb(np.clip(balanced + noise, 0.0, 1.0)) ** darkness.curve
    curved = encoded + darkness.contrast * (encoded**2 * (3.0 - 2.0 * encoded) - encoded)
    return stored(curved.astype(np.float32), darkness.jpeg)


def _faded(light: Floats, darkness: Darkness) -> Floats:
    veil = darkness.haze_level * float(np.quantile(light, 0.98))
    hazy = light + np.float32(darkness.haze) * (np.float32(veil) - light)
    grey = (hazy @ LUMINANCE)[..., None]
    faded: Floats = (grey + (hazy - grey) * np.float32(darkness.saturation)).clip(0.0)
    return faded


def _restored(picture: Floats, light: Floats, field: Floats) -> Floats:
    share = np.minimum(_MOST_GAIN * field, np.float32(1.0))
    return picture if share.min() == 1.0 else linear_to_srgb(light * share)


def _noise(light: Floats, darkness: Darkness, rng: np.random.Generator) -> Floats:
    photons = rng.poisson(light / darkness.shot).astype(np.float32) * darkness.shot - light
    readout = rng.normal(0.0, math.sqrt(darkness.read), light.shape)
    noise = (photons + readout).astype(np.float32)
    luminance = (noise @ LUMINANCE)[..., None]
    chrominance = (noise - luminance) * np.float32(darkness.chroma)
    grain = _correlated(luminance, darkness.grain, darkness.coarse)
    return grain + _correlated(chrominance, darkness.blotches, darkness.coarse)


def _correlated(noise: Floats, deviation: float, coarse: float) -> Floats:
    if not coarse:
        return _spread(noise, deviation)[0]
    fine, narrow = _spread(noise, deviation)
    wide, broad = _spread(noise, 3.0 * deviation + 1.0)
    margin = (len(broad) - len(narrow)) // 2
    # Both are made of the same noise, so that their sum is stronger than that of strangers.
    alike = float(np.pad(narrow, ((margin, margin), (0, 0))).ravel() @ broad.ravel()) ** 2
    strength = math.sqrt((1.0 - coarse) ** 2 + coarse**2 + 2.0 * coarse * (1.0 - coarse) * alike)
    mixed = np.float32(1.0 - coarse) * fine + np.float32(coarse) * wide
    return np.divide(mixed, np.float32(strength), dtype=np.float32)


def _spread(noise: Floats, deviation: float) -> tuple[Floats, npt.NDArray[np.float64]]:
    """``noise`` correlated without weakening it, and the kernel, of norm 1, along each side."""
    if not deviation:
        return noise, np.ones((1, 1))
    kernel = cv2.getGaussianKernel(2 * math.ceil(3 * deviation) + 1, deviation)
    unit = np.asarray(kernel / np.linalg.norm(kernel), dtype=np.float64)
    spread = cv2.sepFilter2D(noise, cv2.CV_32F, unit, unit).reshape(noise.shape)
    return spread.astype(np.float32), unit
