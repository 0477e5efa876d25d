"""Ctrl+C in the terminal and a system that shuts down: asked to end, the window closes properly."""

from __future__ import annotations

import signal
import socket
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

from mirnet_gui.interrupts import SIGNALS


class Termination(QObject):
    """Tells in the event loop that the process was asked to end. Main thread only.

    Python runs its signal handlers between two of its own instructions, and Qt's loop runs none
    for as long as nothing happens; a socket that Python writes to at each signal wakes the loop.
    """

    asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reading, self._writing = socket.socketpair()
        self._reading.setblocking(False)
        self._writing.setblocking(False)
        self._notifier = QSocketNotifier(
            self._reading.fileno(), QSocketNotifier.Type.Read, parent=self
        )
        self._notifier.activated.connect(self._on_signal)
        self._fd_before = signal.set_wakeup_fd(self._writing.fileno())
        self._handlers_before = [signal.signal(number, _nothing) for number in SIGNALS]

    def restore(self) -> None:
        """Hand signals back to whoever had them before."""
        for number, handler in zip(SIGNALS, self._handlers_before, strict=True):
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._fd_before)
        self._notifier.setEnabled(False)
        self._reading.close()
        self._writing.close()

    @Slot()
    def _on_signal(self) -> None:
        self._reading.recv(64)
        self.asked.emit()


def _nothing(_number: int, _frame: FrameType | None) -> None:
    """The wake-up is all that is needed."""
