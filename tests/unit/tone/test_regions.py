"""Regions: where they act, how softly, and what becomes of a picture there."""

from __future__ import annotations

import numpy as np
import pytest

from mirnet_gui.photo.photo import Pixels, peak_of
from mirnet_gui.tone.brush_masks import BrushMasks
from mirnet_gui.tone.controls import Controls
from mirnet_gui.tone.development import Development, developed
from mirnet_gui.tone.layers import Choice, Layers
from mirnet_gui.tone.regions import AdjustedRegion, RegionMask, Tones
from mirnet_gui.tone.shapes import (
    Brush,
    Ellipse,
    Everywhere,
    Gradient,
    Rectangle,
    Shape,
    Stroke,
)

SIZE = (400, 600)
BRIGHTER = Controls(exposure=1.0)
PAINTED = Brush((
    Stroke(((0.2, 0.3), (0.5, 0.7), (0.8, 0.4)), 0.08, 0.4),
    Stroke(((0.5, 0.5), (0.5, 0.9)), 0.06, 0.3, erases=True),
))  # fmt: skip
SHAPES: tuple[Shape, ...] = (
    Everywhere(),
    Rectangle(0.4, 0.5, 0.5, 0.4, 20.0, 0.5),
    Rectangle(0.4, 0.5, 0.5, 0.4, 0.0, 0.0),
    Ellipse(0.6, 0.4, 0.5, 0.6, -35.0, 0.7),
    Gradient(0.2, 0.1, 0.7, 0.8),
    PAINTED,
)


def mask_of(shape: Shape, size: tuple[int, int] = SIZE, inverted: bool = False) -> np.ndarray:
    """The whole mask, also where the region says that it has no effect."""
    region = AdjustedRegion(shape, inverted=inverted)
    mask = RegionMask(region, BrushMasks(size), size)
    return mask.of((slice(0, size[0]), slice(0, size[1])), None)


def layers_of(pixels: Pixels) -> Layers:
    return Layers(pixels, pixels, pixels)


def even(value: float, dtype: type = np.uint8, size: tuple[int, int] = SIZE) -> Pixels:
    return np.full((*size, 3), value * peak_of(np.dtype(dtype)), dtype)


def made(pixels: Pixels, *regions: AdjustedRegion, **choice: object) -> Pixels:
    wanted = Choice(regions=regions, **choice)  # type: ignore[arg-type]
    return developed(layers_of(pixels), wanted, lambda _share: None)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_mask_is_full_somewhere_and_never_more(shape: Shape) -> None:
    mask = mask_of(shape)
    assert mask.dtype == np.float32
    assert mask.shape == SIZE
    assert mask.max() == pytest.approx(1.0, abs=0.01)
    assert mask.min() >= 0.0
    assert mask.max() <= 1.0
    if not isinstance(shape, Everywhere):
        assert mask.min() == 0.0
    assert np.allclose(mask_of(shape, inverted=True), 1.0 - mask, atol=1e-6)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_part_of_a_picture_has_the_mask_of_the_whole(shape: Shape) -> None:
    """Strips, tiles, and what is seen of it."""
    whole, brushes = mask_of(shape), BrushMasks(SIZE)
    region = RegionMask(AdjustedRegion(shape), brushes, SIZE)
    for part in (
        (slice(64, 128), slice(0, 600)),
        (slice(0, 400), slice(37, 38)),
        (slice(111, 287), slice(205, 519)),
    ):
        assert np.abs(region.of(part, None) - whole[part]).max() < 2e-3


@pytest.mark.parametrize("shape", SHAPES)
def test_a_small_copy_has_the_mask_of_the_large_picture(shape: Shape) -> None:
    large, small = mask_of(shape, (1200, 1800)), mask_of(shape, (300, 450))
    averaged = large.reshape(300, 4, 450, 4).mean(axis=(1, 3))
    # At a hard edge a pixel is half in it, or is not.
    assert np.abs(averaged - small).mean() < 0.003
    assert np.quantile(np.abs(averaged - small), 0.99) < 0.06


@pytest.mark.parametrize("shape", SHAPES)
def test_where_a_region_says_it_has_no_effect_it_has_none(shape: Shape) -> None:
    mask = mask_of(shape)
    region = RegionMask(AdjustedRegion(shape), BrushMasks(SIZE), SIZE)
    part = (slice(0, SIZE[0]), slice(0, SIZE[1]))
    touched = region.touched(part)
    assert touched is not None
    outside = np.ones(SIZE, bool)
    outside[touched] = False
    assert not mask[outside].any()


@pytest.mark.parametrize("shape", SHAPES[1:2] + SHAPES[3:])
def test_soft_edges_have_no_steps(shape: Shape) -> None:
    """Neighbours hardly differ, and neither do neighbouring slopes: nothing that an eye sees."""
    mask = mask_of(shape, (1200, 1800)).astype(float)
    for axis in (0, 1):
        slope = np.diff(mask, axis=axis)
        assert np.abs(slope).max() < 0.04
        if not isinstance(shape, Brush):
            assert np.abs(np.diff(slope, axis=axis)).max() < 2e-3


def test_a_rectangle_is_where_it_was_put() -> None:
    mask = mask_of(Rectangle(0.5, 0.5, 0.5, 0.5, 0.0, 0.0))
    assert mask[105:295, 155:445].min() == 1.0
    mask[99:301, 149:451] = 0.0
    assert not mask.any()


def test_a_circle_is_round_in_a_picture_that_is_not_square() -> None:
    mask = mask_of(Ellipse(0.5, 0.5, 0.4, 0.6, 0.0, 0.0)) > 0.5
    assert abs(mask.any(axis=0).sum() - 240) <= 2
    assert abs(mask.any(axis=1).sum() - 240) <= 2


def test_turning_by_a_right_angle_changes_width_and_height_in_pixels() -> None:
    upright = mask_of(Rectangle(0.5, 0.5, 0.2, 0.6, 0.0, 0.3))
    turned = mask_of(Rectangle(0.5, 0.5, 0.4, 0.3, 90.0, 0.3))
    assert np.abs(upright - turned).max() < 1e-3


def test_what_is_erased_is_gone_and_can_be_painted_again() -> None:
    stroke = Stroke(((0.3, 0.5), (0.7, 0.5)), 0.1, 0.8)
    eraser = Stroke(((0.5, 0.5),), 0.08, 0.8, erases=True)
    dot = Stroke(((0.5, 0.5),), 0.02, 1.0)
    masks = [
        mask_of(Brush(strokes)) for strokes in ((stroke,), (stroke, eraser), (stroke, eraser, dot))
    ]
    assert [round(float(mask[200, 300]), 3) for mask in masks] == [1.0, 0.0, 1.0]
    assert all(mask[200, 200] == pytest.approx(1.0) for mask in masks)


def test_a_brush_that_grows_stroke_by_stroke_is_the_same_as_all_at_once() -> None:
    strokes = tuple(
        Stroke(((0.1 * k, 0.2), (0.1 * k, 0.8)), 0.03 + 0.005 * k, 0.5, erases=k % 4 == 3)
        for k in range(1, 9)
    )
    brushes, part = BrushMasks(SIZE), (slice(0, SIZE[0]), slice(0, SIZE[1]))
    for count in range(1, len(strokes) + 1):
        grown = brushes.part(Brush(strokes[:count]), part, SIZE)
    assert np.array_equal(grown, BrushMasks(SIZE).part(Brush(strokes), part, SIZE))


def test_only_the_region_changes() -> None:
    result = made(even(0.3), AdjustedRegion(Ellipse(0.5, 0.5, 0.4, 0.4), controls=BRIGHTER))
    changed = (result != even(0.3)).any(axis=2)
    inside = mask_of(Ellipse(0.5, 0.5, 0.4, 0.4)) > 0
    assert not changed[~inside].any()
    assert result[200, 300].min() > 0.3 * 255 + 20


def test_the_middle_of_a_region_is_as_the_whole_picture_would_be_with_its_amounts() -> None:
    controls = Controls(0.7, 0.3, -0.2, 0.4, 0.3, -0.3)
    noisy = np.random.default_rng(4).integers(20, 200, (*SIZE, 3), np.uint8)
    everywhere = developed(layers_of(noisy), Choice(controls), lambda _share: None)
    region = AdjustedRegion(Rectangle(0.5, 0.5, 0.5, 0.5, 0.0, 0.0), controls=controls)
    there = made(noisy, region)
    middle = (slice(120, 280), slice(170, 430))
    assert np.abs(there[middle].astype(int) - everywhere[middle]).max() <= 1
    assert np.array_equal(there[:90], noisy[:90])


def test_amounts_come_on_top_of_those_of_the_whole_picture() -> None:
    region = AdjustedRegion(Everywhere(), controls=Controls(exposure=0.5))
    added = made(even(0.3), region, controls=Controls(exposure=0.5))
    at_once = made(even(0.3), controls=Controls(exposure=1.0))
    assert np.abs(added.astype(int) - at_once).max() <= 1
    taken_back = made(
        even(0.3),
        AdjustedRegion(Everywhere(), controls=Controls(exposure=-1.0)),
        controls=Controls(exposure=1.0),
    )
    assert np.abs(taken_back.astype(int) - even(0.3)).max() <= 1


@pytest.mark.parametrize("tones", [Tones.SHADOWS, Tones.HIGHLIGHTS])
def test_only_shadows_or_highlights_change(tones: Tones) -> None:
    pixels = even(0.1)
    pixels[:, 300:] = 230
    region = AdjustedRegion(Everywhere(), tones, controls=Controls(exposure=-0.5, colour=-0.5))
    changed = np.abs(made(pixels, region).astype(int) - pixels).max(axis=2)
    dark, bright = changed[:, :280], changed[:, 320:]
    meant, other = (dark, bright) if tones is Tones.SHADOWS else (bright, dark)
    assert meant.min() >= 3
    assert other.max() <= 1


def test_denoise_and_strength_are_added_within_a_region() -> None:
    rng = np.random.default_rng(5)
    finished = even(0.5)
    relit = (finished + rng.normal(0, 15, finished.shape)).clip(0, 255).astype(np.uint8)
    before = (relit * 0.2).astype(np.uint8)
    layers = Layers(before, relit, finished)
    left = Rectangle(0.25, 0.5, 0.5, 1.0, 0.0, 0.0)
    noisy = developed(layers, Choice(regions=(AdjustedRegion(left, denoise=-1.0),)), print_nothing)
    assert np.abs(noisy[20:-20, 20:280].astype(int) - relit[20:-20, 20:280]).max() <= 1
    assert np.array_equal(noisy[:, 301:], finished[:, 301:])
    kept = developed(layers, Choice(regions=(AdjustedRegion(left, strength=-1.0),)), print_nothing)
    assert np.abs(kept[20:-20, 20:280].astype(int) - before[20:-20, 20:280]).max() <= 1
    assert np.array_equal(kept[:, 301:], finished[:, 301:])
    half = Choice(strength=0.0, regions=(AdjustedRegion(left, strength=0.5),))
    raised = developed(layers, half, print_nothing)
    expected = (before.astype(float) + finished) / 2
    assert np.abs(raised - expected)[20:-20, 20:280].max() <= 1
    assert np.array_equal(raised[:, 301:], before[:, 301:])


def print_nothing(_share: float) -> None:
    pass


def test_regions_follow_each_other_and_overlap() -> None:
    twice = made(
        even(0.2),
        AdjustedRegion(Rectangle(0.4, 0.5, 0.5, 0.5, 0.0, 0.0), controls=Controls(exposure=0.5)),
        AdjustedRegion(Rectangle(0.6, 0.5, 0.5, 0.5, 0.0, 0.0), controls=Controls(exposure=0.5)),
    )
    once = made(even(0.2), controls=Controls(exposure=0.5))
    both = made(even(0.2), controls=Controls(exposure=1.0))
    assert np.abs(twice[200, 120].astype(int) - once[200, 120]).max() <= 1
    assert np.abs(twice[200, 300].astype(int) - both[200, 300]).max() <= 1


def test_a_region_that_is_off_or_says_nothing_changes_nothing() -> None:
    pixels = np.random.default_rng(6).integers(0, 256, (*SIZE, 3), np.uint8)
    off = AdjustedRegion(Everywhere(), is_on=False, controls=BRIGHTER, strength=-1.0)
    assert made(pixels, off, AdjustedRegion(Ellipse(0.5, 0.5, 0.3, 0.3))) is pixels


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_every_depth_comes_out_alike(dtype: type) -> None:
    regions = (
        AdjustedRegion(Ellipse(0.4, 0.4, 0.6, 0.6, 10.0), controls=Controls(0.8, contrast=0.3)),
        AdjustedRegion(Gradient(0.9, 0.5, 0.2, 0.5), Tones.SHADOWS, controls=Controls(warmth=0.6)),
    )
    ramp = np.linspace(0.05, 0.9, SIZE[1])[None, :, None] * np.ones((SIZE[0], 1, 3))
    pixels = (ramp * peak_of(np.dtype(dtype))).astype(dtype)
    result = made(pixels, *regions)
    assert result.dtype == dtype
    fine = made(ramp.astype(np.float32), *regions)
    assert np.abs(result / peak_of(np.dtype(dtype)) - fine).max() < 2.2 / 255


def test_sixteen_bits_get_no_steps_of_eight() -> None:
    """A soft edge over an even surface has as many values as the depth allows."""
    region = AdjustedRegion(Gradient(0.0, 0.5, 1.0, 0.5), controls=Controls(exposure=0.3))
    row = made(even(0.3, np.uint16, (4, 3000)), region)[2, :, 1].astype(int)
    assert len(np.unique(row)) == row.max() - row.min() + 1
    assert np.abs(np.diff(row)).max() < 15


def test_strips_of_a_result_have_no_seams_and_the_window_shows_the_same() -> None:
    rng = np.random.default_rng(7)
    pixels = rng.integers(0, 256, (200, 300, 3), np.uint8)
    layers = layers_of(pixels)
    choice = Choice(
        Controls(exposure=0.3, shadows=0.4),
        regions=tuple(
            AdjustedRegion(shape, tones, controls=Controls(0.6, 0.5, -0.5, 0.2), strength=-0.2)
            for shape, tones in zip(SHAPES, [*Tones, *Tones], strict=True)
        ),
    )
    whole = developed(layers, choice, lambda _share: None)
    development = Development(choice, layers, pixels.shape[:2], pixels.dtype)
    for part in ((slice(30, 171), slice(50, 260)), (slice(63, 65), slice(0, 300))):
        there = pixels[part]
        alone = development.applied(part, there, there, there)
        assert np.abs(alone.astype(int) - whole[part]).max() <= 1


def test_white_and_black_stay() -> None:
    region = AdjustedRegion(Ellipse(0.5, 0.5, 1.0, 1.0), controls=Controls(1.5, contrast=0.5))
    for value in (0.0, 1.0):
        assert np.array_equal(made(even(value), region), even(value))


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_moved_acts_elsewhere_and_never_gets_lost(shape: Shape) -> None:
    if isinstance(shape, Everywhere):
        assert shape.moved(0.1, 0.1) == shape
        return
    moved = mask_of(shape.moved(0.1, -0.05))
    assert np.abs(moved[100:280, 160:500] - mask_of(shape)[120:300, 100:440]).max() < 0.02
    lost = shape
    for _ in range(100):
        lost = lost.moved(0.3, 0.3)
    back = lost.moved(-0.6, -0.6)
    assert mask_of(lost).any() or mask_of(back).any()
    assert shape.scaled(1.5) != shape
