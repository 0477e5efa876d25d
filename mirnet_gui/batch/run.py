"""Working through tasks, one bad file never stopping the others."""

from __future__ import annotations

import errno
import logging
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mirnet_gui.batch.plan import Task
from mirnet_gui.errors import Cancelled, MirnetGuiError, OutputExists, UnwritablePhoto
from mirnet_gui.methods.method import Method
from mirnet_gui.photo.naming import format_from_extension
from mirnet_gui.photo.photo import Format
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.sentences import shown, unreadable, unwritable
from mirnet_gui.photo.writing import write_photo
from mirnet_gui.progress import CancelToken, Progress, ProgressCallback

_log = logging.getLogger(__name__)

_Identity = tuple[int, int]

Status = Literal["done", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Record:
    """What became of one photograph; ``reason`` is empty when it is done."""

    input: Path
    output: Path
    seconds: float
    status: Status
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Output:
    """How results are written: ``quality`` (1..100) counts for JPEG and WebP."""

    format: Format | None = None
    quality: int = 92
    overwrite: bool = False


@dataclass(frozen=True, slots=True)
class _Batch:
    method: Method
    output: Output
    originals: frozenset[_Identity]


def run_tasks(
    tasks: Sequence[Task],
    method: Method,
    output: Output,
    progress: ProgressCallback,
    cancel: CancelToken,
) -> Iterator[Record]:
    """Do ``tasks`` one by one and tell of each; after a cancel the rest is told as cancelled.

    ``progress`` counts photographs in thousandths, so that a large one moves it too.
    """
    originals = frozenset(known for task in tasks if (known := _identity(task.source)))
    batch = _Batch(method, output, originals)
    for number, task in enumerate(tasks):
        share = _share_of(progress, number, len(tasks))
        yield _run_one(task, batch, share, cancel)
        progress(Progress((number + 1) * _PARTS, len(tasks) * _PARTS, "photo"))


_PARTS = 1000


def _share_of(progress: ProgressCallback, number: int, count: int) -> ProgressCallback:
    def tell(inner: Progress) -> None:
        done = int((number + inner.fraction) * _PARTS)
        progress(Progress(done, count * _PARTS, "photo"))

    return tell


def _identity(path: Path) -> _Identity | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _run_one(task: Task, batch: _Batch, progress: ProgressCallback, cancel: CancelToken) -> Record:
    started = time.monotonic()

    def record(status: Status, reason: str = "") -> Record:
        return Record(task.source, task.output, time.monotonic() - started, status, reason)

    try:
        cancel.raise_if_cancelled()
        _check_task(task, batch)
        _enhance(task, batch, progress, cancel)
    except Cancelled as error:
        return record("cancelled", str(error))
    except MirnetGuiError as error:
        return record("failed", str(error))
    except MemoryError:
        return record("failed", f"There is not enough memory for {shown(task.source)}.")
    except Exception as error:  # noqa: BLE001 - whatever it is, the other photographs go on
        _log.exception("%s failed in a way nobody foresaw", task.source, exc_info=error)
        reason = f"Something went wrong inside the program with {shown(task.source)}: {error!r}."
        return record("failed", reason)
    return record("done")


def _enhance(task: Task, batch: _Batch, progress: ProgressCallback, cancel: CancelToken) -> None:
    photo = read_photo(task.source)
    cancel.raise_if_cancelled()
    result = photo.with_pixels(batch.method.apply(photo.pixels, progress, cancel))
    cancel.raise_if_cancelled()
    _make_folder(task.output.parent)
    write_photo(
        result,
        task.output,
        format=format_from_extension(task.output) or photo.format,
        quality=batch.output.quality,
        overwrite=batch.output.overwrite,
    )


def _check_task(task: Task, batch: _Batch) -> None:
    # Known before the minutes that the work may take, and checked again when writing.
    if os.path.isdir(task.source):  # noqa: PTH112 - says no to forbidden names
        raise unreadable(task.source, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))
    standing = _identity(task.output)
    if standing is None:
        return
    if standing in batch.originals:
        raise OutputExists(
            task.output,
            f"The result for {shown(task.source)} would replace a photograph that was given.",
            "Choose another output folder.",
        )
    if not batch.output.overwrite:
        raise OutputExists(
            task.output,
            f"{shown(task.output)} exists already in {shown(task.output.parent)}.",
            "Choose another output folder, or add --overwrite.",
        )


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        hint = "Choose another output folder."
        raise UnwritablePhoto(folder, f"{shown(folder)} is a file, not a folder.", hint) from error
    except OSError as error:
        raise unwritable(folder, error) from error
