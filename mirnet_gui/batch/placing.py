"""Finished files into their places, so that the journal always knows which ones are there."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from mirnet_gui.batch.journal import Journal
from mirnet_gui.batch.records import Made, Outcome, Row
from mirnet_gui.batch.work import Order, check_root, fingerprint, is_placed, why
from mirnet_gui.errors import JournalError, OutputExists, UnwritablePhoto
from mirnet_gui.photo.atomic import atomic_path, leftovers, remove
from mirnet_gui.photo.naming import backup_of
from mirnet_gui.photo.outputs import check_output, folded, free_name, take_name
from mirnet_gui.photo.sentences import shown, unwritable
from mirnet_gui.photo.writing import place_photo


def commit(journal: Journal, row: Row, made: Made, order: Order) -> Outcome:
    """Give the result its name and the journal its end; whatever happens in between is known.

    ``order`` is the one of now, which knows of photographs that came after the work began.

    Raises :class:`mirnet_gui.errors.JournalError`.
    """
    if made.temporary is None:
        return _end(journal, row, made)
    options = order.options
    try:
        _place(journal, row, made, made.temporary, order)
    except JournalError:
        raise
    except OutputExists as error:
        if options.existing == "skip":
            skipped = f"{shown(row.output)} exists already."
            return _end(journal, row, replace(made, status="skipped", reason=skipped))
        return _end(journal, row, replace(made, status="failed", reason=str(error)))
    except Exception as error:  # noqa: BLE001 - whatever it is, the other photographs go on
        reason = why(error, row.output, options)
        return _end(journal, row, replace(made, status="failed", reason=reason))
    finally:
        with suppress(OSError):
            remove(made.temporary)
    return _end(journal, row, made)


def _place(journal: Journal, row: Row, made: Made, temporary: Path, order: Order) -> None:
    options = order.options
    journal.placing(row.id, made)
    check_root(options)
    if options.replaces(row.source, row.output):
        back_up(row.source)
        place_photo(temporary, row.output, overwrite=True, made_of=row.source)
        return
    if options.existing == "overwrite":
        check_output(row.output, row.source, order.originals, overwrite=True)
        place_photo(temporary, row.output, overwrite=True, made_of=row.source)
        return
    output = row.output
    while True:
        try:
            place_photo(temporary, output, made_of=row.source)
        except OutputExists:
            if options.existing != "rename":
                raise
            # Somebody else's file of that name came after the plan.
            output = free_name(row.output)
            journal.rename(row.id, output)
        else:
            return


def _end(journal: Journal, row: Row, made: Made) -> Outcome:
    if made.status == "cancelled":
        journal.release_one(row.id)
        return Outcome(journal.row(row.id), "cancelled", made.reason)
    return Outcome(journal.end(row.id, made.status, made), made.status, made.reason)


def recover(journal: Journal) -> None:
    """Find out what became of photographs that were being worked on when the program ended.

    Raises :class:`mirnet_gui.errors.JournalError`.
    """
    # Also where all is done: a worker that was killed may have been the first of two.
    for folder in {row.output.parent for row in journal.rows()}:
        for leftover in leftovers(folder, journal.header.tag):
            with suppress(OSError):
                leftover.unlink()
    for row in list(journal.rows("running", "placing")):
        if row.state == "placing" and is_placed(row):
            journal.end(row.id, "done", Made(seconds=row.seconds, warnings=row.warnings))
        else:
            journal.release_one(row.id)


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
            sentence = f"{shown(original)} changed while its backup was made, and was left alone."
            raise UnwritablePhoto(original, sentence, "Retry when nobody else works on it.")
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
