"""Where a region acts, as the window shows it over the result."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mirnet_gui.jobs.developing import Shot, slices_of
from mirnet_gui.jobs.display import DisplayPicture
from mirnet_gui.jobs.photo_jobs import EnhancedPhoto
from mirnet_gui.jobs.worker import Job
from mirnet_gui.photo.colour.srgb import Bytes
from mirnet_gui.progress import CancelToken, ProgressCallback
from mirnet_gui.tone.controls import brightness_at_large
from mirnet_gui.tone.regions import AdjustedRegion, RegionMask


@dataclass(frozen=True, slots=True, eq=False)
class ShownMask:
    """The ``mask`` (h, w) uint8 of a part of the copy number ``level`` of ``picture``.

    Its upper left corner lies at ``top``, ``left`` of that copy; 255 is all of the effect.
    """

    picture: DisplayPicture
    level: int
    top: int
    left: int
    mask: Bytes


def region_mask_job(enhanced: EnhancedPhoto, region: AdjustedRegion, shot: Shot) -> Job:
    """Computes where ``region`` acts in what is seen; gives back a :class:`ShownMask`."""

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> ShownMask:
        picture, layers = enhanced.finished, enhanced.layers
        level = picture.levels[shot.level]
        size = level.shape[:2]
        part = slices_of(picture, shot)
        brightness = None
        if region.asks_for_brightness:
            pixels = np.ascontiguousarray(level[part][..., :3])
            brightness = brightness_at_large(pixels, part, layers.base, size)
        mask = RegionMask(region, layers.brushes, size).of(part, brightness)
        # Rows of an image begin at multiples of four bytes; these are told their length.
        marks = np.ascontiguousarray(np.rint(mask * np.float32(255.0)), dtype=np.uint8)
        return ShownMask(picture, shot.level, part[0].start, part[1].start, marks)

    return job
