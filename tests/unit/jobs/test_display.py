from __future__ import annotations

import numpy as np
import pyvips

from mirnet_gui.jobs.display import display
from mirnet_gui.photo.colour.srgb import profile_name, to_bytes
from mirnet_gui.photo.photo import Photo


def test_sixteen_bits_are_scaled_not_cut() -> None:
    pixels = np.array([[[0, 257, 65535], [32896, 128, 129]]], np.uint16)
    assert to_bytes(pixels).tolist() == [[[0, 1, 255], [128, 0, 1]]]


def test_floats_are_clipped_to_what_a_screen_can_show() -> None:
    pixels = np.array([[[-0.5, 0.5, 1.5]]], np.float32)
    assert to_bytes(pixels).tolist() == [[[0, 128, 255]]]


def test_bytes_are_shared_not_copied() -> None:
    pixels = np.zeros((8, 9, 3), np.uint8)
    assert np.shares_memory(display(Photo(pixels)).levels[0], pixels)


def test_levels_halve_until_they_are_small_and_keep_the_mean() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (1500, 3001, 3), dtype=np.uint8)
    levels = display(Photo(pixels)).levels
    assert [level.shape[:2] for level in levels] == [(1500, 3001), (750, 1501), (375, 751)]
    assert all(level.flags.c_contiguous for level in levels)
    assert abs(levels[-1].mean() - pixels.mean()) < 1


def test_a_thread_of_pixels_keeps_its_width() -> None:
    levels = display(Photo(np.zeros((5000, 3, 3), np.uint8))).levels
    assert min(level.shape[1] for level in levels) == 1


def test_alpha_is_the_fourth_channel() -> None:
    alpha = np.full((4, 5), 7, np.uint8)
    displayed = display(Photo(np.zeros((4, 5, 3), np.uint8), alpha=alpha)).levels[0]
    assert displayed.shape == (4, 5, 4)
    assert (displayed[..., 3] == 7).all()


def test_wide_gamut_is_shown_as_the_screen_understands_it() -> None:
    p3 = bytes(pyvips.Operation.call("profile_load", "p3"))
    red = np.zeros((4, 4, 3), np.uint8)
    red[..., 0], red[..., 1], red[..., 2] = 200, 60, 60
    displayed = display(Photo(red, profile=p3)).levels[0]
    # The same numbers mean a stronger red in Display P3 than in sRGB.
    assert displayed[0, 0, 0] > 205
    assert displayed[0, 0, 1] < 60


def test_damaged_profile_is_left_out() -> None:
    pixels = np.full((4, 4, 3), 90, np.uint8)
    assert np.array_equal(display(Photo(pixels, profile=b"junk")).levels[0], pixels)
    assert profile_name(b"junk") == ""
    assert profile_name(None) == "sRGB"
