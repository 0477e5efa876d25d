"""What was chosen for each photograph, and saved of it, kept over restarts: a small file for each.

A file for each, rather than one for all: two windows may write at once, and what is damaged costs
one photograph its settings and no other. It is named after the photograph's content and its path:
a file that was renamed or moved is known by its content, a copy beside it has settings of its own.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import tomli_w

from mirnet_gui.atomic import atomic_path
from mirnet_gui.errors import StorageError, UsageError
from mirnet_gui.kept.fingerprint import fingerprint
from mirnet_gui.language import tr
from mirnet_gui.methods.registry import parse_method, text_of
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

    ``saved`` is the text of the method whose result was saved last, ``resting`` that of MIRNet
    whose sliders and regions come back with it while another method is wanted. All are "" where
    they are not known. ``complaint`` is a sentence about what was damaged.
    """

    fingerprint: str = ""
    text: str = ""
    complaint: str = ""
    saved: str = ""
    resting: str = ""


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
        path = self._path(known, photograph)
        try:
            if not path.exists():
                path = self._moved(known) or path
            entry = _read(path)
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
        if entry.text or entry.saved:
            # It is among the newest again.
            with contextlib.suppress(OSError):
                os.utime(path)
        return Kept(known, entry.text, saved=entry.saved, resting=entry.resting)

    def with_entry(self, photographs: Iterable[Path]) -> list[Path]:
        """Those of ``photographs`` that something is kept for under their path.

        That costs one look at a folder, however many they are; no photograph is opened.
        """
        try:
            places = {path.stem.rpartition("-")[2] for path in self._entries()}
        except OSError as error:
            _log.warning("%s cannot be read: %s", self._folder, error)
            return []
        return [each for each in photographs if _place(each) in places]

    def keep(self, photograph: Path, kept: Kept) -> None:
        """Keep what is ``kept`` for the file ``photograph``, whose fingerprint is known.

        Raises :class:`StorageError`.
        """
        path = self._path(kept.fingerprint, photograph)
        try:
            is_nothing = not (kept.text or kept.saved)
            if is_nothing and self._entries(kept.fingerprint) in ([], [path]):
                path.unlink(missing_ok=True)
                return
            self._folder.mkdir(parents=True, exist_ok=True)
            with atomic_path(path, overwrite=True) as temporary:
                entry = {"version": _VERSION, "method": kept.text, "path": str(photograph)}
                more = {"saved": kept.saved, "resting": kept.resting}
                content = tomli_w.dumps(entry | {key: text for key, text in more.items() if text})
                # A file may have a name that is no text.
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
            for path in self._entries():
                count += path.suffix == _SUFFIX
                path.unlink(missing_ok=True)
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
        for path in sorted(entries, key=_age)[: len(entries) - self._most]:
            path.unlink(missing_ok=True)

    def _moved(self, known: str) -> Path | None:
        """What was kept last for the same content where no file is any more."""
        for path in sorted(self._entries(known), key=_age, reverse=True):
            with contextlib.suppress(OSError, ValueError, UsageError, RecursionError):
                if path.suffix == _SUFFIX and not _read(path).photograph.exists():
                    return path
        return None

    def _entries(self, known: str = "") -> list[Path]:
        """The files that are kept, also damaged ones, of one photograph or of all."""
        if not self._folder.is_dir():
            return []
        return [path for path in self._folder.iterdir() if path.name.startswith(known)]

    def _path(self, known: str, photograph: Path) -> Path:
        return self._folder / f"{known}-{_place(photograph)}{_SUFFIX}"


@dataclass(frozen=True, slots=True)
class _Entry:
    text: str
    photograph: Path
    saved: str
    resting: str


def _place(photograph: Path) -> str:
    """What stands for its path in the name of what is kept for it."""
    return hashlib.blake2b(os.fsencode(photograph), digest_size=4).hexdigest()


def _age(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        # Another window has just forgotten it.
        return 0


def _read(path: Path) -> _Entry:
    """Raises OSError, ValueError, UsageError or RecursionError."""
    if path.stat().st_size > _MOST_BYTES:
        raise ValueError("too large")
    content = tomllib.loads(path.read_bytes().decode(errors="surrogateescape"))
    more = (content.get(key, "") for key in ("saved", "resting"))
    texts = [content.get("method"), content.get("path"), *more]
    if content.get("version") != _VERSION or any(type(each) is not str for each in texts):
        raise ValueError(content)
    text, photograph, saved, resting = texts
    return _Entry(_checked(text), Path(photograph), _checked(saved), _checked(resting))


def _checked(text: str) -> str:
    return text and text_of(parse_method(text))
