from __future__ import annotations

import numpy as np
import pytest
import torch
from skimage import data, filters
from torch import Tensor
from torch.nn import functional
from torchmetrics.functional.image import multiscale_structural_similarity_index_measure

from mirnet_gui.trainer.config import Loss
from mirnet_gui.trainer.learning.loss import (
    TrainingLoss,
    charbonnier,
    edge,
    frequency,
    lack_of_psnr,
    ms_ssim,
    pyramid,
)


@pytest.fixture
def photograph() -> Tensor:
    return _tensor(data.astronaut()[:96, :96] / 255)


def _tensor(picture: np.ndarray) -> Tensor:
    return torch.from_numpy(picture.astype(np.float32)).permute(2, 0, 1)[None]


def test_charbonnier_is_its_formula() -> None:
    output, reference = torch.tensor([0.0, 0.3]), torch.tensor([0.0, 0.7])
    assert float(charbonnier(output, reference)) == pytest.approx((1e-3 + (0.16 + 1e-6) ** 0.5) / 2)


def test_every_patch_counts_by_its_decibels() -> None:
    reference = torch.zeros(2, 3, 8, 8)
    errors = torch.tensor([0.1, 0.01])[:, None, None, None]
    lack = lack_of_psnr(reference + errors, reference)
    assert float(lack) == pytest.approx(0.01 * (60 - (20 + 40) / 2), abs=1e-3)
    better = [lack_of_psnr(reference + errors * scale, reference) for scale in _each_halved()]
    assert float(better[0]) == pytest.approx(float(better[1]), rel=0.02)
    assert float(lack_of_psnr(reference, reference)) == 0.0


def _each_halved() -> Tensor:
    return torch.tensor([[0.5, 1.0], [1.0, 0.5]])[:, :, None, None, None]


@pytest.mark.parametrize("term", [edge, frequency, ms_ssim])
def test_detail_terms_mind_blur_more_than_brightness(term: object, photograph: Tensor) -> None:
    blurred = _tensor(filters.gaussian(photograph[0].permute(1, 2, 0).numpy(), 2, channel_axis=2))
    distance = float((blurred - photograph).abs().mean())
    brighter = photograph + distance
    assert float(term(blurred, photograph)) > 1.2 * float(term(brighter, photograph))
    assert float(term(photograph, photograph)) < 2e-3


def test_ms_ssim_takes_small_patches_and_agrees_with_its_library_on_large_ones() -> None:
    picture = _tensor(data.astronaut()[:192, :192] / 255)
    noisy = (picture + 0.1 * torch.randn_like(picture)).clamp(0, 1)
    reference = multiscale_structural_similarity_index_measure(noisy, picture, data_range=1.0)
    assert 1.0 - float(ms_ssim(noisy, picture)) == pytest.approx(float(reference), abs=2e-3)
    assert 0 < float(ms_ssim(noisy[..., :32, :32], picture[..., :32, :32])) < 1


def test_terms_add_up_by_their_weights(photograph: Tensor) -> None:
    output = photograph * 0.8
    total = TrainingLoss(Loss(kind="l1", edge=0.5, frequency=0.1, ms_ssim=0.2))(output, photograph)
    parts = 0.5 * edge(output, photograph) + 0.1 * frequency(output, photograph)
    parts = parts + 0.2 * ms_ssim(output, photograph) + (output - photograph).abs().mean()
    assert float(total) == pytest.approx(float(parts), rel=1e-5)


def test_every_term_can_be_learnt_from(photograph: Tensor) -> None:
    output = (photograph * 0.5).requires_grad_()
    TrainingLoss(Loss(edge=0.1, frequency=0.1, ms_ssim=0.1, pyramid=0.1))(
        output, photograph
    ).backward()
    assert output.grad is not None
    assert torch.isfinite(output.grad).all()
    assert output.grad.abs().sum() > 0


def test_coarse_grain_is_seen_best_by_the_pyramid(photograph: Tensor) -> None:
    """Grain of some pixels, in a picture that is too bright and a little soft."""
    soft = functional.avg_pool2d(photograph, 3, stride=1, padding=1) + 0.1
    noise = torch.randn(photograph.shape, generator=torch.Generator().manual_seed(1))
    grain = 0.1 * functional.avg_pool2d(noise, 5, stride=1, padding=2)
    gain = {}
    for term in (charbonnier, edge, frequency, pyramid):
        noisy, calmer = term(soft + grain, photograph), term(soft + grain / 2, photograph)
        gain[term] = 1.0 - float(calmer) / float(noisy)
    assert gain[pyramid] == max(gain.values())
    assert gain[pyramid] > 1.5 * gain[frequency] > 0


def test_noise_is_seen_through_a_wrong_exposure(photograph: Tensor) -> None:
    """By the detail terms; where all is too bright, less noise is nothing to Charbonnier."""
    too_bright = photograph + 0.2
    noise = 0.03 * torch.randn(photograph.shape, generator=torch.Generator().manual_seed(1))
    gain = {}
    for term in (charbonnier, frequency, edge):
        noisy, calmer = (
            term(too_bright + noise, photograph),
            term(too_bright + noise / 2, photograph),
        )
        gain[term] = 1.0 - float(calmer) / float(noisy)
    assert abs(gain[charbonnier]) < 0.01
    assert gain[frequency] > 0.3
    assert gain[edge] > 0.3
