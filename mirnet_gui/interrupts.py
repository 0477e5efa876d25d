"""A process that is asked to end: Ctrl+C, a system that shuts down, a terminal that is closed.

Python hands a signal to its main thread only, and only when that is not inside a library: loading
one takes seconds, and so do some decoders and methods. So a thread of its own hears of it at once.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

SIGNALS: Final = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
"""What asks a process to end."""

STOP_WITH_INPUT: Final = "--stop-with-input"
"""The option of processes that :meth:`Interrupts.follow_input`."""

_CLEAR_LINE_AND_SHOW_CURSOR: Final = "\r\x1b[K\x1b[?25h"


class Interrupts:
    """What a signal does to this process: it ends at once, unless work obeys by itself.

    ``name`` is what the process calls itself when it says so; ``tidy`` is called before.
    """

    def __init__(self, name: str) -> None:
        self.number: int | None = None
        """The first signal that came."""
        self.tidy: Callable[[], None] = lambda: None
        self._name = name
        self._lock = threading.Lock()
        self._obeying: tuple[Callable[[], None], float | None] | None = None
        self._last: threading.Timer | None = None

    def listen(self) -> None:
        """Begin; main thread only. A signal that is ignored (nohup) stays ignored."""
        reading, writing = os.pipe()
        os.set_blocking(writing, False)
        # Standard error may become something else, or be held by whoever writes when it comes.
        self._errors = os.dup(2)
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        thread = threading.Thread(
            target=self._hear, args=(reading,), name="interrupts", daemon=True
        )
        thread.start()
        for number in SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self)

    def follow_input(self) -> None:
        """Take the end of standard input for Ctrl+C: who started this process closed it, or ended.

        Windows has no other way to ask a process without a console to stop.
        """

        def read() -> None:
            with contextlib.suppress(OSError):
                while os.read(0, 4096):
                    pass
            self._on_signal(signal.SIGINT)

        threading.Thread(target=read, name="input", daemon=True).start()

    def __call__(self, _number: int, _frame: FrameType | None) -> None:
        """Nothing: the thread knows before the main thread does."""

    @contextmanager
    def obeyed(self, cancel: Callable[[], None], patience: float | None) -> Iterator[None]:
        """While inside, the first signal calls ``cancel``; the second one ends the process.

        So does the first when the work has not come to its end in ``patience`` seconds, if given.
        """
        with self._lock:
            self._obeying = (cancel, patience)
        try:
            yield
        finally:
            with self._lock:
                self._obeying = None
                if self._last is not None:
                    self._last.cancel()

    def exit_code(self, code: int) -> int:
        """``code``, or the one that tells which signal it was when work was cancelled by one."""
        if self.number is None or code != 128 + signal.SIGINT:
            return code
        return 128 + self.number

    def _hear(self, reading: int) -> None:
        while signals := os.read(reading, 64):
            for number in signals:
                if number in SIGNALS:
                    self._on_signal(number)

    def _on_signal(self, number: int) -> None:
        with self._lock:
            obeying = self._obeying if self.number is None else None
            self.number = self.number or number
            if obeying is not None and obeying[1] is not None:
                self._last = threading.Timer(obeying[1], self._end)
                self._last.daemon = True
                self._last.start()
        if obeying is None:
            self._end()
        else:
            obeying[0]()

    def _end(self) -> None:
        sentence = f"{self._name}: Cancelled.\n"
        with contextlib.suppress(OSError):
            if os.isatty(self._errors):
                sentence = _CLEAR_LINE_AND_SHOW_CURSOR + sentence
            os.write(self._errors, sentence.encode())
        with contextlib.suppress(Exception):
            self.tidy()
        os._exit(128 + (self.number or signal.SIGINT))


@contextmanager
def obeyed(cancel: Callable[[], None], patience: float | None) -> Iterator[None]:
    """While inside, a signal calls ``cancel``, as :meth:`Interrupts.obeyed` says.

    In a process that has no :class:`Interrupts` the second signal does what it did before.
    """
    before = {number: signal.getsignal(number) for number in SIGNALS}
    listening = next((it for it in before.values() if isinstance(it, Interrupts)), None)
    if listening is not None:
        with listening.obeyed(cancel, patience):
            yield
        return
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    ours = [number for number, handler in before.items() if handler is not signal.SIG_IGN]

    def stop(_number: int, _frame: FrameType | None) -> None:
        restore()
        cancel()

    def restore() -> None:
        for number in ours:
            signal.signal(number, before[number] or signal.SIG_DFL)

    for number in ours:
        signal.signal(number, stop)
    try:
        yield
    finally:
        restore()


def open_standard_streams() -> None:
    """See to it that no file of ours becomes standard output or error where those are closed.

    Libraries write there whatever it is.
    """
    if sys.platform == "win32":
        return
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
