"""Where a picture is clipped: computed for the part and the size that a window shows only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from mirnet_gui.jobs.developing import DevelopedShot, Shot, slices_of
from mirnet_gui.jobs.display import DisplayPicture
from mirnet_gui.jobs.worker import Job
from mirnet_gui.photo.colour.srgb import Bytes
from mirnet_gui.progress import CancelToken, ProgressCallback
from mirnet_gui.tone.regions import Slices

SHADOW: Final = 1
HIGHLIGHT: Final = 2

_BLACK: Final = (0, 0, 0)
_ALMOST_WHITE: Final = (254, 254, 254)


@dataclass(frozen=True, slots=True, eq=False)
class ShownPicture:
    """A picture as a window shows it: ``developed``, and with ``opacity`` (0..1) over ``below``."""

    picture: DisplayPicture
    shot: Shot
    developed: DevelopedShot | None = None
    below: DisplayPicture | None = None
    opacity: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Clipping:
    """``marks`` (h, w) of a part of ``picture``: SHADOW, HIGHLIGHT, or 0 where nothing is clipped.

    Its upper left corner lies at ``top``, ``left`` of the copy number ``level``.
    """

    picture: DisplayPicture
    level: int
    top: int
    left: int
    marks: Bytes


def clipping_job(shown: Mapping[str, ShownPicture]) -> Job:
    """Finds what is clipped of each; gives back a :class:`Clipping` for each key."""

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> dict[str, Clipping]:
        return {key: _clipping(each) for key, each in shown.items()}

    return job


def clipping_marks(pixels: Bytes) -> Bytes:
    """(H, W) for ``pixels`` (H, W, 3 or 4): HIGHLIGHT, SHADOW, or 0 where nothing is clipped.

    One channel at white has lost what was brighter in it; one at black is but a deep colour, so a
    shadow is lost only where all three are. What is wholly transparent is not seen.
    """
    rgb = np.ascontiguousarray(pixels[..., :3])
    black = np.asarray(cv2.inRange(rgb, _BLACK, _BLACK), np.uint8)
    below_white = np.asarray(cv2.inRange(rgb, _BLACK, _ALMOST_WHITE), np.uint8)
    marks: Bytes = np.asarray((black & SHADOW) | (~below_white & HIGHLIGHT), np.uint8)
    if pixels.shape[2] == 4:
        marks[pixels[..., 3] == 0] = 0
    return marks


def _clipping(shown: ShownPicture) -> Clipping:
    picture, developed = shown.picture, shown.developed
    if developed is None:
        level = shown.shot.level
        place = slices_of(picture, shown.shot)
        pixels = picture.levels[level][place]
    else:
        level, pixels = developed.shot.level, developed.part
        rows, columns = pixels.shape[:2]
        place = (
            slice(developed.top, developed.top + rows),
            slice(developed.left, developed.left + columns),
        )
    if shown.below is not None and shown.opacity < 1.0:
        below = _same_part(shown.below, picture, level, place)
        rgb = np.ascontiguousarray(pixels[..., :3])
        mixed = cv2.addWeighted(rgb, shown.opacity, below, 1.0 - shown.opacity, 0.0)
        pixels = np.asarray(mixed, np.uint8)
    return Clipping(picture, level, place[0].start, place[1].start, clipping_marks(pixels))


def _same_part(below: DisplayPicture, above: DisplayPicture, level: int, place: Slices) -> Bytes:
    """(h, w, 3): what lies below the part ``place`` of the copy ``level`` of ``above``."""
    copy = below.levels[min(level, len(below.levels) - 1)]
    times = copy.shape[1] / above.levels[level].shape[1]
    inner = tuple(slice(int(edge.start * times), round(edge.stop * times)) for edge in place)
    rgb = np.ascontiguousarray(copy[inner][..., :3])
    size = (place[1].stop - place[1].start, place[0].stop - place[0].start)
    if rgb.shape[1::-1] == size:
        return rgb
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)
