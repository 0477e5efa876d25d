"""The program's diary: a file that tells which photograph failed and why."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

FILE_NAME = "mirnet-gui.log"

_LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_BYTES = 1_000_000
_OLD_FILES = 3


def start_log(folder: Path) -> logging.Handler | None:
    """Write the package's log to ``folder`` from now on.

    Gives back the handler for :func:`stop_log`, or None when the folder cannot be written:
    a program without a log is better than none.
    """
    package = logging.getLogger("mirnet_gui")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / FILE_NAME, maxBytes=_BYTES, backupCount=_OLD_FILES, encoding="utf-8"
        )
    except OSError as error:
        package.warning("No log can be kept in %s: %s", folder, error)
        return None
    handler.setFormatter(logging.Formatter(_LINE))
    package.addHandler(handler)
    package.setLevel(logging.INFO)
    return handler


def stop_log(handler: logging.Handler | None) -> None:
    """Close what :func:`start_log` opened."""
    if handler is not None:
        logging.getLogger("mirnet_gui").removeHandler(handler)
        handler.close()
