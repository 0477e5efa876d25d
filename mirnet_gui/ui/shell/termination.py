"""Ctrl+C in the terminal and a system that shuts down: asked to end, the window closes properly."""

from __future__ import annotations

import signal
import socket
from contextlib import ExitStack
from typing import Final

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

from mirnet_gui.interrupts import obeyed

_PATIENCE: Final = 2.0
"""Seconds to come to an end in; what computes then is not waited for."""
_NO_DESCRIPTOR: Final = -1


class Termination(QObject):
    """Tells that the process was asked to end, from any thread. Main thread only.

    In a process that has no :class:`mirnet_gui.interrupts.Interrupts` Python runs its signal
    handlers between two of its own instructions, and Qt's loop runs none for as long as nothing
    happens; a socket that Python writes to at each signal wakes the loop.
    """

    asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.was_asked = False
        self._restoring = ExitStack()
        if self._may_wake_up():
            self._wake_up()
        self._restoring.enter_context(obeyed(self._ask, _PATIENCE))

    def restore(self) -> None:
        """Hand signals back to whoever had them before."""
        self._restoring.close()

    def _ask(self) -> None:
        self.was_asked = True
        self.asked.emit()

    def _may_wake_up(self) -> bool:
        # Those who listen have the only descriptor that there is.
        before = signal.set_wakeup_fd(_NO_DESCRIPTOR)
        if before != _NO_DESCRIPTOR:
            signal.set_wakeup_fd(before, warn_on_full_buffer=False)
        return before == _NO_DESCRIPTOR

    def _wake_up(self) -> None:
        self._reading, writing = socket.socketpair()
        self._reading.setblocking(False)
        writing.setblocking(False)
        notifier = QSocketNotifier(self._reading.fileno(), QSocketNotifier.Type.Read, parent=self)
        notifier.activated.connect(self._on_woken)
        signal.set_wakeup_fd(writing.fileno())
        for undo in (self._reading.close, writing.close):
            self._restoring.callback(undo)
        self._restoring.callback(notifier.setEnabled, False)
        self._restoring.callback(signal.set_wakeup_fd, _NO_DESCRIPTOR)

    @Slot()
    def _on_woken(self) -> None:
        """The handler has run by now."""
        self._reading.recv(64)
