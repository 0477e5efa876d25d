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
from mirnet_gui.photo.error_messages import quoted
from mirnet_gui.photo.reading import Probe, probe

_log = logging.getLogger(__name__)

_Version = tuple[int, int, int]
_GONE: Final[_Version] = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class SeenFile:
    """What a file was when it was looked at.

    ``probe`` is kind and size, None for what cannot be opened: reading it will say why. ``bytes``
    is nought where there is no file.
    """

    version: _Version
    probe: Probe | None

    @property
    def bytes(self) -> int:
        """Of the whole file."""
        return self.version[0]


class Headers:
    """Shared by all plans of one batch: what was looked at for a list is not opened again.

    A file counts as another one when its size, its time or its place on the drive has changed.
    """

    def __init__(self) -> None:
        self._looks: dict[Path, SeenFile] = {}
        self._dates: dict[tuple[Path, _Version], datetime.datetime] = {}

    def look(self, source: Path) -> SeenFile:
        """At the file, if it was not looked at before."""
        version = _version(source)
        known = self._looks.get(source)
        is_same = known is not None and known.version == version
        # What could not be opened may be so the next time: drives come back.
        if known is None or known.probe is None or not is_same:
            known = self._looks[source] = SeenFile(version, _probed(source, again=is_same))
        return known

    def date(self, source: Path) -> datetime.datetime:
        """When it was taken, or what else the file tells of that."""
        key = (source, _version(source))
        if key not in self._dates:
            self._dates[key] = when_taken(source).date
        return self._dates[key]


def _version(source: Path) -> _Version:
    try:
        found = source.stat()
    except (OSError, ValueError):
        # ValueError: a name that no file can have.
        return _GONE
    return found.st_size, found.st_mtime_ns, found.st_ino


def _probed(source: Path, *, again: bool) -> Probe | None:
    try:
        with library_noise_of(source):
            return probe(source)
    except Exception as error:  # noqa: BLE001 - whatever strange bytes do; reading will say why
        if not isinstance(error, MirnetGuiError) and not again:
            _log.warning("%s could not be looked at", quoted(source), exc_info=error)
        return None
