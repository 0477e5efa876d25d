"""Foreign work in a process of its own: it can be ended any moment, and its memory is bounded."""

from __future__ import annotations

import os
import signal
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import connection, current_process, get_context, parent_process
from multiprocessing.context import SpawnProcess
from typing import Any, Final

import psutil

_SECONDS_BETWEEN_LOOKS: Final = 0.02
_PATIENCE = 5.0


class ProcessEndedError(Exception):
    """The process crashed, or the system ended it."""


class TooMuchMemoryError(Exception):
    """The process took more memory than agreed, and was ended; or the system had none left."""


class BoundedProcess:
    """``serve(pipe, *arguments)`` in a new process, and the other end of the pipe.

    It ends with this object, with the program, and whenever waiting for it ends in an error.
    """

    def __init__(self, serve: Callable[..., None], *arguments: Any) -> None:
        # Spawned on every system: libvips and OpenVINO do not survive a fork.
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(serve, theirs, *arguments), daemon=True
        )
        with _children_allowed():
            self._process.start()
        theirs.close()
        self.end = weakref.finalize(self, _end, self._process, self._pipe)

    @property
    def is_running(self) -> bool:
        """Whether it can be asked anything."""
        return bool(self.end.alive) and self._process.is_alive()

    @property
    def memory(self) -> int:
        """Bytes of memory that it holds now; 0 when it has ended."""
        try:
            return int(psutil.Process(self._process.pid).memory_info().rss)
        except psutil.Error:
            return 0

    def send(self, message: Any, data: memoryview | None = None) -> None:
        """Ask it something, with ``data`` behind. Raises :class:`ProcessEndedError`."""
        try:
            self._pipe.send(message)
            if data is not None:
                self._pipe.send_bytes(data)
        except OSError as error:
            raise self._ended() from error

    def answer(self, look: Callable[[], None], most_memory: int) -> Any:
        """What it answers. ``look`` is called fifty times a second and may raise.

        Raises :class:`ProcessEndedError` and :class:`TooMuchMemoryError`, for more bytes than
        ``most_memory``.
        """
        try:
            while not self._pipe.poll(_SECONDS_BETWEEN_LOOKS):
                look()
                self._check(most_memory)
            return self._pipe.recv()
        except (EOFError, OSError) as error:
            raise self._ended() from error
        except BaseException:
            self.end()
            raise

    def _check(self, most_memory: int) -> None:
        if self.memory > most_memory:
            raise TooMuchMemoryError

    def data(self) -> bytes:
        """The bytes behind an answer. Raises :class:`ProcessEndedError`."""
        try:
            return self._pipe.recv_bytes()
        except (EOFError, OSError) as error:
            raise self._ended() from error

    def _ended(self) -> Exception:
        self._process.join(_PATIENCE)
        # Nobody but the system sends this signal, and only when memory is full.
        full = self._process.exitcode == -getattr(signal, "SIGKILL", 9)
        self.end()
        return TooMuchMemoryError() if full else ProcessEndedError()


def _serve(serve: Callable[..., None], pipe: connection.Connection, *arguments: Any) -> None:
    # Both are told of Ctrl+C, and the program decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    serve(pipe, *arguments)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


@contextmanager
def _children_allowed() -> Iterator[None]:
    # A worker of a cluster is a daemon, to which multiprocessing forbids children, lest they
    # outlive it: this one does not.
    config: dict[str, Any] = current_process()._config  # type: ignore[attr-defined]
    daemon = config.pop("daemon", None)
    try:
        yield
    finally:
        if daemon is not None:
            config["daemon"] = daemon


def _end(process: SpawnProcess, pipe: connection.Connection) -> None:
    process.kill()
    process.join(_PATIENCE)
    pipe.close()
