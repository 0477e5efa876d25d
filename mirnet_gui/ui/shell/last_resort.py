"""What nobody foresaw outside of a job is told in the window, not on a terminal alone."""

from __future__ import annotations

import logging
import sys
import threading

from PySide6.QtCore import QObject, Signal

from mirnet_gui.language import tr
from mirnet_gui.ui.model.message import Message, MessageKind

_log = logging.getLogger(__name__)


class LastResort(QObject):
    """Listens for exceptions that ended a slot of the window or a thread, until :meth:`restore`.

    Whoever listened before hears of them as well.
    """

    message = Signal(object)
    """:class:`Message`, in the thread of this object."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._before = sys.excepthook
        self._thread_before = threading.excepthook
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread

    def restore(self) -> None:
        """Let those listen again who did before."""
        sys.excepthook = self._before
        threading.excepthook = self._thread_before

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: object) -> None:
        if issubclass(kind, Exception):
            self._tell(error)
        self._before(kind, error, trace)  # type: ignore[arg-type]

    def _on_thread(self, failure: threading.ExceptHookArgs) -> None:
        if failure.exc_value is not None and issubclass(failure.exc_type, Exception):
            self._tell(failure.exc_value)
        self._thread_before(failure)

    def _tell(self, error: BaseException) -> None:
        _log.error("Something failed in a way nobody foresaw", exc_info=error)
        sentence = tr(
            "Something went wrong inside the program ({name}).", name=type(error).__name__
        )
        self.message.emit(
            Message(MessageKind.FAILED, sentence, tr("The log says more; please report it."))
        )
