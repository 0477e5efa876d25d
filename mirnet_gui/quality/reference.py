"""Measures of a picture against its reference, by torchmetrics."""

from __future__ import annotations

from typing import Final

from torch import Tensor
from torchmetrics.functional.image import (
    peak_signal_noise_ratio,
    structural_similarity_index_measure,
)

# How far from a pixel its window sees.
_REACH: Final = 5
_LUMA: Final = (65.481, 128.553, 24.966)


def psnr(output: Tensor, reference: Tensor) -> float:
    """Peak signal-to-noise ratio in dB of one picture, without ground-truth-mean correction.

    Both (1, C, H, W) in [0, 1]; the error is averaged over all channels, the peak is 1.
    """
    return float(peak_signal_noise_ratio(output, reference, data_range=(0.0, 1.0)))


def luma(picture: Tensor) -> Tensor:
    """Y of ITU-R BT.601, (1, 1, H, W) in [16 / 255, 235 / 255], of (1, 3, H, W) in [0, 1]."""
    shares = picture.new_tensor(_LUMA)[None, :, None, None]
    return (16.0 + (shares * picture).sum(dim=1, keepdim=True)) / 255.0


def ssim(output: Tensor, reference: Tensor, *, strip: int = 1_000_000) -> float:
    """Structural similarity (Wang et al. 2004) of one RGB picture, mean over channels.

    Both (1, 3, H, W) in [0, 1], H and W at least 11: 11-tap Gaussian window, sigma 1.5. Large
    pictures are measured in strips of so many pixels, since torchmetrics takes 400 bytes of memory
    for each.
    """
    height, width = output.shape[-2:]
    rows = max(strip // width, 1)
    total = 0.0
    for top in range(0, height, rows):
        bottom, above = min(top + rows, height), max(top - _REACH, 0)
        seen = slice(above, bottom + _REACH)
        local = _local_ssim(output[..., seen, :], reference[..., seen, :])
        total += float(local[..., top - above : bottom - above, :].mean()) * (bottom - top)
    return total / height


def _local_ssim(output: Tensor, reference: Tensor) -> Tensor:
    _, local = structural_similarity_index_measure(
        output,
        reference,
        gaussian_kernel=True,
        sigma=1.5,
        kernel_size=11,
        data_range=(0.0, 1.0),
        return_full_image=True,
    )
    return local
