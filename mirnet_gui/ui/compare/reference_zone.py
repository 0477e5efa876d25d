"""Where a reference is dropped."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from mirnet_gui.language import mark, tr
from mirnet_gui.ui.theme.tokens import GRID
from mirnet_gui.ui.widgets.incoming import accept_as_copy, take
from mirnet_gui.ui.widgets.labels import wrapped

_INVITATION = mark("Drop a reference here for PSNR, SSIM and a map of local error")


class ReferenceZone(QFrame):
    """Takes one picture file; says which, once there is one."""

    dropped = Signal(object)
    """:class:`Path` of the reference."""
    removed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dropZone")
        self.setAcceptDrops(True)
        self.setAccessibleName(tr("Reference"))
        self._words = wrapped("quiet")
        self._remove = QPushButton(tr("Remove"))
        self._remove.setProperty("kind", "small")
        self._remove.clicked.connect(self._on_remove)
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        row.addWidget(self._words, 1)
        row.addWidget(self._remove)
        self.show_reference("")

    @property
    def text(self) -> str:
        """What is said."""
        return self._words.text()

    def show_reference(self, name: str) -> None:
        """Say which picture is measured against; "" for none."""
        self._words.setText(name or tr(_INVITATION))
        self._remove.setVisible(bool(name))

    @Slot()
    def _on_remove(self) -> None:
        self.removed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome one file."""
        if len(take(event.mimeData()).paths) == 1:
            accept_as_copy(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Say all the way that it is copied."""
        accept_as_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take it for the reference."""
        paths = take(event.mimeData()).paths
        if paths:
            accept_as_copy(event)
            self.dropped.emit(Path(paths[0]))
