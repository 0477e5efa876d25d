"""How good a network is on a paired folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
import torch
from torch import Tensor

from mirnet_gui.errors import DataError
from mirnet_gui.inference.devices import choose_device
from mirnet_gui.inference.engine import Engine
from mirnet_gui.inference.opening import open_restorer
from mirnet_gui.language import tr
from mirnet_gui.network.catalog import WeightsEntry, only_pass
from mirnet_gui.network.checkpoints import load_weights
from mirnet_gui.network.mirnet import Mirnet, channels_last
from mirnet_gui.photo.pairs import Pair, is_paired, paired_folder, pictures_in
from mirnet_gui.photo.photo import Pixels, peak_of
from mirnet_gui.photo.sizes import enlarged
from mirnet_gui.progress import CancelToken, silent
from mirnet_gui.quality.reference import luma, psnr, ssim
from mirnet_gui.trainer.data.pairs import PictureCache, reduced_pair, to_tensor
from mirnet_gui.trainer.learning.restoring import restored


@dataclass(frozen=True, slots=True)
class PictureFigures:
    """PSNR in dB and SSIM of one picture, at full size, in RGB; also of its input as it was.

    The input of a network that enlarges is enlarged bicubically. ``psnr_y`` is of luma alone
    (ITU-R BT.601), as papers on enlarging have it.
    """

    name: str
    psnr: float
    ssim: float
    psnr_y: float
    input_psnr: float
    input_ssim: float
    input_psnr_y: float


Restore = Callable[[Pixels, Pixels], Tensor]
"""Makes of a dark picture (H, W, 3) its result (1, 3, H, W) in [0, 1]; it may see the reference."""


def by_network(network: Mirnet, device: torch.device) -> Restore:
    """By one network, whole pictures at once, as its task is measured."""
    network = channels_last(network.eval().to(device))

    def restore(low: Pixels, high: Pixels) -> Tensor:
        pictures = (to_tensor(each)[None].to(device) for each in (low, high))
        return restored(network, network.config, *pictures).cpu()

    return restore


def by_set(entry: WeightsEntry, device: str) -> Restore:
    """By a set of weights: of two passes as the program does it, of one by its network.

    Raises :class:`mirnet_gui.errors.WeightsError` and :class:`mirnet_gui.errors.DeviceError`.
    """
    if len(entry.passes) == 1:
        only = only_pass(entry)
        return by_network(load_weights(only.path, only.sha256), choose_device(device))
    restorer = open_restorer(entry.passes, Engine(device=device))

    def restore(low: Pixels, _high: Pixels) -> Tensor:
        return to_tensor(restorer.restore(low, silent, CancelToken()).finished)[None]

    return restore


def evaluate(
    restore: Restore,
    pairs: Path,
    measured: Callable[[PictureFigures], None],
    failed: Callable[[Pair, Exception], None] | None = None,
    scale: int = 1,
) -> list[PictureFigures]:
    """Restore every ``pairs/low`` and compare it with ``pairs/high``, ``scale`` times as large.

    Of a network that enlarges, ``pairs`` may also be a folder of pictures, which are reduced
    bicubically; as many pixels as the scale are then cut off along the border.

    Results are measured as they would be saved, rounded to the depth of ``low``, like those of
    ``mirnet-gui evaluate``. Nothing is adjusted to the reference: no ground-truth-mean correction,
    no alignment. ``measured`` hears of every picture as it is done, ``failed`` of every one that
    could not be, without which the first one is raised. Raises :class:`DataError` when none could.
    """
    figures = []
    is_reduced = scale > 1 and not is_paired(pairs)
    found = [Pair(path, path) for path in pictures_in(pairs)] if is_reduced else None
    for pair in found or paired_folder(pairs):
        try:
            pictures = (
                reduced_pair(pair.low, scale)
                if is_reduced
                else PictureCache().read_pair(pair, scale)
            )
            figures.append(_figures(restore, pair.low.stem, pictures, scale, is_reduced))
        except Exception as error:
            if failed is None:
                raise
            failed(pair, error)
        else:
            measured(figures[-1])
    if not figures:
        raise DataError(
            tr("No pair of {pairs} could be measured.", pairs=pairs),
            tr("See what was said of each."),
        )
    return figures


@torch.inference_mode()
def _figures(
    restore: Restore, name: str, pictures: tuple[Pixels, Pixels], scale: int, is_reduced: bool
) -> PictureFigures:
    low, high = pictures
    output = _rounded(restore(low, high), low.dtype)
    start = to_tensor(enlarged(low, scale) if scale > 1 else low)[None]
    border = scale if is_reduced else 0
    seen = (..., slice(border, -border or None), slice(border, -border or None))
    wanted = to_tensor(high)[None][seen]
    return PictureFigures(name, *_measure(output[seen], wanted), *_measure(start[seen], wanted))


def _rounded(output: Tensor, depth: np.dtype[Any]) -> Tensor:
    if not np.issubdtype(depth, np.integer):
        return output
    return torch.round(output * peak_of(depth)) / peak_of(depth)


def _measure(output: Tensor, reference: Tensor) -> tuple[float, float, float]:
    of_luma = psnr(luma(output), luma(reference))
    return psnr(output, reference), ssim(output, reference), of_luma


def mean_figures(figures: list[PictureFigures]) -> dict[str, float]:
    """Mean over pictures of each per-picture figure, by its name."""
    names = ("psnr", "ssim", "psnr_y", "input_psnr", "input_ssim", "input_psnr_y")
    return {name: fmean(getattr(picture, name) for picture in figures) for name in names}
