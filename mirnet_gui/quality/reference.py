"""Measures of a picture against its reference, by torchmetrics."""

from __future__ import annotations

import torch
from torch import Tensor
from torchmetrics.functional.image import (
    peak_signal_noise_ratio,
    structural_similarity_index_measure,
)


def psnr(output: Tensor, reference: Tensor) -> float:
    """Peak signal-to-noise ratio in dB of one RGB picture, without ground-truth-mean correction.

    Both (1, 3, H, W) in [0, 1]; the error is averaged over all channels, the peak is 1.
    """
    return float(peak_signal_noise_ratio(output, reference, data_range=(0.0, 1.0)))


def ssim(output: Tensor, reference: Tensor) -> float:
    """Structural similarity (Wang et al. 2004) of one RGB picture, mean over channels.

    Both (1, 3, H, W) in [0, 1], H and W at least 11: 11-tap Gaussian window, sigma 1.5.
    """
    measured = structural_similarity_index_measure(
        output, reference, gaussian_kernel=True, sigma=1.5, kernel_size=11, data_range=(0.0, 1.0)
    )
    assert isinstance(measured, torch.Tensor)  # noqa: S101 - a tuple comes on request only
    return float(measured)
