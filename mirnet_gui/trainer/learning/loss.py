"""What training makes small. All terms take (N, 3, H, W) in about [0, 1] and give one number."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional
from torchmetrics.functional.image import (
    multiscale_structural_similarity_index_measure,
    structural_similarity_index_measure,
)

from mirnet_gui.trainer.config import Loss

# Wang et al. (2003), table 1: the finest scale first. Small patches have room for the first few.
_MS_SSIM_WEIGHTS = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333)
_MS_SSIM_WINDOW = 11
# Bands of about 1, 2, 4 and 8 pixels: the sizes that grain has.
_PYRAMID_LEVELS = 4


def charbonnier(output: Tensor, reference: Tensor, eps: float = 1e-3) -> Tensor:
    """Mean of ``sqrt((output - reference)^2 + eps^2)`` (paper, section 3, eps = 1e-3)."""
    return torch.sqrt((output - reference).square() + eps**2).mean()


def lack_of_psnr(output: Tensor, reference: Tensor, eps: float = 1e-3) -> Tensor:
    """What the mean PSNR of the patches lacks to that of an error of ``eps``, in hundreds of dB.

    Chen et al., "HINet: Half Instance Normalization Network for Image Restoration" (CVPRW 2021),
    section 3.3. Each patch counts by the logarithm of its error: one that is nearly clean as much
    as a noisy one, and one whose reference was exposed otherwise no more than that.
    """
    errors = (output - reference).float().square().mean((1, 2, 3))
    return 0.1 * torch.log10(errors / eps**2 + 1.0).mean()


def edge(output: Tensor, reference: Tensor, eps: float = 1e-3) -> Tensor:
    """Charbonnier between the Laplacians (Zamir et al., "MPRNet", CVPR 2021, equation 3)."""
    return charbonnier(_laplacian(output), _laplacian(reference), eps)


def _laplacian(picture: Tensor) -> Tensor:
    kernel = picture.new_tensor([[0.0, 1.0, 0.0], [1.0, -4.0, 1.0], [0.0, 1.0, 0.0]])
    channels = picture.shape[1]
    return functional.conv2d(picture, kernel.expand(channels, 1, 3, 3), groups=channels)


def pyramid(output: Tensor, reference: Tensor, eps: float = 1e-3) -> Tensor:
    """Mean of the Charbonniers between the levels of Laplacian pyramids, all alike.

    As in Bojanowski et al., "Optimizing the Latent Space of Generative Networks" (ICML 2018),
    section 2.2, without the level that holds the brightness of the whole. Grain of every size
    counts alike; to the other terms, coarse grain is a few coefficients among many, or lies below
    the error of exposure.
    """
    # The pyramid is linear, so that of the difference is the difference of both.
    bands: list[Tensor] = []
    rest = output - reference
    while len(bands) < _PYRAMID_LEVELS and min(rest.shape[-2:]) > 1:
        halved = functional.avg_pool2d(rest, 2)
        doubled = functional.interpolate(
            halved, size=rest.shape[-2:], mode="bilinear", align_corners=False
        )
        bands.append(torch.sqrt((rest - doubled).square() + eps**2).mean())
        rest = halved
    return torch.stack(bands).mean()


def frequency(output: Tensor, reference: Tensor) -> Tensor:
    """Mean distance of the Fourier coefficients (Cho et al., "MIMO-UNet", ICCV 2021, eq. 7)."""
    # Half precision has no Fourier transform of every size.
    difference: Tensor = torch.fft.rfft2((output - reference).float(), norm="ortho").abs()
    return difference.mean()


def ssim(output: Tensor, reference: Tensor) -> Tensor:
    """1 - SSIM (Wang et al. 2004), 11-tap Gaussian window, of patches of 11 pixels or more."""
    measured = structural_similarity_index_measure(
        output.float().clamp(0.0, 1.0), reference.float(), data_range=1.0
    )
    return 1.0 - cast(Tensor, measured)


def ms_ssim(output: Tensor, reference: Tensor) -> Tensor:
    """1 - MS-SSIM (Wang et al. 2003) over as many scales, up to five, as the patch has room for."""
    shorter = min(output.shape[-2:])
    # torchmetrics' own condition for so many scales.
    scales = sum(shorter // max(scale, 1) ** 2 >= _MS_SSIM_WINDOW for scale in range(5))
    weights = _MS_SSIM_WEIGHTS[: max(scales, 1)]
    measured = multiscale_structural_similarity_index_measure(
        output.float().clamp(0.0, 1.0),
        reference.float(),
        data_range=1.0,
        betas=tuple(weight / sum(weights) for weight in weights),
        normalize="relu",
    )
    return 1.0 - measured


Term = Callable[[Tensor, Tensor], Tensor]


class TrainingLoss(nn.Module):
    """The configured base term plus the others by their weights."""

    def __init__(self, loss: Loss) -> None:
        super().__init__()
        self._loss = loss
        others = (
            (loss.ssim, ssim),
            (loss.ms_ssim, ms_ssim),
            (loss.edge, edge),
            (loss.frequency, frequency),
            (loss.pyramid, pyramid),
        )
        self._others: list[tuple[float, Term]] = [(w, term) for w, term in others if w]

    def forward(self, output: Tensor, reference: Tensor) -> Tensor:
        """One number from two tensors of the same shape."""
        total = self._base(output, reference)
        for weight, term in self._others:
            total = total + weight * term(output, reference)
        return total

    def _base(self, output: Tensor, reference: Tensor) -> Tensor:
        if self._loss.kind == "l1":
            return functional.l1_loss(output, reference)
        base = lack_of_psnr if self._loss.kind == "psnr" else charbonnier
        return base(output, reference, self._loss.eps)
