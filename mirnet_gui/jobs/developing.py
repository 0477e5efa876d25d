"""What is seen of a result, by a person's choice: computed for the part and the size shown only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mirnet_gui.inference.tile_observer import Region
from mirnet_gui.jobs.display import DisplayPicture
from mirnet_gui.jobs.photo_jobs import EnhancedPhoto
from mirnet_gui.jobs.worker import Job
from mirnet_gui.photo.colour.srgb import Bytes
from mirnet_gui.photo.values import floats_of, from_floats, part_enlarged
from mirnet_gui.progress import CancelToken, ProgressCallback, look_away
from mirnet_gui.tone.development import Development
from mirnet_gui.tone.layers import Choice
from mirnet_gui.tone.regions import Slices
from mirnet_gui.tone.strips import in_strips


@dataclass(frozen=True, slots=True)
class Shot:
    """What the window shows of a picture: a ``region`` of it, from the copy number ``level``."""

    region: Region
    level: int


@dataclass(frozen=True, slots=True, eq=False)
class DevelopedShot:
    """A result as the window shows it, but for its strength, which is painted.

    Where strength varies it is ``blended`` with the photograph already. ``whole`` (h, w, 3 or 4) is
    all of it, small; ``part`` is what ``shot`` shows, sharp, with its upper left corner at ``top``,
    ``left`` of that copy.
    """

    choice: Choice
    shot: Shot
    whole: Bytes
    part: Bytes
    top: int
    left: int
    blended: bool = False


def develop_job(
    enhanced: EnhancedPhoto, choice: Choice, shot: Shot, before: DisplayPicture | None = None
) -> Job:
    """Develops ``shot`` by ``choice``; gives back a :class:`DevelopedShot`.

    ``before`` is the photograph, for a choice whose strength varies.
    """
    original = before if choice.strength_varies else None

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> DevelopedShot:
        smallest = len(enhanced.finished.levels) - 1
        whole = _developed(enhanced, choice, smallest, None, original)
        rows, columns = slices_of(enhanced.finished, shot)
        is_whole = shot.level == smallest
        part = (
            whole[rows, columns]
            if is_whole
            else _developed(enhanced, choice, shot.level, (rows, columns), original)
        )
        return DevelopedShot(
            choice=choice,
            shot=shot,
            whole=whole,
            part=np.ascontiguousarray(part),
            top=rows.start,
            left=columns.start,
            blended=original is not None,
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


def _developed(
    enhanced: EnhancedPhoto,
    choice: Choice,
    level: int,
    part: Slices | None,
    before: DisplayPicture | None,
) -> Bytes:
    relit, finished = enhanced.relit.levels[level], enhanced.finished.levels[level]
    size = finished.shape[:2]
    rows, columns = part or (slice(0, size[0]), slice(0, size[1]))
    development = Development(choice, enhanced.layers, size, finished.dtype)
    result = np.array(finished[rows, columns])

    def work(strip: slice) -> None:
        place = slice(rows.start + strip.start, rows.start + strip.stop), columns
        original = None if before is None else _part_of(before, level, place, size)
        layers = _rgb(relit[place]), _rgb(finished[place])
        result[strip, :, :3] = development.applied(place, *layers, original)

    in_strips(result.shape[0], work, look_away)
    return result


def _part_of(picture: DisplayPicture, level: int, part: Slices, size: tuple[int, int]) -> Bytes:
    """``part`` of a picture as large as ``size`` (H, W), made of one that may be smaller."""
    copy = picture.levels[min(level, len(picture.levels) - 1)]
    if copy.shape[:2] == size:
        return _rgb(copy[part])
    enlarged = part_enlarged(floats_of(_rgb(copy)), part, size)
    return np.ascontiguousarray(from_floats(enlarged, copy.dtype), dtype=np.uint8)


def _rgb(pixels: Bytes) -> Bytes:
    return np.ascontiguousarray(pixels[..., :3])
