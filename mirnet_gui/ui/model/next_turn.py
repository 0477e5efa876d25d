"""Something that follows from many changes, done once for all of them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class NextTurn(QTimer):
    """Calls ``follow`` in the next turn of the event loop, however often it is started before.

    Whoever tells of thousands of changes, one by one, would else have all of them looked through
    after each.
    """

    def __init__(self, follow: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self.setSingleShot(True)
        self.setInterval(0)
        self.timeout.connect(follow)
