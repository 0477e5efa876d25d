"""What a network is fed with, and what is wanted of it, by its task."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from skimage import data

from mirnet_gui.photo.values import Floats
from mirnet_gui.tone.exposure import expose, exposure_gain
from mirnet_gui.trainer.config import Source, Stage, TrainingConfig
from mirnet_gui.trainer.data.examples import Example, open_example_maker, relit_by_reference
from mirnet_gui.trainer.data.pairs import PictureCache
from mirnet_gui.trainer.data.sources import PairSource, open_source


@pytest.fixture
def noisy_pairs(tmp_path: Path) -> PairSource:
    """One pair of 512 x 512 pixels: a night of another colour and contrast, with noise."""
    high = data.astronaut()
    noise = np.random.default_rng(0).normal(0.0, 0.01, high.shape)
    low = (0.12 * (high / 255) ** 1.2 * np.array([1.1, 1.0, 0.8]) + noise).clip(0.0, 1.0)
    for side, pixels in (("low", np.rint(low * 255).astype(np.uint8)), ("high", high)):
        (tmp_path / "pairs" / side).mkdir(parents=True)
        Image.fromarray(pixels).save(tmp_path / "pairs" / side / "a.png")
    return open_source(Source("pairs", "pairs"), tmp_path, PictureCache())


def _examples(
    config: TrainingConfig, source: PairSource, side: int, count: int = 6
) -> list[Example]:
    maker = open_example_maker(config, side, np.random.default_rng(0))
    return [maker.draw(source, np.random.default_rng(seed)) for seed in range(count)]


def _at_large(picture: Floats) -> Floats:
    return cv2.resize(picture, (4, 4), interpolation=cv2.INTER_AREA)


def test_detail_is_fed_with_the_light_that_is_wanted(
    config: TrainingConfig, noisy_pairs: PairSource
) -> None:
    """Only noise and detail are left to learn: what is fed agrees in its low frequencies."""
    examples = _examples(replace(config, task="detail"), noisy_pairs, 96)
    for dark, fed, wanted in examples:
        assert dark.shape == fed.shape == wanted.shape == (96, 96, 3)
        assert np.abs(_at_large(fed) - _at_large(wanted)).mean() < 0.03
        assert np.abs(_at_large(dark) - _at_large(wanted)).mean() > 0.1
    noise = [np.abs(fed - wanted).mean() for _, fed, wanted in examples]
    assert np.mean(noise) > 0.02, "there is something left to learn"


def test_detail_of_lit_pairs_is_fed_with_them(
    config: TrainingConfig, noisy_pairs: PairSource
) -> None:
    lit = replace(config, task="detail", detail=replace(config.detail, lit=True))
    for dark, fed, wanted in _examples(lit, noisy_pairs, 96):
        assert np.array_equal(dark, fed)
        assert np.abs(_at_large(fed) - _at_large(wanted)).mean() > 0.1, "nobody fits a map"


def test_detail_sees_maps_of_many_scales(config: TrainingConfig, noisy_pairs: PairSource) -> None:
    """A fine map follows the reference more closely than a coarse one."""
    left = []
    for scale in (0.06, 0.6):
        of_one = replace(config.detail, smallest_map=scale, largest_map=scale)
        examples = _examples(replace(config, task="detail", detail=of_one), noisy_pairs, 96)
        left.append(
            np.mean([np.abs(_small(each.fed) - _small(each.wanted)).mean() for each in examples])
        )
    assert left[1] < 0.7 * left[0]


def _small(picture: Floats) -> Floats:
    return cv2.resize(picture, (24, 24), interpolation=cv2.INTER_AREA)


def test_detail_takes_patches_as_large_as_its_pictures_have(
    config: TrainingConfig, folders: Path
) -> None:
    """Also in a photograph of hardly more than the patch."""
    source = open_source(Source("clean", "clean"), folders, PictureCache())
    narrow = replace(config.detail, smallest_map=0.6, largest_map=0.6)
    coarse = replace(config, task="detail", detail=narrow)
    for each in _examples(coarse, source, 160):
        assert each.fed.shape == (160, 160, 3)


def test_a_map_fitted_to_the_reference_gives_its_light() -> None:
    reference = (data.coffee() / 255).astype(np.float32)
    dark = expose(reference * np.float32(0.2), exposure_gain(reference * np.float32(0.2)))
    again = relit_by_reference(dark, reference, 0.3)
    assert np.abs(again - reference).mean() < 0.02
    assert np.abs(dark - reference).mean() > 2 * np.abs(again - reference).mean()


@pytest.mark.parametrize("exposed", [True, False])
def test_light_is_fed_with_whole_pictures(
    config: TrainingConfig, noisy_pairs: PairSource, exposed: bool
) -> None:
    light = replace(
        config, task="light", network=replace(config.network, exposed=exposed),
        stages=(Stage(patch=128, batch=2),),
    )  # fmt: skip
    for dark, fed, wanted in _examples(light, noisy_pairs, 128):
        assert dark.shape == fed.shape == wanted.shape
        if exposed:
            assert np.allclose(fed, expose(dark, exposure_gain(dark)), atol=1e-6)
            assert fed.mean() > 2 * dark.mean()
        else:
            assert np.array_equal(fed, dark)
        whole = (data.astronaut() / 255).mean()
        assert wanted.mean() == pytest.approx(whole, abs=0.08), "about all of it is seen"


def test_one_network_for_all_is_fed_with_patches(
    config: TrainingConfig, noisy_pairs: PairSource
) -> None:
    for dark, fed, wanted in _examples(config, noisy_pairs, 64):
        assert fed.shape == wanted.shape == (64, 64, 3)
        assert np.array_equal(fed, dark)
