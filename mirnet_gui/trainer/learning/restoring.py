"""A whole picture restored as the task of its network is in use, to measure it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import torch
from torch import Tensor

from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.photo.values import Floats, floats_of, reduced
from mirnet_gui.tone.affine_map import COPY_PIXELS, fit_map, reduction_to, relit
from mirnet_gui.tone.exposure import expose, exposure_gain
from mirnet_gui.tone.limits import limited
from mirnet_gui.trainer.data.examples import relit_by_reference
from mirnet_gui.trainer.learning.coarse_first import cleaned_coarse_first

Network = Callable[[Tensor], Tensor]


def restored(
    network: Network, config: MirnetConfig, low: Tensor, high: Tensor, *, lit: bool = False
) -> Tensor:
    """What ``network`` makes of ``low``, both (1, 3, H, W) in [0, 1], as its task is measured.

    ``enlarge`` (whose result is larger than ``low``) and ``whole`` by itself; ``denoise`` after
    copies of half the size and less;
    ``light`` on a small copy, carried to full size; ``detail`` on the picture relit by a map that
    was fitted to ``high``, which no user has: what is measured is the noise that is left. Where
    ``low`` was ``lit`` before, detail too is taken by itself.
    """
    task = config.task
    clean = partial(cleaned_coarse_first, network, halvings=config.halvings)
    if task == "enlarge":
        return network(low).float().clamp(0.0, 1.0)
    if task == "denoise" or (task == "detail" and lit):
        return clean(low)[0].float().clamp(0.0, 1.0)
    dark, reference = _floats(low), _floats(high)
    gain = exposure_gain(dark) if config.exposed or task == "detail" else 1.0
    scale = reduction_to(COPY_PIXELS, *dark.shape[:2])
    fed = expose(dark, gain)
    if task == "light":
        before, copy = (floats_of(reduced(each, scale)) for each in (dark, fed))
        wanted = limited(_floats(network(_tensor(copy, low))), copy, before, scale)
        result = _tensor(relit(fit_map(copy, wanted), fed), low)
    elif task == "detail":
        result = clean(_tensor(relit_by_reference(fed, reference, scale), low))[0]
    else:
        result = network(_tensor(fed, low))
    return result.float().clamp(0.0, 1.0)


def _floats(picture: Tensor) -> Floats:
    moved = picture[0].float().clamp(0.0, 1.0).permute(1, 2, 0).cpu().numpy()
    return np.ascontiguousarray(moved)


def _tensor(picture: Floats, like: Tensor) -> Tensor:
    return torch.from_numpy(picture).permute(2, 0, 1)[None].to(like.device)
