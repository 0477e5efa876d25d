"""A helper process of :mod:`mirnet_gui.photo.decoder.process`: decodes until nobody asks."""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import sys
import threading
from pathlib import Path
from typing import IO, Any, Final

from mirnet_gui.errors import PhotoError
from mirnet_gui.photo import reading
from mirnet_gui.photo.decoder.pipe import read_block, write_answer

_IDLE: Final = 60.0


def serve() -> None:
    """Answer on standard output what is asked on standard input; leave when that ends.

    Also leaves after a minute with nothing to do: it holds the memory of its decoders.
    """
    requests, answers = _own_pipes()
    _crash_quietly()
    asked: queue.Queue[bytes] = queue.Queue()
    threading.Thread(target=_listen, args=(requests, asked), daemon=True).start()
    while True:
        try:
            request = asked.get(timeout=_IDLE)
        except queue.Empty:
            os._exit(0)
        task, name, kind = pickle.loads(request)  # noqa: S301 - by the process that started this
        _answer(answers, task, Path(os.fsdecode(name)), kind)


def _own_pipes() -> tuple[IO[bytes], IO[bytes]]:
    # Libraries that print must not print into an answer.
    requests = os.fdopen(os.dup(0), "rb", buffering=0)
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    if sys.platform == "win32":
        import msvcrt

        for pipe in (requests, answers):
            msvcrt.setmode(pipe.fileno(), os.O_BINARY)
    return requests, answers


def _crash_quietly() -> None:
    """No core file of a gigabyte, no dialog: a crash is expected here and told by the caller."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.kernel32.SetErrorMode(0x0003)
        return
    import resource

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _listen(requests: IO[bytes], asked: queue.Queue[bytes]) -> None:
    try:
        while True:
            asked.put(bytes(read_block(requests)))
    except (EOFError, OSError):
        # Whoever asked is gone, and nobody waits for what is being decoded.
        os._exit(0)


def _answer(answers: IO[bytes], task: str, path: Path, kind: Any) -> None:
    do = reading.decode if task == "decode" else reading.look
    try:
        found = do(path, kind)
    except PhotoError as error:
        write_answer(answers, "error", (type(error).__name__, error.sentence, error.hint))
    else:
        write_answer(answers, "value", found)


if __name__ == "__main__":
    serve()
