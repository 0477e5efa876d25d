"""Finished files into their places, so that the journal always knows which ones are there."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from mirnet_gui.atomic import atomic_path, leftovers, remove
from mirnet_gui.batch.checks import (
    check_output_folder,
    fingerprint,
    is_committed,
    reason_for_failure,
)
from mirnet_gui.batch.journal import Journal
from mirnet_gui.batch.records import Outcome, StagedResult, Task
from mirnet_gui.batch.run_context import RunContext
from mirnet_gui.errors import JournalError, OutputExists, UnwritablePhoto
from mirnet_gui.language import tr
from mirnet_gui.photo.error_messages import quoted, unwritable
from mirnet_gui.photo.naming import backup_of
from mirnet_gui.photo.outputs import check_output, folded, free_name, take_name
from mirnet_gui.photo.writing import place_photo


def commit(journal: Journal, task: Task, staged: StagedResult, context: RunContext) -> Outcome:
    """Give the result its name and the journal its end; whatever happens in between is known.

    ``context`` is the one of now, which knows of photographs that came after the work began.

    Raises :class:`mirnet_gui.errors.JournalError`.
    """
    temporary, options = staged.temporary, context.options
    if temporary is None:
        return _end(journal, task, staged)
    try:
        journal.committing(task.id, staged)
        _give_name(journal, task, temporary, context)
    except JournalError:
        raise
    except OutputExists as error:
        if options.existing == "skip":
            skipped = tr("{output} exists already.", output=quoted(task.output))
            return _end(journal, task, replace(staged, status="skipped", reason=skipped))
        return _end(journal, task, replace(staged, status="failed", reason=str(error)))
    except Exception as error:  # noqa: BLE001 - whatever it is, the other photographs go on
        reason = reason_for_failure(error, task.output, options)
        return _end(journal, task, replace(staged, status="failed", reason=reason))
    finally:
        with suppress(OSError):
            remove(temporary)
    return _end(journal, task, staged)


def _give_name(journal: Journal, task: Task, temporary: Path, context: RunContext) -> None:
    options = context.options
    check_output_folder(options)
    if options.replaces(task.source, task.output):
        back_up(task.source)
        place_photo(temporary, task.output, overwrite=True, made_of=task.source)
        return
    if options.existing == "overwrite":
        check_output(task.output, task.source, context.originals, overwrite=True)
        place_photo(temporary, task.output, overwrite=True, made_of=task.source)
        return
    output = task.output
    while True:
        try:
            place_photo(temporary, output, made_of=task.source)
        except OutputExists:
            if options.existing != "rename":
                raise
            # Somebody else's file of that name came after the plan.
            output = free_name(task.output)
            journal.rename(task.id, output)
        else:
            return


def _end(journal: Journal, task: Task, staged: StagedResult) -> Outcome:
    if staged.status == "cancelled":
        journal.release_one(task.id)
        return Outcome(journal.task(task.id), "cancelled", staged.reason)
    return Outcome(journal.end(task.id, staged.status, staged), staged.status, staged.reason)


def recover(journal: Journal) -> None:
    """Find out what became of photographs that were being worked on when the program ended.

    Raises :class:`mirnet_gui.errors.JournalError`.
    """
    # Also where all is done: a worker that was killed may have been the first of two.
    for folder in {task.output.parent for task in journal.tasks()}:
        for leftover in leftovers(folder, journal.header.tag):
            with suppress(OSError):
                leftover.unlink()
    for task in list(journal.tasks("running", "committing")):
        if task.state == "committing" and is_committed(task):
            journal.end(task.id, "done", StagedResult(seconds=task.seconds, warnings=task.warnings))
        else:
            journal.release_one(task.id)


def back_up(original: Path) -> None:
    """Keep ``original`` beside itself under another name, byte for byte.

    Raises :class:`UnwritablePhoto` where that is not possible.
    """
    first = backup_of(original)
    try:
        digest = fingerprint(original)
        if _is_backup(first, digest):
            return
        taken = {folded(path) for path in original.parent.iterdir()}
        backup = take_name(first, taken)
        _copy(original, backup)
        if not _is_backup(backup, digest):
            sentence = tr(
                "{original} changed while its backup was staged, and was left alone.",
                original=quoted(original),
            )
            raise UnwritablePhoto(original, sentence, tr("Retry when nobody else works on it."))
    except OSError as error:
        raise unwritable(first, error) from error


def _copy(original: Path, backup: Path) -> None:
    try:
        os.link(original, backup)
    except OSError:
        # Some drives know no second name for a file.
        with atomic_path(backup, overwrite=False, made_of=original) as temporary:
            shutil.copy2(original, temporary)


def _is_backup(backup: Path, digest: tuple[int, str]) -> bool:
    # A link would be what it leads to, which may be the original itself.
    return backup.is_file() and not backup.is_symlink() and fingerprint(backup) == digest
