"""What the headers of photographs say: a file is looked at once, for as long as it is the same."""

from __future__ import annotations

import datetime
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mirnet_gui.batch.dates import when_taken
from mirnet_gui.errors import MirnetGuiError
from mirnet_gui.logs import library_noise_of
from mirnet_gui.photo.reading import Probe, probe
from mirnet_gui.photo.sentences import shown

_NO_DATE: Final = datetime.datetime.fromtimestamp(0, datetime.UTC)
_log = logging.getLogger(__name__)

_Version = tuple[int, int, int]
_GONE: Final[_Version] = (0, 0, 0)


@dataclass(slots=True)
class _Known:
    version: _Version
    probe: Probe | None
    date: datetime.datetime | None = None


class Headers:
    """Shared by all plans of one batch: what was looked at for a list is not opened again.

    A file counts as another one when its size, its time or its place on the drive has changed.
    """

    def __init__(self) -> None:
        self._known: dict[Path, _Known] = {}

    def probe(self, source: Path) -> Probe | None:
        """Kind and size; None for what cannot be opened: reading it will say why."""
        return self._of(source).probe

    def size_in_bytes(self, source: Path) -> int:
        """Of the file, when it was looked at; nought where there is none."""
        return self._of(source).version[0]

    def date(self, source: Path, *, wanted: bool) -> datetime.datetime:
        """When it was taken; any moment unless it is ``wanted``."""
        if not wanted:
            return _NO_DATE
        known = self._of(source)
        if known.date is None:
            known.date = when_taken(source).date
        return known.date

    def _of(self, source: Path) -> _Known:
        version = _version(source)
        known = self._known.get(source)
        if known is None or known.version != version:
            known = self._known[source] = _Known(version, _probed(source))
        return known


def _version(source: Path) -> _Version:
    try:
        found = source.stat()
    except (OSError, ValueError):
        # ValueError: a name that no file can have.
        return _GONE
    return found.st_size, found.st_mtime_ns, found.st_ino


def _probed(source: Path) -> Probe | None:
    try:
        with library_noise_of(source):
            return probe(source)
    except Exception as error:  # noqa: BLE001 - whatever strange bytes do; reading will say why
        if not isinstance(error, MirnetGuiError):
            _log.warning("%s could not be looked at", shown(source), exc_info=error)
        return None
