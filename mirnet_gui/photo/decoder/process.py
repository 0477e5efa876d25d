"""Decoders that can crash, in a process beside this one: a crash costs one photograph.

A helper process is started with the first photograph that needs it, does one after another, and
leaves by itself when there is nothing more to do. Each thread that decodes at the same time has one
of its own. Pixels come back through its pipe. It ends with this process, however that ends: its
standard input is closed then.
"""

from __future__ import annotations

import atexit
import contextlib
import io
import logging
import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import is_dataclass
from pathlib import Path
from typing import IO, Any, Final, Literal

from mirnet_gui import errors
from mirnet_gui.errors import Cancelled, PhotoError, PhotoTooLarge, UnreadablePhoto
from mirnet_gui.language import tr
from mirnet_gui.photo.decoder.argument import ARGUMENT
from mirnet_gui.photo.decoder.pipe import read_answer, write_block
from mirnet_gui.photo.error_messages import quoted
from mirnet_gui.photo.photo import Kind
from mirnet_gui.progress import CancelToken

Operation = Literal["decode", "look"]

_MODULE: Final = "mirnet_gui.photo.decoder_main"
_PATIENCE: Final = 900.0
_EVERY: Final = 0.1
_MOST_IDLE: Final = 2
_OUT_OF_MEMORY: Final = -9

_log = logging.getLogger(__name__)


def run_apart(
    task: Operation,
    path: Path,
    kind: Kind,
    cancel: CancelToken | None = None,
    patience: float = _PATIENCE,
) -> Any:
    """What :func:`mirnet_gui.photo.reading.decode` or ``look`` gives, computed in a helper process.

    Raises what it raises, :class:`UnreadablePhoto` when its decoder crashes or has not ended after
    ``patience`` seconds, and :class:`Cancelled`.
    """
    request = pickle.dumps((task, os.fsencode(path), kind))
    helper = _pool.take()
    try:
        # One that had nothing to do for long may leave in this very moment.
        for others in (2, 1, 0):
            answer = helper.ask(request, cancel, patience)
            if answer is not None:
                break
            helper.kill()
            if helper.ended_by() != 0 or not others:
                break
            helper = _Helper()
    except BaseException:
        helper.kill()
        raise
    if answer is None:
        raise _crashed(path, helper, cancel)
    try:
        return _unpacked(path, *answer)
    except (pickle.UnpicklingError, EOFError, ValueError, TypeError, AttributeError) as error:
        # Whatever strange bytes made of it, it is not asked again.
        helper.kill()
        raise _crashed_over(path) from error
    finally:
        _pool.give_back(helper)


def _crashed(path: Path, helper: _Helper, cancel: CancelToken | None) -> PhotoError | Cancelled:
    if cancel is not None and cancel.is_cancelled:
        return Cancelled()
    name = quoted(path)
    _log.info("The decoder of %s ended with code %s", name, helper.ended_by())
    if helper.is_late:
        return UnreadablePhoto(path, tr("Reading {name} took too long.", name=name), _damaged())
    if helper.ended_by() == _OUT_OF_MEMORY:
        sentence = tr("There is not enough memory to open {name}.", name=name)
        return PhotoTooLarge(path, sentence, tr("Close other programs, or reduce it first."))
    return _crashed_over(path)


def _damaged() -> str:
    return tr("It is probably damaged: copy it again from the camera or from a backup.")


def _crashed_over(path: Path) -> UnreadablePhoto:
    sentence = tr("{name} cannot be read: its decoder crashed over it.", name=quoted(path))
    return UnreadablePhoto(path, sentence, _damaged())


def _unpacked(path: Path, content: bytes, buffers: list[Any]) -> Any:
    outcome, found = _Unpickler(content, buffers).load()
    if outcome == "value":
        return found
    kind, sentence, hint = found
    raise getattr(errors, kind)(path, sentence, hint)


class _Unpickler(pickle.Unpickler):
    """Takes nothing from a helper but what decoding gives, for strange bytes may have its hand."""

    _MODULES = ("mirnet_gui.photo.photo", "mirnet_gui.photo.decoded")
    _OTHERS = frozenset({
        ("numpy._core.numeric", "_frombuffer"),
        ("numpy.core.numeric", "_frombuffer"),
        ("numpy", "dtype"),
    })  # fmt: skip

    def __init__(self, content: bytes, buffers: list[Any]) -> None:
        super().__init__(io.BytesIO(content), buffers=buffers)

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in self._OTHERS:
            return super().find_class(module, name)
        if module in self._MODULES and is_dataclass(found := super().find_class(module, name)):
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a photograph")


class _Helper:
    """One process, asked by one thread at a time."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.is_late = False
        self._process = subprocess.Popen(  # noqa: S603
            _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Decoders' own lines name no file and tell a person nothing.
            stderr=subprocess.DEVNULL,
            env=_environment(),
            bufsize=0,
            **_apart_from_the_terminal(),
        )

    def ask(
        self, request: bytes, cancel: CancelToken | None, patience: float
    ) -> tuple[bytes, list[Any]] | None:
        """The answer as bytes and their buffers, or None when the process ended over it."""
        with self._ended_when(cancel, patience):
            try:
                write_block(_pipe(self._process.stdin), request)
                return read_answer(_pipe(self._process.stdout))
            except (EOFError, OSError):
                self._process.kill()
                return None

    def ended_by(self) -> int:
        """The exit code; a negative signal on POSIX."""
        return self._process.wait()

    def is_there(self) -> bool:
        """Whether it can be asked, by this process."""
        return self.owner == os.getpid() and self._process.poll() is None

    def close(self) -> None:
        """Let it leave."""
        with contextlib.suppress(OSError):
            _pipe(self._process.stdin).close()
            _pipe(self._process.stdout).close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1.0)
            return
        self.kill()

    def kill(self) -> None:
        """End it whatever it does."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                _pipe(pipe).close()

    @contextmanager
    def _ended_when(self, cancel: CancelToken | None, patience: float) -> Iterator[None]:
        # A pipe of Windows cannot be waited for with a limit: another thread looks at the clock.
        answered = threading.Event()
        end = time.monotonic() + patience

        def look() -> None:
            while not answered.wait(_EVERY):
                self.is_late = time.monotonic() > end
                if self.is_late or (cancel is not None and cancel.is_cancelled):
                    self._process.kill()
                    self._process.wait()
                    return

        looking = threading.Thread(target=look, name="decoding", daemon=True)
        looking.start()
        try:
            yield
        finally:
            answered.set()
            # In the moment of the answer it may have ended the process: then that is known here.
            looking.join()


class _Pool:
    """The helpers that have nothing to do."""

    def __init__(self) -> None:
        self._idle: list[_Helper] = []
        self._lock = threading.Lock()

    def take(self) -> _Helper:
        """One that is there, or a new one."""
        with self._lock:
            while self._idle:
                helper = self._idle.pop()
                if helper.is_there():
                    return helper
                helper.close()
        return _Helper()

    def give_back(self, helper: _Helper) -> None:
        """Keep ``helper`` for the next photograph, unless it ended or there are enough of them."""
        with self._lock:
            if len(self._idle) < _MOST_IDLE and helper.is_there():
                self._idle.append(helper)
                return
        helper.close()

    def close(self) -> None:
        """Let all leave."""
        with self._lock:
            idle, self._idle = self._idle, []
        for helper in idle:
            helper.close()

    def forget(self) -> None:
        """In a forked process: they are its parent's."""
        self._lock = threading.Lock()
        self._idle = []


_pool = _Pool()


@atexit.register
def release_helpers() -> None:
    """Let helpers leave that have nothing to do; a photograph that needs one starts a new one."""
    _pool.close()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_pool.forget)


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, ARGUMENT]
    return [sys.executable, "-m", _MODULE]


def _environment() -> dict[str, str]:
    # The package need not be installed: the program may have been started from its checkout.
    package = str(Path(errors.__file__).parents[1])
    path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH", ""))))
    return {**os.environ, "PYTHONPATH": path}


def _apart_from_the_terminal() -> dict[str, Any]:
    # Ctrl+C is for the program, which tells its helpers.
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
        return {"creationflags": flags}
    return {"start_new_session": True}


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None  # noqa: S101 - both ends are asked for
    return pipe
