"""Whether the result of a task may be written, asked before the work that it takes."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path
from typing import Final

from mirnet_gui.batch.options import Options
from mirnet_gui.batch.records import Task
from mirnet_gui.batch.run_context import RunContext
from mirnet_gui.errors import UnreadablePhoto, UnwritablePhoto
from mirnet_gui.language import tr
from mirnet_gui.photo.error_messages import quoted, reason_of, unreadable
from mirnet_gui.photo.outputs import check_output, identity

_BLOCK: Final = 1 << 20


class Skipped(Exception):
    """There is nothing to do; the text says why."""


class AlreadyCommitted(Exception):
    """The result stands already: its drive vanished in the very moment after it got its name."""


def check_task(task: Task, context: RunContext) -> None:
    """Raise :class:`Skipped`, :class:`AlreadyCommitted` or what is wrong with the places of a task.

    Raises :class:`UnreadablePhoto`, :class:`UnwritablePhoto` and
    :class:`mirnet_gui.errors.OutputExists`.
    """
    source, output = task.source, task.output
    if "\0" in f"{source}{output}":
        hint = tr("The journal that names it is damaged: begin anew.")
        raise UnreadablePhoto(
            source, tr("No file can be called {source}.", source=quoted(source)), hint
        )
    if os.path.isdir(source):  # noqa: PTH112 - says no to forbidden names
        raise unreadable(source, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))
    if task.sha256 and is_committed(task):
        raise AlreadyCommitted
    if not context.options.replaces(source, output):
        _check_place(task, context.options)
        _check_output(task, context)
    elif source.is_symlink():
        sentence = tr(
            "{source} is a link; the photograph that it leads to is left alone.",
            source=quoted(source),
        )
        raise UnwritablePhoto(source, sentence, tr("Name that one, or choose an output folder."))


def check_output_folder(options: Options) -> None:
    """Raise :class:`UnwritablePhoto` when the output folder is gone, perhaps with its drive.

    Making it anew would fill whatever lies under the place where the drive was.
    """
    folder = options.folder
    if folder is not None and not folder.is_dir():
        sentence = tr("The output folder {folder} is not there any more.", folder=quoted(folder))
        raise UnwritablePhoto(folder, sentence, tr("Connect its drive again, and retry."))


def reason_for_failure(error: Exception, path: Path, options: Options) -> str:
    """The reason that ``error`` gives, or that the output folder is gone, of which it came."""
    try:
        check_output_folder(options)
    except UnwritablePhoto as gone:
        return str(gone)
    return reason_of(error, quoted(path))


def is_committed(task: Task) -> bool:
    """Whether what stands in the place of the result is the very file that was made for it."""
    try:
        same_size = task.output.stat().st_size == task.result_bytes
        return same_size and (task.result_bytes, task.sha256) == fingerprint(task.output)
    except (OSError, ValueError):
        return False


def fingerprint(path: Path) -> tuple[int, str]:
    """Size in bytes and SHA-256 of a file. Raises OSError."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return size, digest.hexdigest()


def _check_place(task: Task, options: Options) -> None:
    # A folder in the output folder may be a link to somebody's photographs.
    folder, place = options.folder, task.output.parent
    if folder is None or not place.is_relative_to(folder):
        return
    if not Path(os.path.realpath(place)).is_relative_to(os.path.realpath(folder)):
        sentence = tr(
            "{place} leads out of {folder} through a link.",
            place=quoted(place),
            folder=quoted(folder),
        )
        raise UnwritablePhoto(place, sentence, tr("Take the link away, or choose another folder."))


def _check_output(task: Task, context: RunContext) -> None:
    # Whether the folder is there is asked first: nothing stands in one that is not.
    check_output_folder(context.options)
    existing, overwrite = context.options.existing, context.options.existing == "overwrite"
    standing = identity(task.output)
    if standing is None or (overwrite and standing not in context.originals):
        return
    if existing == "rename":
        # Another name is found when this one is needed.
        return
    if existing == "skip" and standing not in context.originals:
        raise Skipped(tr("{output} exists already.", output=quoted(task.output)))
    check_output(task.output, task.source, context.originals, overwrite=overwrite)
