"""Between the pixels of a photograph and what a network takes and gives."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from mirnet_gui.errors import WeightsError
from mirnet_gui.language import tr
from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.values import Floats, floats_of
from mirnet_gui.tone.exposure import exposure_gain, sampled_places, sampling_stride

# Networks overshoot by tenths, and those that work on 0 to 255 or overflow give this many times
# more than white all over.
_FAR_AWAY, _SAMPLED = 8.0, 256


def gain_of(pixels: Pixels, config: MirnetConfig) -> float:
    """The gain that a network of ``config`` wants the photograph ``pixels`` exposed with."""
    stride = sampling_stride(*pixels.shape[:2])
    places = [sampled_places(side, stride) or [0] for side in pixels.shape[:2]]
    return exposure_gain(floats_of(pixels[np.ix_(*places)])) if config.exposed else 1.0


def to_tensor(pixels: Pixels) -> Tensor:
    """(H, W, 3) pixels, or floats in [0, 1], as (1, 3, H, W) in [0, 1]."""
    return torch.from_numpy(floats_of(pixels)).permute(2, 0, 1)[None]


def checked(made: Floats, network: str) -> Floats:
    """``made``, what ``network`` (a name for the user) gave in place of a picture in [0, 1].

    Raises :class:`WeightsError` when it is none: where it has values that are no finite numbers, or
    most are far away from [0, 1]. They would become white or black.
    """
    if not np.isfinite(made).all():
        raise WeightsError(
            tr("{network} gave no picture: some of its values are not numbers.", network=network),
            tr("Its weights do not suit this photograph: choose others."),
        )
    down, across = (max(side // _SAMPLED, 1) for side in made.shape[-2:])
    if np.median(np.abs(made[..., ::down, ::across])) > _FAR_AWAY:
        raise WeightsError(
            tr(
                "{network} gave no picture: its values are far beyond the range from 0 to 1.",
                network=network,
            ),
            tr("Choose other weights, or a network that works on values from 0 to 1."),
        )
    return made


def to_floats(picture: Tensor, height: int, width: int) -> Floats:
    """The ``height`` x ``width`` at the corner of what MIRNet gave (1, 3, ...), as (H, W, 3).

    Raises :class:`WeightsError` when it is no picture, see :func:`checked`.
    """
    return checked(picture.numpy(), tr("The network"))[0, :, :height, :width].transpose(1, 2, 0)
