from __future__ import annotations

import numpy as np
import pytest
import torch
from skimage import data, metrics

from mirnet_gui.quality.reference import psnr, ssim


@pytest.fixture(scope="module")
def pair() -> tuple[np.ndarray, np.ndarray]:
    clean = data.astronaut()[:96, :128]
    noise = np.random.default_rng(0).normal(0, 12, clean.shape)
    return np.clip(clean + noise, 0, 255) / 255, clean / 255


def _tensor(picture: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(picture.transpose(2, 0, 1)[None]).float()


def test_psnr_is_scikit_image_s(pair: tuple[np.ndarray, np.ndarray]) -> None:
    noisy, clean = pair
    expected = metrics.peak_signal_noise_ratio(clean, noisy, data_range=1.0)
    assert psnr(_tensor(noisy), _tensor(clean)) == pytest.approx(expected, abs=1e-3)


def test_ssim_is_scikit_image_s(pair: tuple[np.ndarray, np.ndarray]) -> None:
    noisy, clean = pair
    expected = metrics.structural_similarity(
        clean, noisy, data_range=1.0, channel_axis=2, gaussian_weights=True, sigma=1.5,
        use_sample_covariance=False,
    )  # fmt: skip
    assert ssim(_tensor(noisy), _tensor(clean)) == pytest.approx(expected, abs=3e-3)


def test_a_large_picture_is_measured_in_strips_to_the_same_figure(
    pair: tuple[np.ndarray, np.ndarray],
) -> None:
    noisy, clean = _tensor(pair[0]), _tensor(pair[1])
    whole = ssim(noisy, clean)
    assert ssim(noisy, clean, strip=128 * 7) == pytest.approx(whole, abs=1e-6)


def test_brightness_counts(pair: tuple[np.ndarray, np.ndarray]) -> None:
    _, clean = pair
    assert psnr(_tensor(clean * 0.5), _tensor(clean)) < 15
