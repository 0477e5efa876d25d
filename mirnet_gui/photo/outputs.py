"""Places for results: known to be free before the work, and never an original."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path
from tempfile import TemporaryFile

from mirnet_gui.errors import OutputExists, UnwritablePhoto
from mirnet_gui.language import tr
from mirnet_gui.photo.error_messages import quoted, unwritable
from mirnet_gui.photo.naming import format_from_extension
from mirnet_gui.photo.photo import Format
from mirnet_gui.photo.reading import probe

Identity = tuple[int, int]


def identity(path: Path) -> Identity | None:
    """What tells whether two paths lead to one file; None when there is none."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        # ValueError: a name that no file can have.
        return None
    return found.st_dev, found.st_ino


def format_of(source: Path) -> Format:
    """The format in which the result for ``source`` keeps most of its file."""
    try:
        return probe(source).format
    except Exception:  # noqa: BLE001 - whatever strange bytes do
        # Reading it will say why; until then its name has to do.
        return format_from_extension(source) or "png"


def take_name(first: Path, taken: set[str]) -> Path:
    """``first``, or with a number at its end when that is in ``taken``, where the choice is put."""
    chosen, number = first, 2
    # a.png and a.tiff both become a.jpg.
    while folded(chosen) in taken:
        chosen = first.with_name(f"{first.stem}-{number}{first.suffix}")
        number += 1
    taken.add(folded(chosen))
    return chosen


def folded(path: Path) -> str:
    """The same for all names that some drive takes for one: A.jpg and a.jpg, é in two ways."""
    return unicodedata.normalize("NFC", str(path)).casefold()


def free_name(first: Path, taken: set[str] | None = None) -> Path:
    """As :func:`take_name`, and nothing stands there either."""
    taken = set() if taken is None else taken
    chosen = take_name(first, taken)
    while os.path.lexists(chosen):
        chosen = take_name(first, taken)
    return chosen


def check_output(
    output: Path, source: Path, originals: frozenset[Identity], *, overwrite: bool
) -> None:
    """Raise :class:`OutputExists` when the result for ``source`` may not go to ``output``.

    ``originals`` are never replaced, other files only with ``overwrite``. To be asked before the
    minutes that the work may take; writing checks again.
    """
    standing = identity(output)
    if standing is None:
        return
    if standing in originals:
        raise OutputExists(
            output,
            tr(
                "The result for {source} would replace a photograph that was given.",
                source=quoted(source),
            ),
            tr("Choose another output folder."),
        )
    if not overwrite:
        raise OutputExists(
            output,
            tr(
                "{output} exists already in {parent}.",
                output=quoted(output),
                parent=quoted(output.parent),
            ),
            tr("Choose another output folder, or add --overwrite."),
        )


def make_output_folder(folder: Path) -> None:
    """Make ``folder`` and those above it; it takes files, which is tried without leaving one.

    Raises :class:`UnwritablePhoto`.
    """
    make_folder(folder)
    try:
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise unwritable(folder, error) from error


def make_folder(folder: Path, within: Path | None = None) -> None:
    """Make ``folder`` and those above it, below ``within`` where that is given.

    ``within`` itself is never made: it may have gone with its drive since it was looked for.
    Raises :class:`UnwritablePhoto`.
    """
    try:
        if within is None or not folder.is_relative_to(within):
            folder.mkdir(parents=True, exist_ok=True)
            return
        place = within
        for part in folder.relative_to(within).parts:
            place /= part
            place.mkdir(exist_ok=True)
    except FileExistsError as error:
        hint = tr("Choose another output folder.")
        raise UnwritablePhoto(
            folder, tr("{folder} is a file, not a folder.", folder=quoted(folder)), hint
        ) from error
    except OSError as error:
        raise unwritable(folder, error) from error
