"""Small pictures made of large ones, to learn the way back."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from skimage import data

from mirnet_gui.photo.values import Floats
from mirnet_gui.trainer.data.reduction import Reduction, draw_reduction, reduce

CUP: Floats = np.divide(data.coffee()[:192, :240], 255.0, dtype=np.float32)


def _reduced(scale: int, reduction: Reduction) -> Floats:
    return reduce(CUP, scale, reduction, np.random.default_rng(0))


@pytest.mark.parametrize("scale", [2, 3, 4])
def test_a_plain_reduction_is_what_the_benchmarks_have(scale: int) -> None:
    size = (240 // scale, 192 // scale)
    wanted = Image.fromarray(data.coffee()[:192, :240]).resize(size, Image.Resampling.BICUBIC)
    small = _reduced(scale, Reduction())
    assert np.array_equal(np.rint(small * 255), np.asarray(wanted))


@pytest.mark.parametrize(
    "reduction", [Reduction(blur=2.0), Reduction(noise=0.02), Reduction(jpeg=60)]
)
def test_every_fault_of_a_camera_or_the_web_is_seen(reduction: Reduction) -> None:
    difference = np.abs(_reduced(2, reduction) - _reduced(2, Reduction())).mean()
    assert 0.001 < difference < 0.1


@pytest.mark.parametrize("plain", [0.5, 0.9])
def test_a_share_is_plain_and_the_others_differ(plain: float) -> None:
    drawn = [draw_reduction(2, plain, np.random.default_rng(seed)) for seed in range(200)]
    assert drawn.count(Reduction()) / 200 == pytest.approx(plain, abs=0.1)
    assert any(each.jpeg for each in drawn)
    assert any(each.noise for each in drawn)
    assert any(each.blur for each in drawn)
