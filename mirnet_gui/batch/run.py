"""Working through tasks, one bad file never stopping the others."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mirnet_gui.batch.plan import Task
from mirnet_gui.errors import Cancelled, MirnetGuiError, OutputExists, UnwritablePhoto
from mirnet_gui.methods.method import Method
from mirnet_gui.photo.naming import format_from_extension
from mirnet_gui.photo.photo import Format, Photo
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.sentences import shown, unwritable
from mirnet_gui.photo.writing import write_photo
from mirnet_gui.progress import CancelToken, Progress, ProgressCallback

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
    for number, task in enumerate(tasks):
        yield _run_one(task, method, output, _share_of(progress, number, len(tasks)), cancel)
        progress(Progress((number + 1) * _PARTS, len(tasks) * _PARTS, "photo"))


_PARTS = 1000


def _share_of(progress: ProgressCallback, number: int, count: int) -> ProgressCallback:
    def tell(inner: Progress) -> None:
        done = int((number + inner.fraction) * _PARTS)
        progress(Progress(done, count * _PARTS, "photo"))

    return tell


def _run_one(
    task: Task, method: Method, output: Output, progress: ProgressCallback, cancel: CancelToken
) -> Record:
    started = time.monotonic()

    def record(status: Status, reason: str = "") -> Record:
        return Record(task.source, task.output, time.monotonic() - started, status, reason)

    try:
        cancel.raise_if_cancelled()
        _enhance(task, method, output, progress, cancel)
    except Cancelled as error:
        return record("cancelled", str(error))
    except MirnetGuiError as error:
        return record("failed", str(error))
    except MemoryError:
        return record("failed", f"There is not enough memory for {shown(task.source)}.")
    return record("done")


def _enhance(
    task: Task, method: Method, output: Output, progress: ProgressCallback, cancel: CancelToken
) -> None:
    _check_output(task, output)
    photo = read_photo(task.source)
    cancel.raise_if_cancelled()
    result = photo.with_pixels(method.apply(photo.pixels, progress, cancel))
    cancel.raise_if_cancelled()
    _make_folder(task.output.parent)
    write_photo(
        result,
        task.output,
        format=_format_for(task, output, photo),
        quality=output.quality,
        overwrite=output.overwrite,
    )


def _format_for(task: Task, output: Output, photo: Photo) -> Format:
    return output.format or format_from_extension(task.output) or photo.format


def _check_output(task: Task, output: Output) -> None:
    # Known before the minutes that the work may take, and checked again when writing.
    if not task.output.exists():
        return
    if task.source.exists() and task.output.samefile(task.source):
        raise OutputExists(
            task.output,
            f"The result for {shown(task.source)} would replace the photograph itself.",
            "Choose another output folder.",
        )
    if not output.overwrite:
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
