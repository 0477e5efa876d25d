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
from mirnet_gui.errors import OutputExists, PhotoError
from mirnet_gui.photo.atomic import leftovers
from mirnet_gui.photo.naming import backup_of
from mirnet_gui.photo.outputs import check_output, take_name
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
    journal.placing(row.id, made)
    try:
        check_root(options)
        replaces = options.replaces(row.source, row.output)
        if replaces:
            _back_up(row.source)
        elif options.existing == "overwrite":
            check_output(row.output, row.source, order.originals, overwrite=True)
        overwrite = replaces or options.existing == "overwrite"
        place_photo(made.temporary, row.output, overwrite=overwrite)
    except OutputExists as error:
        if options.existing == "skip":
            skipped = f"{shown(row.output)} exists already."
            return _end(journal, row, replace(made, status="skipped", reason=skipped))
        return _end(journal, row, replace(made, status="failed", reason=str(error)))
    except (PhotoError, OSError) as error:
        reason = why(error, row.output, options)
        return _end(journal, row, replace(made, status="failed", reason=reason))
    return _end(journal, row, made)


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


def _back_up(original: Path) -> None:
    """Keep ``original`` beside itself under another name. Raises :class:`UnwritablePhoto`."""
    first = backup_of(original)
    try:
        if _is_copy(first, original):
            return
        taken = {str(path).casefold() for path in original.parent.iterdir()}
        backup = take_name(first, taken)
        try:
            os.link(original, backup)
        except OSError:
            # Some drives know no second name for a file.
            shutil.copy2(original, backup)
    except OSError as error:
        raise unwritable(first, error) from error


def _is_copy(backup: Path, original: Path) -> bool:
    if not backup.is_file():
        return False
    return backup.samefile(original) or fingerprint(backup) == fingerprint(original)
