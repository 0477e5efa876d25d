from __future__ import annotations

import pytest

from mirnet_gui.ui.viewer.view_transform import LARGEST_SCALE, Size, ViewTransform, level_for

PICTURE = Size(4000, 3000)
PANE = Size(1000, 800)


def fitted() -> ViewTransform:
    return ViewTransform.fitted(PICTURE, PANE)


def test_fitted_picture_is_whole_and_centred() -> None:
    view = fitted()
    box = view.visible()
    assert view.scale == 0.25
    assert (box.left, box.top, box.right, box.bottom) == (0, 25, 1000, 775)
    assert view.is_fitted
    assert not view.can_pan


def test_margin_stays_free_around_a_fitted_picture() -> None:
    box = ViewTransform.fitted(PICTURE, PANE, margin=50).visible()
    assert box.left == 50
    assert box.right == 950


def test_small_picture_is_not_blown_up_to_tiles() -> None:
    assert ViewTransform.fitted(Size(32, 32), PANE).scale == 2.0


@pytest.mark.parametrize("picture", [Size(1, 1), Size(3, 5000), Size(0, 0)])
def test_odd_pictures_have_a_view(picture: Size) -> None:
    view = ViewTransform.fitted(picture, PANE)
    assert view.scale > 0
    assert ViewTransform.fitted(picture, Size(0, 0)).scale == 1.0


def test_zoom_keeps_what_is_under_the_pointer() -> None:
    view = fitted().zoomed_to(1.0, 500, 400)
    under = view.to_picture(700, 300)
    closer = view.zoomed_to(3.0, 700, 300)
    assert closer.to_picture(700, 300) == pytest.approx(under, abs=0.5)


def test_zoom_has_its_limits() -> None:
    assert fitted().zoomed_to(1e9, 0, 0).scale == LARGEST_SCALE
    assert 0 < fitted().zoomed_to(1e-9, 0, 0).scale < 0.25


def test_pan_stops_at_the_edges_of_the_picture() -> None:
    view = fitted().zoomed_to(1.0, 0, 0)
    assert view.can_pan
    far = view.panned(1e6, -1e6)
    assert far.left == 0
    assert far.top == 800 - 3000


def test_picture_smaller_than_its_pane_cannot_be_lost() -> None:
    assert fitted().panned(300, 300) == fitted()


def test_resizing_keeps_a_fitted_picture_fitted() -> None:
    assert fitted().resized(Size(500, 800)).scale == 0.125


def test_resizing_keeps_the_middle_of_a_zoomed_picture() -> None:
    view = fitted().zoomed_to(1.0, 0, 0).panned(-700, -600)
    middle = view.to_picture(500, 400)
    assert view.resized(Size(600, 500)).to_picture(300, 250) == pytest.approx(middle, abs=1)


def test_actual_pixels_lie_on_pixels_of_the_screen() -> None:
    view = ViewTransform.fitted(PICTURE, Size(1001, 801)).zoomed_to(1.0, 333.3, 271.9)
    assert view.left == int(view.left)
    assert view.top == int(view.top)


@pytest.mark.parametrize(
    ("scale", "level"), [(3.0, 0), (1.0, 0), (0.6, 0), (0.5, 1), (0.3, 1), (0.25, 2), (0.01, 3)]
)
def test_level_is_the_smallest_that_is_fine_enough(scale: float, level: int) -> None:
    assert level_for(scale, 4) == level
