"""What the program is, which version, and under which licence it may be used."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from mirnet_gui import __version__
from mirnet_gui.language import mark, tr
from mirnet_gui.ui.shell.information_dialog import InformationDialog
from mirnet_gui.ui.theme.tokens import GRID
from mirnet_gui.ui.widgets.labels import label

_LINES = (
    mark("Makes dark, noisy photographs clear, on your own computer."),
    mark("Licensed under the Apache License 2.0."),
)


class AboutDialog(InformationDialog):
    """Name, version, purpose and licence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("About MIRNet GUI"), 2 * GRID, parent)
        column = self.column
        column.addWidget(label("display", "MIRNet GUI"))
        column.addWidget(label("quiet", tr("Version {version}", version=__version__)))
        column.addSpacing(2 * GRID)
        for line in _LINES:
            column.addWidget(label("", tr(line)))
        column.addSpacing(3 * GRID)
        self.end()
