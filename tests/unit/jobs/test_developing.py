"""What the window shows of a choice is what is saved by it, at every size."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from mirnet_gui.inference.tile_observer import Region
from mirnet_gui.jobs.developing import DevelopedShot, Shot, develop_job
from mirnet_gui.jobs.display import display
from mirnet_gui.jobs.photo_jobs import EnhancedPhoto
from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.photo.photo import Photo
from mirnet_gui.progress import CancelToken, silent
from mirnet_gui.tone.controls import Controls
from mirnet_gui.tone.development import developed
from mirnet_gui.tone.layers import Choice, Layers
from mirnet_gui.tone.regions import AdjustedRegion, Tones
from mirnet_gui.tone.shapes import Brush, Ellipse, Stroke

CHOICE = Choice(Controls(0.7, 0.5, -0.4, 0.3, 0.2, 0.3), denoise=0.4)


def scene(height: int, width: int, depth: type[np.integer] = np.uint8) -> np.ndarray:
    """Smooth light with fine noise, dark."""
    rng = np.random.default_rng(8)
    light = cv2.resize(rng.random((5, 7, 3)), (width, height), interpolation=cv2.INTER_CUBIC)
    noisy = (0.05 + 0.3 * light + 0.03 * rng.standard_normal(light.shape)).clip(0, 1)
    return (noisy * np.iinfo(depth).max).astype(depth)


def result_of(photo: Photo) -> EnhancedPhoto:
    most = np.iinfo(photo.pixels.dtype).max
    relit = np.minimum(photo.pixels.astype(np.int64) * 2, most).astype(photo.pixels.dtype)
    finished = cv2.blur(relit, (3, 3))
    pictures = (display(replace(photo, pixels=each)) for each in (relit, finished))
    return EnhancedPhoto(Layers(photo.pixels, relit, finished), *pictures, MirnetMethod())


def shot_of(enhanced: EnhancedPhoto, region: Region, level: int) -> DevelopedShot:
    made = develop_job(enhanced, CHOICE, Shot(region, level))(silent, CancelToken())
    assert isinstance(made, DevelopedShot)
    return made


def saved(enhanced: EnhancedPhoto) -> np.ndarray:
    return developed(enhanced.layers, CHOICE, lambda _share: None)


@pytest.mark.parametrize(
    "region", [Region(0, 0, 300, 300), Region(611, 903, 760, 1201), Region(1200, 1700, 1301, 1803)]
)
def test_actual_pixels_are_those_that_are_saved(region: Region) -> None:
    enhanced = result_of(Photo(scene(1301, 1803)))
    shot = shot_of(enhanced, region, 0)
    bottom, right = shot.top + shot.part.shape[0], shot.left + shot.part.shape[1]
    assert shot.top <= region.top
    assert shot.left <= region.left
    assert bottom >= region.bottom
    assert right >= region.right
    expected = saved(enhanced)[shot.top : bottom, shot.left : right]
    assert np.abs(shot.part.astype(int) - expected).max() <= 1


def test_the_whole_looks_small_as_it_is_saved() -> None:
    enhanced = result_of(Photo(scene(1301, 1803)))
    shot = shot_of(enhanced, Region(0, 0, 1301, 1803), 1)
    expected = cv2.resize(saved(enhanced), shot.whole.shape[1::-1], interpolation=cv2.INTER_AREA)
    assert np.abs(cv2.blur(shot.whole, (9, 9)).astype(int) - cv2.blur(expected, (9, 9))).mean() < 2
    assert shot.part.shape == shot.whole.shape


def test_sixteen_bits_look_as_they_are_saved() -> None:
    enhanced = result_of(Photo(scene(120, 160, np.uint16)))
    shot = shot_of(enhanced, Region(0, 0, 120, 160), 0)
    assert np.abs(shot.part - saved(enhanced) / 257.0).max() < 6
    assert abs(float((shot.part - saved(enhanced) / 257.0).mean())) < 0.6


def test_transparency_stays_as_it_was() -> None:
    alpha = np.random.default_rng(9).integers(0, 256, (90, 70), dtype=np.uint8)
    enhanced = result_of(Photo(scene(90, 70), alpha=alpha))
    shot = shot_of(enhanced, Region(10, 20, 50, 60), 0)
    height, width = shot.part.shape[:2]
    seen = alpha[shot.top : shot.top + height, shot.left : shot.left + width]
    assert np.array_equal(shot.part[..., 3], seen)
    assert np.array_equal(shot.whole[..., 3], alpha)
    assert np.abs(shot.whole[..., :3].astype(int) - saved(enhanced)).max() <= 1


REGIONS = (
    AdjustedRegion(Ellipse(0.4, 0.5, 0.5, 0.6, 20.0), controls=Controls(0.8, warmth=0.3)),
    AdjustedRegion(
        Brush((Stroke(((0.2, 0.2), (0.8, 0.7)), 0.1),)), Tones.SHADOWS, denoise=-0.4, strength=-0.5
    ),
)


@pytest.mark.parametrize(("level", "size"), [(0, (300, 420)), (1, (1301, 1803))])
def test_regions_look_as_they_are_saved_with_a_strength_of_their_own(
    level: int, size: tuple[int, int]
) -> None:
    photo = Photo(scene(*size))
    enhanced = result_of(photo)
    choice = replace(CHOICE, strength=0.8, regions=REGIONS)
    shot = Shot(Region(0, 0, *size), level)
    made = develop_job(enhanced, choice, shot, display(photo))(silent, CancelToken())
    assert isinstance(made, DevelopedShot)
    assert made.blended
    expected = developed(enhanced.layers, choice, lambda _share: None)
    if level:
        expected = cv2.resize(expected, made.whole.shape[1::-1], interpolation=cv2.INTER_AREA)
        apart = cv2.blur(made.whole, (9, 9)).astype(int) - cv2.blur(expected, (9, 9))
        assert np.abs(apart).mean() < 2
        assert np.abs(apart).max() < 12
    else:
        assert np.abs(made.part.astype(int) - expected).max() <= 1


def test_a_region_without_a_strength_of_its_own_is_mixed_by_the_window() -> None:
    photo = Photo(scene(120, 160))
    choice = replace(CHOICE, strength=0.3, regions=REGIONS[:1])
    shot = Shot(Region(0, 0, 120, 160), 0)
    made = develop_job(result_of(photo), choice, shot, display(photo))(silent, CancelToken())
    assert isinstance(made, DevelopedShot)
    assert not made.blended
    full = developed(result_of(photo).layers, replace(choice, strength=1.0), lambda _share: None)
    assert np.abs(made.part.astype(int) - full).max() <= 1
