"""Which photographs were open last, so that they can be opened again."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mirnet_gui.atomic import atomic_path

MOST: Final = 10_000
"""How many are remembered."""

_VERSION: Final = 1

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OpenList:
    """The files in their order, and the one that was looked at."""

    paths: tuple[Path, ...] = ()
    current: Path | None = None


def read_open_list(file: Path) -> OpenList:
    """What was written to ``file``, less the photographs that are not there any more.

    Nothing is raised: what is damaged is as if it had never been.
    """
    try:
        kept = json.loads(file.read_text(encoding="ascii"))
        if kept["version"] != _VERSION:
            raise ValueError(kept["version"])  # noqa: TRY301 - told as every other damage
        paths = tuple(Path(name) for name in kept["photographs"])
        current = Path(kept["current"])
        there = tuple(path for path in paths if path.is_absolute() and path.is_file())
    except FileNotFoundError:
        return OpenList()
    except (OSError, ValueError, TypeError, LookupError, RecursionError) as error:
        _log.warning("%s cannot be read: %s", file, error)
        return OpenList()
    return OpenList(there, current if current in there else next(iter(there), None))


def write_open_list(opened: OpenList, file: Path) -> None:
    """Write atomically, for nobody else to read; the last of several windows is remembered.

    A place that cannot be written costs an entry in the log, no more.
    """
    content = {
        "version": _VERSION,
        "current": str(opened.current or ""),
        "photographs": [str(path) for path in opened.paths[:MOST]],
    }
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with atomic_path(file, overwrite=True) as temporary:
            temporary.chmod(0o600)
            # ASCII: a name that is no text survives as an escape.
            temporary.write_text(json.dumps(content), encoding="ascii")
    except OSError as error:
        _log.warning("What is open could not be kept in %s: %s", file, error)
