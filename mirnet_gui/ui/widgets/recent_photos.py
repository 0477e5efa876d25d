"""The photographs and folders that were opened last, where a page is empty."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mirnet_gui.escaping import printable
from mirnet_gui.language import tr
from mirnet_gui.ui.model.recent import Recent
from mirnet_gui.ui.theme.tokens import GRID
from mirnet_gui.ui.widgets.labels import label
from mirnet_gui.ui.widgets.photo_button import PICTURE, PhotoButton
from mirnet_gui.ui.widgets.thumbnails import Thumbnails

_MOST: Final = 3


class RecentPhotos(QWidget):
    """The last few photographs, small pictures of which come as soon as it is seen."""

    chosen = Signal(object)
    """The :class:`Path` of one."""

    def __init__(self, recent: Recent, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recent = recent
        self._thumbnails = Thumbnails(self)
        self._thumbnails.wanted.connect(recent.make_pictures)
        recent.pictures_made.connect(self._thumbnails.show_made)
        self._thumbnails.came.connect(self._on_pictures)
        self._buttons: list[PhotoButton] = []
        self._row = QHBoxLayout()
        self._row.setSpacing(2 * GRID)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * GRID)
        column.addWidget(label("quiet", tr("Opened lately")), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(self._row)
        recent.changed.connect(self.follow)
        self.follow()

    def stop(self) -> None:
        """Want no more small pictures."""
        self._thumbnails.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """It is looked at."""
        super().showEvent(event)
        self._recent.look()
        self._show_pictures()

    @Slot()
    def follow(self) -> None:
        """Show those that there are now."""
        paths = self._recent.files[:_MOST]
        if [button.path for button in self._buttons] == list(paths):
            return
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = [_photo_button(path) for path in paths]
        for button in self._buttons:
            button.chosen.connect(self.chosen)
            self._row.addWidget(button)
        if self.isVisible():
            self._show_pictures()

    @Slot(object)
    def _on_pictures(self, _made: object) -> None:
        if self.isVisible():
            self._show_pictures()

    def _show_pictures(self) -> None:
        for button in self._buttons:
            found = self._thumbnails.icon_of(button.path)
            if found is not None:
                # As large as it was made, of which the button takes its own part.
                button.show_picture(found.pixmap(found.actualSize(PICTURE * 4)))


class RecentFolders(QWidget):
    """The last few folders that were opened as a whole."""

    chosen = Signal(object)
    """The :class:`Path` of one."""

    def __init__(self, recent: Recent, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recent = recent
        self._buttons: list[QPushButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2 * GRID)
        self._row.addWidget(label("quiet", tr("Opened lately")))
        recent.changed.connect(self.follow)
        self._offer()
        if not self._buttons:
            self.hide()

    @Slot()
    def follow(self) -> None:
        """Show those that there are now."""
        self._offer()
        self.setVisible(bool(self._buttons))

    def _offer(self) -> None:
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = [self._button(path) for path in self._recent.folders[:_MOST]]
        for button in self._buttons:
            self._row.addWidget(button)

    def _button(self, path: Path) -> QPushButton:
        name = printable(path.name or str(path))
        button = QPushButton()
        short = button.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, PICTURE.width())
        button.setText(short.replace("&", "&&"))
        button.setProperty("kind", "small")
        button.setToolTip(printable(str(path)))
        button.setAccessibleName(tr("Open {path}", path=name))
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(lambda: self.chosen.emit(path))
        return button


def _photo_button(path: Path) -> PhotoButton:
    name = printable(path.name)
    button = PhotoButton(path, name, tr("Open {path}", path=name))
    button.setToolTip(printable(str(path)))
    return button
