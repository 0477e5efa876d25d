"""A photograph of the batch before and after."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mirnet_gui.escaping import printable
from mirnet_gui.jobs.batch_jobs import BeforeAfter
from mirnet_gui.language import tr
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.theme.tokens import GRID, Tokens
from mirnet_gui.ui.viewer.before_after_canvas import BeforeAfterCanvas
from mirnet_gui.ui.viewer.view_actions import ViewActions
from mirnet_gui.ui.widgets.buttons import ActionButton
from mirnet_gui.ui.widgets.labels import ElidedLabel

_ELSEWHERE = (
    ActionName.OPEN_ON_ENHANCE,
    ActionName.OPEN_ON_COMPARE,
    ActionName.SHOW_RESULT_IN_FOLDER,
)


class PairView(QWidget):
    """The before/after view with a way back to the list."""

    closed = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = BeforeAfterCanvas()
        self._view = ViewActions(self._canvas, actions, {})
        self._name = ElidedLabel("title")
        self._back = QPushButton(tr("Back to the list"))
        self._back.setToolTip(tr("Back to the list (Esc)"))
        self._back.clicked.connect(self.closed)
        self._elsewhere = [ActionButton(action, "small") for action in actions.of(_ELSEWHERE)]
        self._lay_out()

    @property
    def canvas(self) -> BeforeAfterCanvas:
        """Where the pair is."""
        return self._canvas

    def show_pair(self, pair: BeforeAfter) -> None:
        """Show a photograph and its result."""
        self._name.setText(printable(pair.task.source.name))
        source, output = printable(str(pair.task.source)), printable(str(pair.task.output))
        self._name.setToolTip(f"{source}\n→ {output}")
        self._canvas.show_picture(pair.opened.picture)
        self._canvas.show_result(pair.result, reveal=False)

    def set_active(self, active: bool) -> None:
        """Whether the pair is what is looked at."""
        self._view.set_active(active)

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self._canvas.set_tokens(tokens)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(4 * GRID, 2 * GRID, 4 * GRID, 2 * GRID)
        row.setSpacing(2 * GRID)
        self._back.setProperty("kind", "small")
        self._back.setCursor(Qt.CursorShape.PointingHandCursor)
        row.addWidget(self._back)
        row.addWidget(self._name, 1)
        for button in self._elsewhere:
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._canvas, 1)
