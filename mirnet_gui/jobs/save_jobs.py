"""Saving many results into one folder, each under a name that is free."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mirnet_gui.jobs.photo_jobs import (
    EnhancedPhoto,
    SaveRequest,
    choice_of,
    enhanced_by,
    write_result,
)
from mirnet_gui.jobs.worker import Job
from mirnet_gui.methods.method import Method
from mirnet_gui.photo.formats import LABELS
from mirnet_gui.photo.naming import enhanced_name
from mirnet_gui.photo.outputs import free_name
from mirnet_gui.photo.photo import Format, Photo
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.progress import CancelToken, ProgressCallback
from mirnet_gui.settings import Settings


@dataclass(frozen=True, slots=True, eq=False)
class Savable:
    """What ``method`` makes of a photograph, a file or in memory; ``known`` if it is made already.

    Its result is named after ``stem``.
    """

    source: Path | Photo
    stem: str
    method: Method
    known: EnhancedPhoto | None = None


def save_into_job(savable: Savable, folder: Path, settings: Settings) -> Job:
    """Saves into ``folder`` as the last result was saved; gives back the path.

    What is not known is computed. No file is ever replaced.
    """

    def job(progress: ProgressCallback, cancel: CancelToken) -> Path:
        source = savable.source
        photo = read_photo(source, cancel) if isinstance(source, Path) else source
        enhanced = savable.known or enhanced_by(savable.method, photo, progress, cancel)
        cancel.raise_if_cancelled()
        target = save_format(photo, settings)
        path = free_name(folder / enhanced_name(savable.stem, target))
        request = SaveRequest(path, target, settings.save_quality, overwrite=False)
        return write_result(photo, enhanced, choice_of(savable.method), request)

    return job


def save_format(photo: Photo, settings: Settings) -> Format:
    """The format that results are saved in: that of the last one, else the photograph's own."""
    kept = settings.save_format
    return next((name for name in LABELS if name == kept), photo.format)
