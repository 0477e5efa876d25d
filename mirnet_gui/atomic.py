"""Files that appear whole or not at all.

A link that stands in the place of a file is a name like any other: it is replaced, and what it
leads to stays as it is. Nothing here ever writes through a link.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_PREFIX: Final = ".mirnet-"
_SUFFIX: Final = ".tmp"
_unfinished: Final[set[Path]] = set()
"""What this process has begun: a process that is ended at once has nobody else to ask."""


@contextmanager
def atomic_path(target: Path, overwrite: bool, made_of: Path | None = None) -> Iterator[Path]:
    """Yield an empty temporary file beside ``target`` that becomes ``target`` on leaving.

    Leaving by an exception removes it, and ``target`` stays as it was. Without ``overwrite`` a
    file that appeared in the meantime is never replaced. Nobody may read the new file who may not
    read the one that it is ``made_of``.

    Raises FileExistsError when ``target`` stands already and may not be overwritten, or whatever
    OSError tells that the place cannot be written; both as early as it can be known.
    """
    temporary = create_beside(target, overwrite, made_of=made_of)
    try:
        yield temporary
        flush(temporary)
        place(temporary, target, overwrite, made_of)
    finally:
        remove(temporary)


def create_beside(
    target: Path, overwrite: bool, tag: str = "", made_of: Path | None = None
) -> Path:
    """An empty file beside ``target``; :func:`leftovers` finds it again by its ``tag``.

    Until it is placed or removed, :func:`remove_unfinished` takes it away. Raises as
    :func:`atomic_path` does.
    """
    _check(target, overwrite)
    # Not tempfile: its files are private to the user whatever the umask says, and the name must
    # not grow with the target's.
    while True:
        temporary = target.parent / f"{_PREFIX}{tag}{secrets.token_hex(8)}{_SUFFIX}"
        _unfinished.add(temporary)
        try:
            descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
        except FileExistsError:
            _unfinished.discard(temporary)
            continue
        except OSError:
            _unfinished.discard(temporary)
            raise
        os.close(descriptor)
        _set_mode(temporary, temporary.stat().st_mode, made_of)
        return temporary


def remove(temporary: Path) -> None:
    """Take ``temporary`` away, if it is there."""
    temporary.unlink(missing_ok=True)
    _unfinished.discard(temporary)


def remove_unfinished() -> None:
    """Take away what was begun and not placed: for whoever ends the process at once."""
    for temporary in tuple(_unfinished):
        with contextlib.suppress(OSError):
            remove(temporary)


def flush(path: Path) -> None:
    """See to it that what was written to ``path`` is on the disk. Raises OSError."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def place(temporary: Path, target: Path, overwrite: bool, made_of: Path | None = None) -> None:
    """Make ``target`` of the whole file ``temporary`` in one step, which may remain beside it.

    A file that is replaced leaves its permissions to the new one, as far as those of ``made_of``
    allow. Raises FileExistsError where ``target`` stands and may not be overwritten, or another
    OSError.
    """
    _check(target, overwrite)
    if overwrite:
        _replace(temporary, target, made_of)
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
    except (OSError, ValueError):
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


def _replace(temporary: Path, target: Path, made_of: Path | None) -> None:
    if target.is_file() and not target.is_symlink():
        _set_mode(temporary, target.stat().st_mode, made_of)
    temporary.replace(target)


def _set_mode(path: Path, mode: int, made_of: Path | None) -> None:
    """Give ``path`` the permissions ``mode``, less those that ``made_of`` does not give."""
    if made_of is not None and os.name == "posix":
        mode &= _allowed_by(made_of, path)
    # FAT and some network drives know no permissions.
    with contextlib.suppress(OSError):
        path.chmod(stat.S_IMODE(mode))


def _allowed_by(original: Path, path: Path) -> int:
    """The permissions of ``original``, for ``path``, which gets its group if that is possible."""
    try:
        found = original.stat()
    except OSError:
        # It is gone: the owner's alone are never too many.
        return 0o700
    with contextlib.suppress(OSError):
        os.chown(path, -1, found.st_gid)
    mode = stat.S_IMODE(found.st_mode)
    if path.stat().st_gid != found.st_gid:
        # Another group is none of the original's: it has what all others have.
        mode = mode & ~0o070 | (mode & 0o007) << 3
    return mode | stat.S_IWUSR if mode & stat.S_IRUSR else mode


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
