"""One photograph on its way: read, enhanced, written."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mirnet_gui.batch.plan import Task
from mirnet_gui.errors import Cancelled
from mirnet_gui.methods.method import Method
from mirnet_gui.photo.naming import format_from_extension
from mirnet_gui.photo.outputs import Identity, check_output, make_folder
from mirnet_gui.photo.photo import Format, Photo
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.sentences import reason_of, shown, unreadable
from mirnet_gui.photo.writing import write_photo
from mirnet_gui.progress import CancelToken, ProgressCallback

Status = Literal["done", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Record:
    """What became of one photograph; ``reason`` is empty when it is done.

    ``seconds`` is what was spent on it, without the waiting for others.
    """

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
class Batch:
    """What all photographs of a batch have in common; ``originals`` are never written over."""

    method: Method
    output: Output
    originals: frozenset[Identity]
    cancel: CancelToken


class Work:
    """One photograph of a batch. Its three steps may run in three threads, one after the other.

    A step that fails is the last one: the steps after it do nothing, and :meth:`record` says why.
    """

    def __init__(self, task: Task, batch: Batch) -> None:
        self._task = task
        self._batch = batch
        self._photo: Photo | None = None
        self._seconds = 0.0
        self._status: Status = "done"
        self._reason = ""

    def read(self) -> Work:
        """Read the photograph, after a look at whether its result may be written."""
        self._step(self._read)
        return self

    def enhance(self, progress: ProgressCallback) -> Work:
        """Apply the method."""
        self._step(lambda: self._enhance(progress))
        return self

    def write(self) -> Work:
        """Write the result, and let go of it."""
        self._step(self._write)
        self._photo = None
        return self

    def record(self) -> Record:
        """What became of it."""
        task = self._task
        return Record(task.source, task.output, self._seconds, self._status, self._reason)

    def _step(self, do: Callable[[], None]) -> None:
        if self._status != "done":
            return
        started = time.monotonic()
        try:
            self._batch.cancel.raise_if_cancelled()
            do()
        except Cancelled as error:
            self._end("cancelled", str(error))
        except Exception as error:  # noqa: BLE001 - whatever it is, the other photographs go on
            self._end("failed", reason_of(error, shown(self._task.source)))
        self._seconds += time.monotonic() - started

    def _end(self, status: Status, reason: str) -> None:
        self._status, self._reason, self._photo = status, reason, None

    def _read(self) -> None:
        _check_task(self._task, self._batch)
        self._photo = read_photo(self._task.source)

    def _enhance(self, progress: ProgressCallback) -> None:
        photo = self._held()
        pixels = self._batch.method.apply(photo.pixels, progress, self._batch.cancel)
        self._photo = photo.with_pixels(pixels)

    def _write(self) -> None:
        photo, path, output = self._held(), self._task.output, self._batch.output
        make_folder(path.parent)
        write_photo(
            photo,
            path,
            format=format_from_extension(path) or photo.format,
            quality=output.quality,
            overwrite=output.overwrite,
        )

    def _held(self) -> Photo:
        assert self._photo is not None  # noqa: S101 - the steps run in their order
        return self._photo


def _check_task(task: Task, batch: Batch) -> None:
    if os.path.isdir(task.source):  # noqa: PTH112 - says no to forbidden names
        raise unreadable(task.source, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))
    check_output(task.output, task.source, batch.originals, overwrite=batch.output.overwrite)
