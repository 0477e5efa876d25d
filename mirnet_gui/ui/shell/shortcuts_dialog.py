"""All shortcuts on one sheet, made from the table of actions."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from mirnet_gui.language import mark, tr
from mirnet_gui.ui.actions import Actions, key_text
from mirnet_gui.ui.shell.information_dialog import InformationDialog
from mirnet_gui.ui.theme.tokens import GRID
from mirnet_gui.ui.widgets.labels import label

_AROUND = 40
_HANDS = (
    (mark("Move the loupe, the picture when it is zoomed, or the divider"), mark("Arrows")),
    (mark("Hold to see the photograph as it was"), mark("Space or B")),
    (mark("Hold for the loupe"), mark("Z")),
    (mark("Zoom around the pointer"), mark("Wheel")),
    (mark("Whole picture or actual pixels"), mark("Double click")),
    (mark("Choose a view of the comparison"), mark("Alt+1, Alt+2, …")),
    (mark("Go along the filmstrip"), mark("Left, Right, Home, End")),
    (mark("Take photographs out of the filmstrip"), mark("Del")),
)


class ShortcutsDialog(InformationDialog):
    """What to press for what."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(tr("Keyboard shortcuts"), 5 * GRID, parent)
        self.column.addWidget(self._sheet(actions), 1)
        self.end()
        if parent is not None:
            # No larger than the window that it belongs to: what is more is scrolled.
            self.resize(self.sizeHint().boundedTo(parent.size() - QSize(_AROUND, _AROUND)))

    @staticmethod
    def _sheet(actions: Actions) -> QScrollArea:
        specs = sorted(actions.specs, key=lambda spec: spec.group != "page")
        rows = [(tr(spec.tip), key_text(spec.keys[0])) for spec in specs if spec.keys]
        rows += [(tr(words), tr(keys)) for words, keys in _HANDS]
        table = QWidget()
        table.setObjectName("sidePanelBody")
        grid = QGridLayout(table)
        grid.setHorizontalSpacing(10 * GRID)
        grid.setVerticalSpacing(2 * GRID)
        grid.setContentsMargins(0, 0, 4 * GRID, 0)
        for row, (words, keys) in enumerate(rows):
            grid.addWidget(label("", words), row, 0)
            grid.addWidget(label("quiet", keys), row, 1, Qt.AlignmentFlag.AlignRight)
        sheet = _Sheet(table)
        sheet.setObjectName("sheet")
        sheet.setFrameShape(QFrame.Shape.NoFrame)
        sheet.setWidgetResizable(True)
        sheet.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return sheet


class _Sheet(QScrollArea):
    def __init__(self, table: QWidget) -> None:
        super().__init__()
        self._table = table
        self.setWidget(table)

    def sizeHint(self) -> QSize:
        """All of it; Qt would say no more than a few lines."""
        return self._table.sizeHint() + QSize(self.verticalScrollBar().sizeHint().width(), 0)
