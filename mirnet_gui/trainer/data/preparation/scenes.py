"""Which pictures show the same scene: their thumbnails agree, whatever the exposure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.values import Floats
from mirnet_gui.progress import CancelToken
from mirnet_gui.trainer.data.preparation.structure import local_structure, luminance

_SIDE = 32
_SIGMA = 2.0
# A camera that was moved a little shifts the scene by up to a sixteenth of the picture.
_REACH = 2
# Measured on 1,100 pictures of LOL, SICE and others: different scenes reach 0.57 at the most (two
# flat horizons), a still life that was laid out anew 0.6 to 0.8, a copy 0.9 and more.
_SAME_SCENE = 0.62
_ROWS_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Likeness:
    """Picture number ``one`` and picture number ``other`` show the same scene.

    ``degree`` is the correlation of their structure, up to 1 for copies.
    """

    one: int
    other: int
    degree: float


def thumbnail(picture: Pixels) -> Floats:
    """The structure of a picture (H, W, 3) of any depth, (32, 32), to be compared by `alike`.

    Resizing, compression, exposure and gamma hardly change it; a crop of more than about 3 % of
    a side, a mirroring or a turn make it another.
    """
    return local_structure(luminance(picture, (_SIDE, _SIDE)), _SIGMA)


def alike(
    ones: Sequence[Floats], others: Sequence[Floats], cancel: CancelToken
) -> Iterator[Likeness]:
    """Every picture of ``ones`` that shows the scene of one of ``others`` (thumbnails both)."""
    if not ones or not others:
        return
    centres = _windows(np.stack(ones), 0, 0)
    moved = np.stack(others)
    for first in range(0, len(ones), _ROWS_AT_ONCE):
        degrees = _best(centres[first : first + _ROWS_AT_ONCE], moved, cancel)
        for row, column in zip(*np.nonzero(degrees >= _SAME_SCENE), strict=True):
            yield Likeness(first + int(row), int(column), float(degrees[row, column]))


def _best(centres: Floats, moved: Floats, cancel: CancelToken) -> Floats:
    """Highest correlation over all moves: (n, features) and (m, side, side) -> (n, m)."""
    best = np.full((len(centres), len(moved)), -1.0, dtype=np.float32)
    for down in range(-_REACH, _REACH + 1):
        for right in range(-_REACH, _REACH + 1):
            cancel.raise_if_cancelled()
            np.maximum(best, centres @ _windows(moved, down, right).T, out=best)
    return best


def _windows(thumbnails: Floats, down: int, right: int) -> Floats:
    rows = slice(_REACH + down, _SIDE - _REACH + down)
    columns = slice(_REACH + right, _SIDE - _REACH + right)
    flat = thumbnails[:, rows, columns].reshape(len(thumbnails), -1)
    flat = flat - flat.mean(axis=1, keepdims=True)
    normed: Floats = flat / (np.linalg.norm(flat, axis=1, keepdims=True) + 1e-6)
    return normed


def group(count: int, links: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Numbers 0..count-1 in groups: whatever is linked, also by way of others, is together."""
    leaders = list(range(count))

    def leader(number: int) -> int:
        while leaders[number] != number:
            leaders[number] = leaders[leaders[number]]
            number = leaders[number]
        return number

    for one, other in links:
        first, second = sorted((leader(one), leader(other)))
        leaders[second] = first
    groups: dict[int, list[int]] = {}
    for number in range(count):
        groups.setdefault(leader(number), []).append(number)
    return list(groups.values())
