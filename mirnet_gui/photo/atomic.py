"""Files that appear whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def atomic_path(target: Path, overwrite: bool) -> Iterator[Path]:
    """Yield an empty temporary file beside ``target`` that becomes ``target`` on leaving.

    Leaving by an exception removes it, and ``target`` stays as it was. Without ``overwrite`` a
    file that appeared in the meantime is never replaced.

    Raises FileExistsError when ``target`` stands already and may not be overwritten, or whatever
    OSError tells that the place cannot be written; both as early as it can be known.
    """
    target = Path(os.path.realpath(target))
    _check(target, overwrite)
    temporary = _create_beside(target)
    try:
        yield temporary
        _flush(temporary)
        if overwrite:
            _replace(temporary, target)
        else:
            _place_exclusively(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def _check(target: Path, overwrite: bool) -> None:
    try:
        target.lstat()
    except FileNotFoundError:
        return
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    if not overwrite:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))


def _create_beside(target: Path) -> Path:
    # Not tempfile: its files are private to the user whatever the umask says, and the name must
    # not grow with the target's.
    while True:
        temporary = target.parent / f".mirnet-{secrets.token_hex(8)}.tmp"
        try:
            descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
        except FileExistsError:
            continue
        os.close(descriptor)
        return temporary


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


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
