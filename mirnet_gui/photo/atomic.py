"""Files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_PREFIX: Final = ".mirnet-"
_SUFFIX: Final = ".tmp"


@contextmanager
def atomic_path(target: Path, overwrite: bool) -> Iterator[Path]:
    """Yield an empty temporary file beside ``target`` that becomes ``target`` on leaving.

    Leaving by an exception removes it, and ``target`` stays as it was. Without ``overwrite`` a
    file that appeared in the meantime is never replaced.

    Raises FileExistsError when ``target`` stands already and may not be overwritten, or whatever
    OSError tells that the place cannot be written; both as early as it can be known.
    """
    temporary = create_beside(target, overwrite)
    try:
        yield temporary
        flush(temporary)
        place(temporary, target, overwrite)
    finally:
        temporary.unlink(missing_ok=True)


def create_beside(target: Path, overwrite: bool, tag: str = "") -> Path:
    """An empty file beside ``target``; :func:`leftovers` finds it again by its ``tag``.

    Raises as :func:`atomic_path` does.
    """
    target = Path(os.path.realpath(target))
    _check(target, overwrite)
    # Not tempfile: its files are private to the user whatever the umask says, and the name must
    # not grow with the target's.
    while True:
        temporary = target.parent / f"{_PREFIX}{tag}{secrets.token_hex(8)}{_SUFFIX}"
        try:
            descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
        except FileExistsError:
            continue
        os.close(descriptor)
        return temporary


def flush(path: Path) -> None:
    """See to it that what was written to ``path`` is on the disk. Raises OSError."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def place(temporary: Path, target: Path, overwrite: bool) -> None:
    """Make ``target`` of the whole file ``temporary`` in one step, which may remain beside it.

    Raises FileExistsError where ``target`` stands and may not be overwritten, or another OSError.
    """
    target = Path(os.path.realpath(target))
    _check(target, overwrite)
    if overwrite:
        _replace(temporary, target)
    else:
        _place_exclusively(temporary, target)
    _flush_folder(target.parent)


def _flush_folder(folder: Path) -> None:
    # Until the folder is on the disk, a power cut can take the name away again.
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def leftovers(folder: Path, tag: str) -> list[Path]:
    """Files in ``folder`` that a program which was killed began with ``tag`` and never placed."""
    try:
        return [path for path in folder.iterdir() if _is_leftover(path.name, tag)]
    except OSError:
        return []


def _is_leftover(name: str, tag: str) -> bool:
    return name.startswith(f"{_PREFIX}{tag}") and name.endswith(_SUFFIX)


def _check(target: Path, overwrite: bool) -> None:
    try:
        target.lstat()
    except FileNotFoundError:
        return
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    if not overwrite:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))


def _replace(temporary: Path, target: Path) -> None:
    if target.exists():
        shutil.copymode(target, temporary)
    temporary.replace(target)


def _place_exclusively(temporary: Path, target: Path) -> None:
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:
        # FAT and some network drives know no hard links: take the name first, then fill it.
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        try:
            temporary.replace(target)
        except OSError:
            target.unlink()
            raise
