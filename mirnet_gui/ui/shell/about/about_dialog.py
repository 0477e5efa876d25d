"""What the program is, which version, under which licence it may be used, and what is in it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from mirnet_gui import __version__
from mirnet_gui.language import mark, tr
from mirnet_gui.ui.model.libraries import Libraries
from mirnet_gui.ui.shell.about.licences_dialog import LicencesDialog
from mirnet_gui.ui.shell.information_dialog import InformationDialog
from mirnet_gui.ui.theme.icons import program_icon
from mirnet_gui.ui.theme.tokens import GRID
from mirnet_gui.ui.widgets.file_dialogs import open_dialog
from mirnet_gui.ui.widgets.labels import label, wrapped

_ICON: Final = QSize(56, 56)
_WIDTH: Final = 460
_LINES: Final = (
    mark("Makes dark, noisy photographs clear, on your own computer."),
    mark("Licensed under the Apache License 2.0."),
    mark(
        "MIRNet is by Zamir, Arora, Khan, Hayat, Khan, Yang and Shao (ECCV 2020). This program is "
        "written from their paper and holds none of their code or weights."
    ),
)
_LINKS: Final = (
    (mark("The paper"), "https://arxiv.org/abs/2003.06792"),
    (mark("The Apache License"), "https://www.apache.org/licenses/LICENSE-2.0"),
    (mark("The licence of Qt"), "https://doc.qt.io/qt-6/lgpl.html"),
)


class AboutDialog(InformationDialog):
    """Name, version, purpose, licence; links open in the browser."""

    def __init__(self, libraries: Libraries, parent: QWidget | None = None) -> None:
        super().__init__(tr("About MIRNet GUI"), 2 * GRID, parent)
        self.setMinimumWidth(_WIDTH)
        self._libraries = libraries
        column = self.column
        lamp = QLabel()
        lamp.setPixmap(program_icon().pixmap(_ICON))
        column.addWidget(lamp)
        column.addWidget(label("display", "MIRNet GUI"))
        column.addWidget(label("quiet", tr("Version {version}", version=__version__)))
        column.addSpacing(2 * GRID)
        for line in _LINES:
            column.addWidget(wrapped("", tr(line)))
        column.addSpacing(2 * GRID)
        for text, place in _LINKS:
            column.addWidget(_link(tr(text), place), 0, Qt.AlignmentFlag.AlignLeft)
        more = QPushButton(tr("Libraries and their licences…"))
        more.setAutoDefault(False)
        more.clicked.connect(self._show_libraries)
        column.addSpacing(2 * GRID)
        column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(2 * GRID)
        column.addStretch(1)
        self.end()

    @Slot()
    def _show_libraries(self) -> None:
        dialog = LicencesDialog(self)
        self._libraries.found.connect(dialog.show_libraries)
        self._libraries.find()
        open_dialog(dialog)


def _link(text: str, place: str) -> QPushButton:
    button = QPushButton(f"{text} ↗")
    button.setProperty("kind", "small")
    button.setAutoDefault(False)
    button.setAccessibleName(tr("{text}, opens in the browser", text=text))
    button.setToolTip(place)
    button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(place)))
    return button
