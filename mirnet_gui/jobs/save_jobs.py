"""How results are saved: as what, under which names, and many of them into one folder."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from mirnet_gui.batch.dates import when_taken
from mirnet_gui.batch.names import ENHANCED, Namer
from mirnet_gui.errors import UsageError
from mirnet_gui.jobs.chosen_results import ChosenResult, SaveRequest, write_result
from mirnet_gui.jobs.photo_jobs import EnhancedPhoto, choice_of, enhanced_by
from mirnet_gui.jobs.worker import Job
from mirnet_gui.methods.method import Method
from mirnet_gui.photo.encoding import DEPTHS, Encoding, deepened
from mirnet_gui.photo.formats import LABELS
from mirnet_gui.photo.metadata.groups import GROUPS, in_order
from mirnet_gui.photo.outputs import free_name, make_folder
from mirnet_gui.photo.photo import Format, Photo
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.progress import CancelToken, ProgressCallback
from mirnet_gui.settings import Settings

_MOST_NUMBERS: Final = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Savable:
    """What ``method`` makes of a photograph, a file or in memory; ``known`` if it is made already.

    Its result is named after ``named``, a file or not; ``number`` is its place among others.
    """

    source: Path | Photo
    named: Path
    method: Method
    known: EnhancedPhoto | None = None
    number: int = 1


def save_into_job(savable: Savable, folder: Path, settings: Settings) -> Job:
    """Saves into ``folder`` as the last result was saved; gives back the path.

    What is not known is computed. No file is ever replaced.
    """

    def job(progress: ProgressCallback, cancel: CancelToken) -> Path:
        source = savable.source
        photo = read_photo(source, cancel) if isinstance(source, Path) else source
        encoding = encoding_of(photo, settings)
        enhanced = savable.known or enhanced_by(
            savable.method, deepened(photo, encoding), progress, cancel
        )
        cancel.raise_if_cancelled()
        namer = namer_of(settings.save_name, savable.method)
        date = when_taken(savable.named).date if namer.needs_date else None
        assert encoding.format is not None  # noqa: S101 - for the type checker
        name = namer.path(savable.named, encoding.format, date, savable.number)
        path = free_name(folder / name)
        make_folder(path.parent)
        request = SaveRequest(path, encoding, overwrite=False)
        result = ChosenResult(photo, enhanced, choice_of(savable.method))
        return write_result(result, request, progress, cancel)

    return job


def date_job(source: Path) -> Job:
    """Looks when the photograph was taken; gives back a datetime."""

    def job(_progress: ProgressCallback, _cancel: CancelToken) -> datetime.datetime:
        return when_taken(source).date

    return job


def encoding_of(photo: Photo, settings: Settings) -> Encoding:
    """As the last result was saved; its format is the photograph's own until one was chosen."""
    common = common_encoding(settings)
    return replace(common, format=common.format or photo.format)


def common_encoding(settings: Settings) -> Encoding:
    """As the last result was saved; without a format until one was chosen.

    What of the settings makes no sense counts as not chosen.
    """
    stripped = settings.save_strip.split(",")
    return Encoding(
        format=next((name for name in LABELS if name == settings.save_format), None),
        depth=next((each for each in DEPTHS if each == settings.save_depth), None),
        quality=settings.save_quality,
        longest=settings.save_longest if settings.save_longest > 0 else None,
        strip=in_order([group for group in stripped if group in GROUPS]),
    )


def settings_of(encoding: Encoding) -> dict[str, str | int]:
    """What :func:`encoding_of` understands, by the names of the fields of :class:`Settings`."""
    return {
        "save_format": encoding.format or "",
        "save_depth": encoding.depth or 0,
        "save_quality": encoding.quality,
        "save_longest": encoding.longest or 0,
        "save_strip": ",".join(encoding.strip),
    }


def namer_of(template: str, method: Method) -> Namer:
    """By ``template``, or by the usual one where that is misspelt, or none was chosen."""
    try:
        return Namer(template or ENHANCED, method)
    except UsageError:
        return Namer(ENHANCED, method)


def free_name_of(
    namer: Namer, named: Path, folder: Path, target: Format, date: datetime.datetime | None
) -> Path:
    """The name of one result in ``folder``, by the first number that is free if it has one."""
    numbers = range(1, _MOST_NUMBERS if namer.counts else 2)
    names = (namer.path(named, target, date, number) for number in numbers)
    first = namer.path(named, target, date, 1)
    return next((name for name in names if not (folder / name).exists()), first)
