"""What is seen of a result, by a person's choice: computed for the part and the size shown only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mirnet_gui.inference.tile_observer import Region
from mirnet_gui.jobs.display import DisplayPicture
from mirnet_gui.jobs.photo_jobs import EnhancedPhoto
from mirnet_gui.jobs.worker import Job
from mirnet_gui.photo.colour.srgb import Bytes
from mirnet_gui.progress import CancelToken, ProgressCallback
from mirnet_gui.tone.controls import ControlledTones
from mirnet_gui.tone.layers import Choice, Slices, denoised
from mirnet_gui.tone.strips import in_strips


@dataclass(frozen=True, slots=True)
class Shot:
    """What the window shows of a picture: a ``region`` of it, from the copy number ``level``."""

    region: Region
    level: int


@dataclass(frozen=True, slots=True, eq=False)
class DevelopedShot:
    """A result as the window shows it, but for its strength, which is painted.

    ``whole`` (h, w, 3 or 4) is all of it, small; ``part`` is what ``shot`` shows, sharp, with its
    upper left corner at ``top``, ``left`` of that copy.
    """

    choice: Choice
    shot: Shot
    whole: Bytes
    part: Bytes
    top: int
    left: int


def develop_job(enhanced: EnhancedPhoto, choice: Choice, shot: Shot) -> Job:
    """Develops ``shot`` by ``choice``; gives back a :class:`DevelopedShot`."""

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> DevelopedShot:
        smallest = len(enhanced.finished.levels) - 1
        whole = _developed(enhanced, choice, smallest, None)
        rows, columns = slices_of(enhanced.finished, shot)
        is_whole = shot.level == smallest
        part = (
            whole[rows, columns]
            if is_whole
            else _developed(enhanced, choice, shot.level, (rows, columns))
        )
        return DevelopedShot(
            choice=choice,
            shot=shot,
            whole=whole,
            part=np.ascontiguousarray(part),
            top=rows.start,
            left=columns.start,
        )

    return job


def slices_of(picture: DisplayPicture, shot: Shot) -> Slices:
    """The rows and columns of the copy of ``picture`` that ``shot`` shows, at least one of each."""
    height, width = picture.levels[shot.level].shape[:2]
    shift = 1 << shot.level
    region = shot.region
    top, left = (max(start // shift - 1, 0) for start in (region.top, region.left))
    bottom = min(region.bottom // shift + 2, height)
    right = min(region.right // shift + 2, width)
    return slice(min(top, bottom - 1), bottom), slice(min(left, right - 1), right)


def _developed(enhanced: EnhancedPhoto, choice: Choice, level: int, part: Slices | None) -> Bytes:
    relit, finished = enhanced.relit.levels[level], enhanced.finished.levels[level]
    size = finished.shape[:2]
    rows, columns = part or (slice(0, size[0]), slice(0, size[1]))
    tones = ControlledTones(choice.controls, enhanced.layers.base, size)
    result = np.array(finished[rows, columns])

    def work(strip: slice) -> None:
        place = slice(rows.start + strip.start, rows.start + strip.stop), columns
        rgb = denoised(_rgb(relit[place]), _rgb(finished[place]), choice)
        result[strip, :, :3] = tones.applied(rgb, place)

    in_strips(result.shape[0], work, _look_away)
    return result


def _rgb(pixels: Bytes) -> Bytes:
    return np.ascontiguousarray(pixels[..., :3])


def _look_away(_share: float) -> None:
    pass
