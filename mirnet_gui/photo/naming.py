"""Names: which files are taken for photographs, and what a result is called."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from mirnet_gui.photo.formats import EXTENSIONS, READ_EXTENSIONS
from mirnet_gui.photo.photo import Format


def is_supported(path: Path) -> bool:
    """Whether the name is that of a photograph; the file itself is not looked at.

    Thumbs.db and .DS_Store have no such extension; "._*" are the companions that macOS leaves on
    foreign drives, named like the photograph itself.
    """
    return path.suffix.lower() in READ_EXTENSIONS and not path.name.startswith("._")


def photographs_in(folder: Path, *, leaving_out: Path | None = None) -> Iterator[Path]:
    """Every photograph by its name in ``folder``, however deep, folder by folder in order.

    The folder ``leaving_out`` is passed over with all that is in it. A folder that cannot be
    looked into comes as it is: whoever opens it will hear why.
    """
    locked: list[Path] = []
    closed = leaving_out.resolve() if leaving_out else None
    for name, subfolders, files in os.walk(
        folder, onerror=lambda e: locked.append(Path(e.filename))
    ):
        here = Path(name)
        subfolders[:] = sorted(sub for sub in subfolders if (here / sub).resolve() != closed)
        yield from (path for path in sorted(here / file for file in files) if is_supported(path))
    yield from locked


def format_from_extension(path: Path) -> Format | None:
    """The format that the name promises, or None."""
    return EXTENSIONS.get(path.suffix.lower())


def extension_of(target: Format) -> str:
    """The usual extension of a format, with its dot."""
    return next(extension for extension, name in EXTENSIONS.items() if name == target)


def result_path(source: Path, folder: Path, target: Format) -> Path:
    """Where the result for ``source`` goes: its own name in ``folder``, the extension right.

    The spelling of the extension ("JPG", "tiff") stays when it fits the target format already.
    """
    if format_from_extension(source) == target:
        return folder / source.name
    stem = source.stem if source.suffix.lower() in READ_EXTENSIONS else source.name
    return folder / f"{stem}{extension_of(target)}"
