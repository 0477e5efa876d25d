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

from mirnet_gui.network.mirnet import Mirnet, channels_last
from mirnet_gui.photo.pairs import paired_folder
from mirnet_gui.photo.photo import peak_of
from mirnet_gui.quality.reference import psnr, ssim
from mirnet_gui.trainer.data.pairs import PictureCache, to_tensor
from mirnet_gui.trainer.learning.restoring import restored


@dataclass(frozen=True, slots=True)
class PictureFigures:
    """PSNR in dB and SSIM of one picture, at full size, in RGB; also of its input as it was."""

    name: str
    psnr: float
    ssim: float
    input_psnr: float
    input_ssim: float


def evaluate(
    network: Mirnet, pairs: Path, device: torch.device, told: Callable[[PictureFigures], None]
) -> list[PictureFigures]:
    """Restore every ``pairs/low`` whole, clamp to [0, 1] and compare with ``pairs/high``.

    Results are measured as they would be saved, rounded to the depth of ``low``, like those of
    ``mirnet-gui evaluate``. Nothing is adjusted to the reference: no ground-truth-mean correction,
    no alignment. ``told`` hears of every picture as it is done.
    """
    network = channels_last(network.eval().to(device))
    figures = []
    with torch.inference_mode():
        for pair in paired_folder(pairs):
            pictures = PictureCache().read_pair(pair)
            low, high = (to_tensor(pixels)[None].to(device) for pixels in pictures)
            output = _rounded(restored(network, network.config, low, high), pictures[0].dtype)
            result, unchanged = _measure(output, high), _measure(low, high)
            figures.append(PictureFigures(pair.low.stem, *result, *unchanged))
            told(figures[-1])
    return figures


def _rounded(output: Tensor, depth: np.dtype[Any]) -> Tensor:
    if not np.issubdtype(depth, np.integer):
        return output
    return torch.round(output * peak_of(depth)) / peak_of(depth)


def _measure(output: Tensor, reference: Tensor) -> tuple[float, float]:
    return psnr(output, reference), ssim(output, reference)


def mean_figures(figures: list[PictureFigures]) -> dict[str, float]:
    """Mean over pictures of each per-picture figure, by its name."""
    names = ("psnr", "ssim", "input_psnr", "input_ssim")
    return {name: fmean(getattr(picture, name) for picture in figures) for name in names}
