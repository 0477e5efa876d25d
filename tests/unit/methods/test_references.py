"""Classical methods against libraries and against what their publications say."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from scipy.sparse import diags
from scipy.sparse.linalg import spsolve
from skimage import data, exposure
from skimage.metrics import peak_signal_noise_ratio

from mirnet_gui.methods.bimef import exposed
from mirnet_gui.methods.exposure_regions import curve_of, thresholds_of
from mirnet_gui.methods.illumination import Weights, smoothed, steps
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.progress import CancelToken
from tests.unit.methods.applying import apply, at_depth


def through(pixels: Pixels, there: int, back: int, channel: int, change: object) -> Pixels:
    """As the field does it with OpenCV: 8 bits into a colour space, one channel, and back."""
    converted = cv2.cvtColor(pixels, there)
    converted[..., channel] = change(converted[..., channel])
    return cv2.cvtColor(converted, back)


def test_equalization_of_each_channel_is_opencv_s(night: Pixels) -> None:
    split = [cv2.equalizeHist(np.ascontiguousarray(night[..., c])) for c in range(3)]
    assert np.array_equal(apply("he:channel=rgb", night), np.dstack(split))


def test_equalization_of_l_is_opencv_s(night: Pixels) -> None:
    expected = through(night, cv2.COLOR_RGB2Lab, cv2.COLOR_Lab2RGB, 0, cv2.equalizeHist)
    assert np.array_equal(apply("he:channel=l", night), expected)


@pytest.mark.parametrize(
    ("text", "there", "back", "channel"),
    [
        ("he", cv2.COLOR_RGB2HSV, cv2.COLOR_HSV2RGB, 2),
        ("he:channel=y", cv2.COLOR_RGB2YCrCb, cv2.COLOR_YCrCb2RGB, 0),
    ],
)
def test_equalization_of_v_and_y_is_opencv_s_but_for_its_rounding_of_colours(
    text: str, there: int, back: int, channel: int, night: Pixels
) -> None:
    expected = through(night, there, back, channel, cv2.equalizeHist)
    assert peak_signal_noise_ratio(expected, apply(text, night)) > 42


def test_equalization_in_16_bits_is_scikit_image_s(night: Pixels) -> None:
    deep = at_depth(night, np.uint16)[..., :1].repeat(3, axis=2)
    result = apply("he:channel=rgb", deep)[..., 0] / 65535
    expected = exposure.equalize_hist(deep[..., 0], nbins=65536)
    # scikit-image counts the darkest level too, OpenCV and this do not.
    darkest = (deep[..., 0] == deep.min()).mean()
    assert np.abs(result - (expected - darkest) / (1 - darkest)).max() < 1e-3


@pytest.mark.parametrize(("clip", "grid"), [(2.0, 8), (4.0, 4)])
def test_clahe_is_opencv_s(clip: float, grid: int, night: Pixels) -> None:
    change = cv2.createCLAHE(clip, (grid, grid)).apply
    expected = through(night, cv2.COLOR_RGB2Lab, cv2.COLOR_Lab2RGB, 0, change)
    assert np.array_equal(apply(f"clahe:clip={clip}:grid={grid}", night), expected)


def test_gamma_is_scikit_image_s(night: Pixels) -> None:
    deep = at_depth(night, np.float32)
    expected = exposure.adjust_gamma(deep, 0.4)
    assert np.allclose(apply("gamma:gamma=0.4", deep), expected, atol=1e-6)
    assert np.abs(apply("gamma:gamma=0.4", night) - expected * 255).max() <= 0.51


def test_levels_stretch_all_but_the_clipped() -> None:
    rng = np.random.default_rng(0)
    deep = rng.normal(0.3, 0.05, (200, 300, 3)).astype(np.float32)
    result = apply("levels:clipped=1", deep)
    assert np.mean(result <= 0.0) == pytest.approx(0.01, abs=0.005)
    assert np.mean(result >= 1.0) == pytest.approx(0.01, abs=0.005)
    low, high = np.percentile(deep, [1, 99])
    middle = (result > 0) & (result < 1)
    expected = exposure.rescale_intensity(deep, (low, high), (0, 1))
    assert np.abs(result - expected)[middle].max() < 0.02


def test_regions_of_exposure_part_where_the_publication_does() -> None:
    counts = np.zeros(256)
    counts[[20, 40, 230]] = [50, 40, 10]
    # Mean level 49, so the parting is at 256 - 49; the means below and above it are 28.9 and 230.
    assert thresholds_of(counts) == [207 - 29, 256 - 49, 256 + 207 - 230]


def test_regions_of_exposure_keep_the_order_of_levels(night: Pixels) -> None:
    counts = np.bincount(night.max(axis=2).ravel(), minlength=256).astype(float)
    curve = curve_of(counts, 1.0)
    assert (np.diff(curve) >= 0).all()
    assert curve[0] >= 0.0
    assert curve[-1] == pytest.approx(1.0)


def test_illumination_solves_its_system() -> None:
    guess = np.random.default_rng(0).random((30, 40)).astype(np.float32)
    weights = Weights(*(np.abs(each) + np.float32(0.1) for each in steps(guess)))
    result = smoothed(guess, weights, 0.5, CancelToken())
    assert np.abs(result - solved(guess, weights, 0.5)).max() < 1e-3


def solved(guess: np.ndarray, weights: Weights, strength: float) -> np.ndarray:
    """The same system by a direct solver for sparse matrices."""
    across, down = weights.across * strength, weights.down * strength
    across[:, -1], down[-1] = 0.0, 0.0
    right, below, width = across.ravel(), down.ravel(), guess.shape[1]
    diagonal = 1.0 + right + below
    diagonal[1:] += right[:-1]
    diagonal[width:] += below[:-width]
    bands = [diagonal, -right[:-1], -right[:-1], -below[:-width], -below[:-width]]
    system = diags(bands, [0, 1, -1, width, -width]).tocsc()
    return spsolve(system, guess.ravel().astype(float)).reshape(guess.shape)


def test_lime_takes_the_light_away(night: Pixels) -> None:
    """A light that falls off across the photograph is gone, and the texture stays."""
    cat = data.chelsea()[:240, 100:400] / 255.0
    falling = np.linspace(0.8, 0.1, 300)[None, :, None]
    lit = np.rint(cat * falling * 255).astype(np.uint8)
    bright = apply("lime:gamma=1", lit).astype(float)
    left, right = bright[:, :100].mean(), bright[:, 200:].mean()
    assert right / left > 2 * lit[:, 200:].mean() / lit[:, :100].mean()


def test_bimef_s_camera_answers_as_published() -> None:
    """Its model turns an exposure ratio of 1 into nothing, and greater ones into brightness."""
    values = np.array([0.1, 0.5], np.float32)
    assert np.allclose(exposed(values, 1.0), values)
    gamma = 5.0**-0.3293
    expected = np.exp(1.1258 * (1 - gamma)) * values**gamma
    assert np.allclose(exposed(values, 5.0), expected, rtol=1e-5)


def test_bimef_leaves_what_is_lit(night: Pixels) -> None:
    bright = np.full((60, 80, 3), 250, np.uint8)
    assert np.abs(apply("bimef", bright).astype(int) - 250).max() <= 5


def test_msrcr_forgets_the_colour_of_the_light() -> None:
    """The same scene under a warmer light gives nearly the same picture (their section V)."""
    cat = data.chelsea()[:240, 100:400]
    warm = np.rint(cat * [1.0, 0.8, 0.6]).astype(np.uint8)
    before = np.abs(warm.astype(float) - cat).mean()
    after = np.abs(apply("msrcr", warm).astype(float) - apply("msrcr", cat)).mean()
    assert after < before / 2


@pytest.mark.parametrize(
    ("text", "gain"),
    [("bm3d:strength=25", 8.5), ("nlm:strength=25:search=11", 6.5), ("bilateral:strength=40", 2.5)],
)
def test_denoisers_come_nearer_to_the_truth(text: str, gain: float) -> None:
    """By as many decibels as their publications' order has it: BM3D, NLM, bilateral."""
    truth = data.astronaut()[60:220, 150:330]
    noise = np.random.default_rng(0).normal(0.0, 25.0, truth.shape)
    noisy = np.rint((truth + noise).clip(0, 255)).astype(np.uint8)
    before = peak_signal_noise_ratio(truth, noisy)
    assert peak_signal_noise_ratio(truth, apply(text, noisy)) > before + gain
