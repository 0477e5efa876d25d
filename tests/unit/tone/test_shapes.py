"""What a hand does to a shape: pull its sides, turn it, and draw lines of few points."""

from __future__ import annotations

import numpy as np
import pytest

from mirnet_gui.tone.brush_masks import BrushMasks
from mirnet_gui.tone.shapes import (
    Brush,
    Ellipse,
    Gradient,
    Proportions,
    Rectangle,
    Stroke,
    simplified,
)

WIDE = Proportions.of((400, 600))


@pytest.mark.parametrize("angle", [0.0, 30.0, 90.0, -145.0])
@pytest.mark.parametrize(("across", "down"), [(1, 0), (-1, 0), (0, 1), (1, 1), (-1, 1), (-1, -1)])
def test_a_pulled_side_is_at_the_hand_and_the_opposite_one_stays(
    angle: float, across: int, down: int
) -> None:
    before = Rectangle(0.5, 0.5, 0.3, 0.2, angle)
    to = before.outside(across * 1.4, down * 0.7, WIDE)
    after = before.pulled(across, down, to, WIDE)
    assert after.outside(across, down, WIDE) == pytest.approx(to, abs=1e-5)
    opposite = before.outside(-across, -down, WIDE)
    assert after.outside(-across, -down, WIDE) == pytest.approx(opposite, abs=1e-5)
    assert after.angle == angle


def test_a_side_that_is_pulled_past_the_other_leaves_something_to_take_hold_of() -> None:
    thin = Ellipse(0.5, 0.5, 0.3, 0.2).pulled(1, 0, (-0.5, 0.5), WIDE)
    assert thin.width == pytest.approx(0.01)
    assert thin.height == 0.2


def test_turning_follows_the_hand() -> None:
    upright = Rectangle(0.5, 0.5, 0.3, 0.2)
    assert upright.turned_to((0.9, 0.5), WIDE).angle == pytest.approx(90.0)
    assert upright.turned_to((0.5, 0.0), WIDE).angle == pytest.approx(0.0)
    # As far to the right as up, in pixels.
    assert upright.turned_to((0.6, 0.35), WIDE).angle == pytest.approx(45.0)
    assert upright.turned_to((0.61, 0.35), WIDE, 15.0).angle == 45.0


def test_shapes_stay_within_reach_and_within_sizes() -> None:
    small, gradient = Ellipse(0.5, 0.5, 0.3, 0.2), Gradient(0.2, 0.2, 0.6, 0.8)
    brush = Brush((Stroke(((0.1, 0.1), (0.9, 0.2)), 0.1),))
    for _ in range(60):
        small = small.scaled(0.5)
        gradient, brush = gradient.scaled(1.5).moved(0.4, 0.4), brush.scaled(2.0).moved(0.4, 0.4)
    assert min(small.width, small.height) == pytest.approx(0.01)
    assert max(map(abs, (gradient.x, gradient.y, gradient.to_x, gradient.to_y))) <= 2.0
    (stroke,) = brush.strokes
    assert stroke.radius == 0.5
    assert max(max(point) for point in stroke.points) <= 2.0


def test_a_line_keeps_its_look_with_a_tenth_of_its_points() -> None:
    turns = np.linspace(0, 3, 400)
    points = tuple((0.2 + 0.2 * turn, 0.5 + 0.2 * float(np.sin(2 * turn))) for turn in turns)
    stroke = Stroke(points, 0.04, 0.5)
    short = simplified(stroke, WIDE)
    assert len(short.points) < 40
    size, whole = (400, 600), (slice(0, 400), slice(0, 600))
    masks = [BrushMasks(size).part(Brush((each,)), whole, size) for each in (stroke, short)]
    assert np.abs(masks[0] - masks[1]).max() < 0.16
    assert np.abs(masks[0] - masks[1]).mean() < 0.005
    dot = Stroke(((0.5, 0.5),), 0.04)
    assert len(simplified(dot, WIDE).points) == 1
