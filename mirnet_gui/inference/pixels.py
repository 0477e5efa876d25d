"""Between the pixels of a photograph and what a network takes and gives."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.values import floats_of, from_floats
from mirnet_gui.tone.exposure import exposure_gain, sampled_places, sampling_stride


def gain_of(pixels: Pixels, config: MirnetConfig) -> float:
    """The gain that a network of ``config`` wants the photograph ``pixels`` exposed with."""
    stride = sampling_stride(*pixels.shape[:2])
    places = [sampled_places(side, stride) or [0] for side in pixels.shape[:2]]
    return exposure_gain(floats_of(pixels[np.ix_(*places)])) if config.exposed else 1.0


def to_tensor(pixels: Pixels) -> Tensor:
    """(H, W, 3) pixels, or floats in [0, 1], as (1, 3, H, W) in [0, 1]."""
    return torch.from_numpy(floats_of(pixels)).permute(2, 0, 1)[None]


def to_pixels(picture: Tensor, like: Pixels) -> Pixels:
    """The picture (1, 3, H or more, W or more) as pixels of the size and dtype of ``like``."""
    height, width = like.shape[:2]
    return from_floats(picture[0, :, :height, :width].permute(1, 2, 0).numpy(), like.dtype)
