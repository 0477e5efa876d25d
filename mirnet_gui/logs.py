"""The program's diary: a file that tells which photograph failed and why.

Beside it stands what libraries of other languages crashed the program with.
"""

from __future__ import annotations

import contextlib
import faulthandler
import io
import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import BinaryIO

from mirnet_gui.escaping import printable

FILE_NAME = "mirnet-gui.log"
FAULTS_NAME = "mirnet-gui-faults.log"

_LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_BYTES = 1_000_000
_OLD_FILES = 3
_OURS = b"What libraries say, by mirnet-gui\n"
_MOST_NOISE = 2000

_log = logging.getLogger(__name__)


def start_log(folder: Path) -> logging.Handler | None:
    """Write the package's log to ``folder`` from now on, and what libraries warn of.

    Gives back the handler for :func:`stop_log`, or None when the folder cannot be written:
    a program without a log is better than none.
    """
    package = logging.getLogger("mirnet_gui")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = _LogFile(folder)
    except OSError as error:
        package.warning("No log can be kept in %s: %s", folder, error)
        return None
    handler.setFormatter(logging.Formatter(_LINE))
    logging.getLogger().addHandler(handler)
    package.setLevel(logging.INFO)
    logging.captureWarnings(True)
    return handler


class _LogFile(RotatingFileHandler):
    """The log in ``folder``, and in :data:`FAULTS_NAME` where each thread stood in a crash.

    Such a crash leaves no time to write a log. The file is no part of the log that rotates: what
    crashes writes to a file that it has open, and Windows renames none of those.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(
            folder / FILE_NAME,
            maxBytes=_BYTES,
            backupCount=_OLD_FILES,
            encoding="utf-8",
            errors="backslashreplace",
        )
        self._faults: BinaryIO | None = None
        # Somebody else may want to know of crashes: python -X faulthandler, or pytest.
        if not faulthandler.is_enabled():
            with contextlib.suppress(OSError):
                self._faults = (folder / FAULTS_NAME).open("ab")
                faulthandler.enable(self._faults)

    def close(self) -> None:
        if self._faults is not None:
            faulthandler.disable()
            self._faults.close()
            self._faults = None
        super().close()


def stop_log(handler: logging.Handler | None) -> None:
    """Close what :func:`start_log` opened."""
    if handler is not None:
        logging.captureWarnings(False)
        logging.getLogger().removeHandler(handler)
        handler.close()


@contextmanager
def kept_log(folder: Path) -> Iterator[None]:
    """While inside, the log is kept in ``folder``; where it cannot be, there is none.

    Either way nothing of it is written to standard error.
    """
    with contextlib.ExitStack() as stack:
        nowhere = logging.NullHandler()
        logging.getLogger().addHandler(nowhere)
        stack.callback(logging.getLogger().removeHandler, nowhere)
        stack.callback(stop_log, start_log(folder))
        yield


@contextmanager
def quiet_libraries() -> Iterator[None]:
    """While inside, what libraries of other languages write to standard error is kept apart.

    :func:`library_noise_of` brings it into the log. Python's own standard error stays what it is.
    """
    if sys.platform == "win32" or not isinstance(sys.stderr, io.TextIOWrapper):
        yield
        return
    with contextlib.ExitStack() as stack:
        try:
            apart = stack.enter_context(tempfile.TemporaryFile())
        except OSError:
            # Nowhere to keep it: then it goes where it went.
            yield
            return
        apart.write(_OURS)
        apart.flush()
        standing = sys.stderr
        standing.flush()
        before = os.dup(2)
        sys.stderr = os.fdopen(
            before, "w", encoding=standing.encoding, errors="backslashreplace", buffering=1
        )
        os.dup2(apart.fileno(), 2)
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                sys.stderr.flush()
            os.dup2(before, 2)
            own, sys.stderr = sys.stderr, standing
            with contextlib.suppress(OSError):
                own.close()


@contextmanager
def library_noise_of(path: Path) -> Iterator[None]:
    """Bring what libraries say inside into the log, with the name of ``path``."""
    try:
        yield
    finally:
        if noise := _taken_noise():
            _log.info("Of %s a library said: %s", printable(path), printable(noise))


def _taken_noise() -> str:
    """What is kept apart, which is empty then; "" where nothing is."""
    try:
        if os.pread(2, len(_OURS), 0) != _OURS:
            return ""
        noise = os.pread(2, _MOST_NOISE, len(_OURS))
        os.ftruncate(2, len(_OURS))
        os.lseek(2, len(_OURS), os.SEEK_SET)
    except (OSError, AttributeError):
        # Windows has no pread.
        return ""
    return noise.decode("utf-8", "replace").strip("\0\n ")
