"""Between the pixels of a photograph and what a network takes and gives."""

from __future__ import annotations

from typing import Any, cast

import cv2
import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.network.exposure import exposure_gain, sampled_places, sampling_stride
from mirnet_gui.photo.photo import Pixels, peak_of


def gain_of(pixels: Pixels, config: MirnetConfig) -> float:
    """The gain that a network of ``config`` wants the photograph ``pixels`` exposed with."""
    stride = sampling_stride(*pixels.shape[:2])
    places = [sampled_places(side, stride) or [0] for side in pixels.shape[:2]]
    return exposure_gain(to_tensor(pixels[np.ix_(*places)]), config)


def floats_of(pixels: Pixels) -> npt.NDArray[np.float32]:
    """The same pixels in [0, 1]."""
    return np.ascontiguousarray(pixels, dtype=np.float32) / np.float32(peak_of(pixels.dtype))


def from_floats(floats: npt.NDArray[np.float32], dtype: np.dtype[Any]) -> Pixels:
    """Pixels of ``dtype`` from values that are nominally in [0, 1]."""
    scaled = floats.clip(0.0, 1.0) * np.float32(peak_of(dtype))
    rounded = scaled if dtype == np.float32 else np.rint(scaled)
    return np.ascontiguousarray(rounded, dtype=dtype)


def to_tensor(pixels: Pixels) -> Tensor:
    """(H, W, 3) pixels as (1, 3, H, W) in [0, 1]."""
    return torch.from_numpy(floats_of(pixels)).permute(2, 0, 1)[None]


def to_pixels(picture: Tensor, like: Pixels) -> Pixels:
    """The picture (1, 3, H or more, W or more) as pixels of the size and dtype of ``like``."""
    height, width = like.shape[:2]
    return from_floats(picture[0, :, :height, :width].permute(1, 2, 0).numpy(), like.dtype)


def reduced(pixels: Pixels, reduction: float) -> Pixels:
    """A copy whose sides are ``reduction`` in (0, 1] of those of ``pixels``, averaged."""
    if reduction >= 1.0:
        return pixels
    size = [max(round(side * reduction), 1) for side in pixels.shape[1::-1]]
    return cast(Pixels, cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))
