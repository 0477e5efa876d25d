"""How good a network is on a paired folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch

from mirnet_gui.network.mirnet import Mirnet, channels_last
from mirnet_gui.quality.reference import psnr, ssim
from mirnet_gui.trainer.pairs import PairDataset


@dataclass(frozen=True, slots=True)
class PictureFigures:
    """PSNR in dB and SSIM of one picture, at full size, in RGB."""

    name: str
    psnr: float
    ssim: float


def evaluate(
    network: Mirnet, pairs: Path, device: torch.device, told: Callable[[PictureFigures], None]
) -> list[PictureFigures]:
    """Restore every ``pairs/low`` whole, clamp to [0, 1] and compare with ``pairs/high``.

    Nothing is adjusted to the reference: no ground-truth-mean correction, no alignment. ``told``
    hears of every picture as it is done.
    """
    network = channels_last(network.eval().to(device))
    dataset = PairDataset(pairs)
    figures = []
    with torch.inference_mode():
        for index, pair in enumerate(dataset.pairs):
            low, high = (picture[None].to(device) for picture in dataset[index])
            output = network(low.contiguous(memory_format=torch.channels_last)).clamp(0.0, 1.0)
            figures.append(PictureFigures(pair.low.stem, psnr(output, high), ssim(output, high)))
            told(figures[-1])
    return figures


def mean_figures(figures: list[PictureFigures]) -> tuple[float, float]:
    """Mean over pictures of the per-picture PSNR and SSIM."""
    count = len(figures)
    return sum(f.psnr for f in figures) / count, sum(f.ssim for f in figures) / count
