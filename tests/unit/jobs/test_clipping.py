"""What is marked as clipped: lost highlights and shadows of what is seen, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from mirnet_gui.inference.tile_observer import Region
from mirnet_gui.jobs.clipping import (
    HIGHLIGHT,
    SHADOW,
    Clipping,
    ShownPicture,
    clipping_job,
    clipping_marks,
)
from mirnet_gui.jobs.developing import Shot
from mirnet_gui.jobs.display import DisplayPicture, display
from mirnet_gui.photo.photo import Photo
from mirnet_gui.progress import CancelToken


@pytest.mark.parametrize(
    ("colour", "mark"),
    [
        ((0, 0, 0), SHADOW),
        ((1, 0, 0), 0),
        ((0, 0, 90), 0),
        ((254, 254, 254), 0),
        ((255, 255, 255), HIGHLIGHT),
        ((255, 40, 0), HIGHLIGHT),
        ((12, 200, 255), HIGHLIGHT),
    ],
)
def test_one_channel_at_white_or_all_at_black(colour: tuple[int, ...], mark: int) -> None:
    assert clipping_marks(np.full((2, 3, 3), colour, np.uint8)).tolist() == [[mark] * 3] * 2


def test_what_is_transparent_is_not_clipped() -> None:
    pixels = np.zeros((1, 2, 4), np.uint8)
    pixels[0, 1, 3] = 1
    assert clipping_marks(pixels).tolist() == [[0, SHADOW]]


def picture(pixels: np.ndarray) -> DisplayPicture:
    return display(Photo(pixels))


def found(shown: ShownPicture) -> Clipping:
    return clipping_job({"": shown})(lambda _progress: None, CancelToken())[""]


def test_only_what_is_shown_is_looked_at() -> None:
    pixels = np.full((3000, 4000, 3), 90, np.uint8)
    pixels[2000:2400, 3000:3200] = 255
    large = picture(pixels)
    clipping = found(ShownPicture(large, Shot(Region(1600, 2400, 2800, 4000), 2)))
    assert clipping.marks.size < 1600 * 1200 / 16 * 1.1
    rows, columns = np.nonzero(clipping.marks == HIGHLIGHT)
    assert (rows.min() + clipping.top, columns.min() + clipping.left) == (500, 750)
    assert (rows.max() + clipping.top, columns.max() + clipping.left) == (599, 799)


@pytest.mark.parametrize("times", [1, 2])
def test_what_lies_below_counts_as_much_as_it_is_seen(times: int) -> None:
    before = np.full((400, 600, 3), 250, np.uint8)
    before[:, :300] = 255
    before = picture(before)
    white = picture(np.full((400 * times, 600 * times, 3), 255, np.uint8))
    shot = Shot(Region(0, 0, 400 * times, 600 * times), 0)
    assert (found(ShownPicture(white, shot)).marks == HIGHLIGHT).all()
    half = found(ShownPicture(white, shot, below=before, opacity=0.5)).marks == HIGHLIGHT
    assert half[:, : 299 * times].all()
    assert not half[:, 301 * times :].any()
