"""What was chosen for each photograph, kept over restarts: a small file for each.

A file for each, rather than one for all: two windows may write at once, and what is damaged costs
one photograph its settings and no other. The files are named after the photographs' content and
hold no path, so that they tell nobody which photographs there were.
"""

from __future__ import annotations

import contextlib
import logging
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import tomli_w

from mirnet_gui.errors import StorageError, UsageError
from mirnet_gui.kept.fingerprint import fingerprint
from mirnet_gui.language import tr
from mirnet_gui.methods.registry import parse_method, text_of
from mirnet_gui.photo.atomic import atomic_path
from mirnet_gui.photo.error_messages import quoted

MOST: Final = 5000
"""How many photographs are remembered; those that were not looked at for longest are forgotten."""

_SUFFIX: Final = ".toml"
_ASIDE: Final = ".damaged"
_VERSION: Final = 1
_MOST_BYTES: Final = 1_000_000

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a photograph: its ``fingerprint``, and the ``text`` of a method.

    Both are "" where they are not known. ``complaint`` is a sentence about what was damaged.
    """

    fingerprint: str = ""
    text: str = ""
    complaint: str = ""


class KeptSettings:
    """Those in ``folder``, at most ``most``; made when something is kept."""

    def __init__(self, folder: Path, most: int = MOST) -> None:
        self._folder = folder
        self._most = most

    def recall(self, photograph: Path) -> Kept:
        """What was chosen for the file ``photograph``; nothing is raised.

        What is damaged is put aside, so that it is complained of once.
        """
        try:
            known = fingerprint(photograph)
        except OSError as error:
            _log.warning("%s cannot be looked at: %s", photograph, error)
            return Kept()
        path = self._path(known)
        try:
            text = _read(path)
        except FileNotFoundError:
            return Kept(known)
        except OSError as error:
            _log.warning("%s cannot be read: %s", path, error)
            return Kept(known)
        except (ValueError, UsageError, RecursionError) as error:
            _log.warning("%s is not understood and put aside: %s", path, error)
            with contextlib.suppress(OSError):
                path.replace(path.with_suffix(_ASIDE))
            complaint = tr(
                "The settings that were kept for {name} are damaged.", name=quoted(photograph)
            )
            return Kept(known, complaint=complaint)
        # It is among the newest again.
        with contextlib.suppress(OSError):
            os.utime(path)
        return Kept(known, text)

    def keep(self, known: str, text: str) -> None:
        """Keep ``text`` for the photograph with the fingerprint ``known``; "" forgets it.

        Raises :class:`StorageError`.
        """
        path = self._path(known)
        try:
            if not text:
                path.unlink(missing_ok=True)
                return
            self._folder.mkdir(parents=True, exist_ok=True)
            with atomic_path(path, overwrite=True) as temporary:
                content = tomli_w.dumps({"version": _VERSION, "method": text})
                # A method may name a file whose name is no text.
                temporary.write_bytes(content.encode(errors="surrogateescape"))
            self._prune()
        except OSError as error:
            raise StorageError(
                tr("The settings of photographs cannot be kept: {why}.", why=error.strerror),
                tr("They last until the window is closed."),
            ) from error

    def forget(self) -> int:
        """Forget all of them; gives back of how many photographs. Raises :class:`StorageError`."""
        count = 0
        try:
            for entry in self._entries():
                Path(entry.path).unlink(missing_ok=True)
                count += entry.name.endswith(_SUFFIX)
        except OSError as error:
            raise StorageError(
                tr("The kept settings cannot be deleted: {why}.", why=error.strerror),
                tr("Delete the folder {folder}.", folder=self._folder),
            ) from error
        return count

    def _prune(self) -> None:
        entries = self._entries()
        if len(entries) <= self._most:
            return
        oldest = sorted(entries, key=lambda entry: entry.stat().st_mtime_ns)
        for entry in oldest[: len(entries) - self._most]:
            Path(entry.path).unlink(missing_ok=True)

    def _entries(self) -> list[os.DirEntry[str]]:
        if not self._folder.is_dir():
            return []
        with os.scandir(self._folder) as entries:
            return [entry for entry in entries if entry.is_file(follow_symlinks=False)]

    def _path(self, known: str) -> Path:
        return self._folder / f"{known}{_SUFFIX}"


def _read(path: Path) -> str:
    """The text of a method. Raises OSError, ValueError, UsageError or RecursionError."""
    if path.stat().st_size > _MOST_BYTES:
        raise ValueError("too large")
    content = tomllib.loads(path.read_bytes().decode(errors="surrogateescape"))
    if content.get("version") != _VERSION or type(content.get("method")) is not str:
        raise ValueError(content)
    return text_of(parse_method(content["method"]))
